"""From a folder to grades and pages: all that a run writes, and what it leaves alone."""

import base64
import csv
import json
from zipfile import ZipFile, ZipInfo

import pytest

from tests.workbook.teaching import standin
from tests.workbook.teaching.standin import GRADING, RIGHT, SAMPLE, hand_in, notebook
from tests.workbook.teaching.test_results import results_of
from workbook.checks.finding import load
from workbook.teaching import sorting
from workbook.teaching.batch import Grading
from workbook.teaching.gradebook import NoIdentifierError
from workbook.teaching.results import Attention, counts, distribution, misconceptions
from workbook.teaching.run import (
    BAD_POINTS,
    LOST_POINTS,
    OURS,
    Options,
    OutError,
    grade_submissions,
    take_marks,
)
from workbook.teaching.written import CHANGED, GONE, Mark

EVIL = RIGHT | {"q9-a": "<script>alert(1)</script> $x$", "q9-5": "def f(<script>):"}
STUDENTS = {"Ada": RIGHT, "Zoë": {"q9-1": "a = [0.1242, 0.4085]"}, "Øle": EVIL, "=1+1": {}}


def run(source, out, grading=GRADING, **options):
    options = {"tables": [SAMPLE], "workers": 1} | options
    return grade_submissions(source, out, grading, Options(**options))


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def kinds(results):
    return {(each.kind, each.student) for each in results.attention}


@pytest.fixture
def source(tmp_path):
    return hand_in(tmp_path / "in", STUDENTS)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "grades"


def test_grades_have_a_row_for_each_student_and_a_column_for_each_question(source, out):
    run(source, out)
    assert (out / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    found = rows(out / "grades.csv")
    assert [row["student"] for row in found] == ["'=1+1", "Ada", "Øle", "Zoë"]
    assert list(found[0])[:5] == ["student", "points", "of", "sample", "sample of"]
    assert list(found[0])[5:] == list(load(SAMPLE))
    assert (found[1]["points"], found[1]["of"], found[1]["q9-1"]) == ("8", "10", "1")
    assert found[0]["points"] == "0"


def test_each_student_has_a_file_of_the_form_that_was_promised(source, out):
    run(source, out)
    found = json.loads((out / "Zoë.json").read_text(encoding="utf-8"))
    assert found.keys() == {"student", "notebooks"} and found["student"] == "Zoë"
    sheet = found["notebooks"]["sample"]
    assert sheet.keys() == {"score", "max", "questions"}
    for question in sheet["questions"]:
        keys = {"id", "points", "max_points", "status", "message", "misconception"}
        assert question.keys() == keys
    assert sheet["questions"][0]["misconception"] == "the sign is wrong"


def test_every_page_is_there_and_none_runs_what_a_student_typed(source, out):
    run(source, out)
    pages = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    assert pages == [
        "class.html",
        *(f"feedback/{name}.html" for name in ("=1+1", "Ada", "Zoë", "Øle")),
        "written.html",
        "written/q9-a.html",
    ]
    for page in pages:
        text = (out / page).read_text(encoding="utf-8")
        assert "<script" not in text and "default-src 'none'" in text


def test_a_folder_that_holds_other_things_is_left_alone(source, out):
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(OutError, match="holds other things"):
        run(source, out)
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]
    with pytest.raises(OutError, match="is a file"):
        run(source, out / "thesis.txt")


def test_a_second_run_writes_the_same_bytes_and_keeps_what_was_added(source, out):
    def everything():
        return {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    run(source, out)
    before = everything()
    (out / "my notes.txt").write_text("mine")
    run(source, out)
    assert everything() == before | {out / "my notes.txt": b"mine"}


def test_who_is_not_there_any_more_has_no_page_any_more(source, out):
    run(source, out)
    for path in sorted((source / "Zoë").rglob("*")):
        path.unlink()
    run(source, out)
    assert not (out / "Zoë.json").exists() and not (out / "feedback" / "Zoë.html").exists()
    assert (out / "Ada.json").exists()


def test_points_that_a_teacher_typed_are_merged_in_the_next_run(source, out):
    assert run(source, out).waiting() == 2
    table = rows(out / "written.csv")
    assert [row["student"] for row in table] == ["Ada", "Øle"]
    table[0] |= {"points": "1,5", "comment": "Say <b>why</b>."}
    table[1] |= {"points": "three"}
    with (out / "written.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0], delimiter=";")
        writer.writeheader()
        writer.writerows(table)
    results = run(source, out)
    assert results.score("Ada") == 9.5 and results.waiting() == 1
    assert (BAD_POINTS, "Øle") in kinds(results)
    assert "Say &lt;b&gt;why&lt;/b&gt;." in (out / "feedback" / "Ada.html").read_text("utf-8")
    assert rows(out / "grades.csv")[1]["q9-a"] == "1.5"
    assert rows(out / "written.csv")[1]["points"] == "three"


def test_what_is_odd_about_typed_points_is_told_to_the_word():
    marks = {
        ("Ada", "q9-a"): Mark("three"),
        ("Bo", "q9-a"): Mark("1", "Good.", CHANGED),
        ("Bo", "q1-a"): Mark("three"),
        ("Nobody", "q9-a"): Mark("2", note=GONE),
        ("None", "q9-a"): Mark("", "a comment", GONE),
    }
    results = results_of({"Ada": RIGHT, "Bo": RIGHT})
    take_marks(results, marks)
    assert results.attention == [
        Attention(
            "points in written.csv for an answer that is not among the submissions any more",
            "Nobody",
            "q9-a: '2'",
        ),
        Attention(
            "points in written.csv that are no number from 0 to the most there are",
            "Ada",
            "q9-a: 'three'",
        ),
        Attention("a written answer has changed since it was graded", "Bo", "q9-a"),
    ]
    assert results.papers["Bo", "sample"].comments == {"q9-a": "Good."}
    assert results.papers["Ada", "sample"].comments == {}
    assert (results.score("Ada"), results.score("Bo")) == (8, 9)


def test_points_may_be_typed_elsewhere(source, out, tmp_path):
    run(source, out)
    elsewhere = tmp_path / "read on the train.csv"
    elsewhere.write_text("student,question,points\nAda,q9-a,2\n")
    assert run(source, out, written=elsewhere).score("Ada") == 10
    assert run(source, out).score("Ada") == 10


def test_a_table_of_points_that_cannot_be_read_stops_the_run_before_it_is_lost(source, out):
    run(source, out)
    (out / "written.csv").write_text("points typed somewhere else\n1\n")
    with pytest.raises(ValueError, match="no column student"):
        run(source, out)
    assert (out / "written.csv").read_text() == "points typed somewhere else\n1\n"


def test_nobody_is_lost(source, out):
    (source / "Words").mkdir()
    (source / "Words" / "essay.docx").write_text("x")
    (source / "Broken").mkdir()
    (source / "Broken" / "hand in.ipynb").write_text("no json")
    results = run(source, out)
    assert {"Words", "Broken"} <= results.students.keys()
    assert {(sorting.NOTHING, "Words"), (sorting.NO_NOTEBOOK, "Broken")} <= kinds(results)
    assert "hand it in" in (out / "feedback" / "Words.html").read_text(encoding="utf-8")
    found = {row["student"]: row for row in rows(out / "grades.csv")}
    assert (found["Words"]["sample"], found["Words"]["points"]) == ("", "0")


def test_of_two_files_for_a_notebook_the_newer_is_graded_and_it_is_said(source, out):
    (source / "Zoë" / "sample-1.ipynb").write_bytes(notebook(RIGHT))
    results = run(source, out)
    assert results.score("Zoë") == 8
    (said,) = [each.detail for each in results.attention if each.kind == sorting.TWICE]
    assert said == "Zoë/sample-1.ipynb, not Zoë/sample.ipynb"


def test_a_fresh_release_beside_a_students_work_is_not_taken_for_it(source, out):
    worked = json.loads(notebook(RIGHT))
    worked["cells"][0]["execution_count"] = 1
    (source / "Zoë" / "sample.ipynb").write_text(json.dumps(worked))
    (source / "Zoë" / "sample-new.ipynb").write_bytes(notebook({}))
    assert run(source, out).score("Zoë") == 8


def test_the_solved_notebook_is_noticed(source, out):
    marked = RIGHT | {"q9-1": "### BEGIN SOLUTION\na = [-0.1242, -0.4085]\n### END SOLUTION"}
    (source / "Ada" / "sample.ipynb").write_bytes(notebook(marked))
    assert (sorting.SOLUTION, "Ada") in kinds(run(source, out))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {""}),
        ({"variant": "B"}, {"B"}),
        ({"variant_from_name": True}, {"Ada", "Bo Li"}),
    ],
)
def test_each_notebook_is_graded_in_its_variant(tmp_path, out, options, expected):
    variants = []

    def grade(content, table, *, variant=""):
        variants.append(variant)
        return standin.grade(content, table)

    with ZipFile(tmp_path / "in.zip", "w") as archive:
        for name in ("Ada_1", "Bo Li_2"):
            archive.writestr(f"{name}_assignsubmission_file/sample.ipynb", notebook({"q9-1": name}))
    run(tmp_path / "in.zip", out, Grading(grade, standin.written), **options)
    assert set(variants) == expected


def test_a_notebook_of_another_variant_is_noticed(tmp_path, out):
    folder = hand_in(tmp_path / "in", {"Ada": notebook(RIGHT, variant="Bo"), "Bo": RIGHT})
    assert (sorting.OTHER_VARIANT, "Ada") in kinds(run(folder, out, variant_from_name=True))


@pytest.mark.parametrize("name", ["boli", "Li, Bo", "Bo  Li", "BO LI"])
def test_a_variant_is_the_students_however_the_name_is_spelt(tmp_path, out, name):
    variants = []

    def grade(content, table, *, variant=""):
        variants.append(variant)
        return standin.grade(content, table)

    folder = hand_in(tmp_path / "in", {name: notebook(RIGHT, variant="Bo Li")})
    results = run(folder, out, Grading(grade, standin.written), variant_from_name=True)
    assert variants == ["Bo Li"] and results.attention == []


def test_two_of_one_name_are_two(tmp_path, out):
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        for k, answers in ((7, RIGHT), (8, {})):
            archive.writestr(f"Ada_{k}_assignsubmission_file/sample.ipynb", notebook(answers))
    results = run(tmp_path / "in.zip", out)
    assert {name: results.score(name) for name in results.students} == {"Ada (7)": 8, "Ada (8)": 0}
    assert (out / "Ada_(7).json").exists() and (out / "Ada_(8).json").exists()


def test_moodle_gets_the_columns_that_it_reads(tmp_path, out):
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        name = "Zoë, M_12345_assignsubmission_file/sample.ipynb"
        archive.writestr(name, notebook(RIGHT))
    run(tmp_path / "in.zip", out, platform="moodle")
    assert (out / "moodle.csv").read_text(encoding="utf-8") == (
        "Identifier,Full name,Grade,Last modified (grade)\n"
        'Participant 12345,"Zoë, M",8,\n'
    )  # fmt: skip


def test_canvas_gets_the_rows_that_it_reads(tmp_path, out):
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("lovelaceada_LATE_123_678_sample-1.ipynb", notebook(RIGHT))
        archive.writestr("boli_9_4_essay.pdf", "x")
    results = run(tmp_path / "in.zip", out, platform="canvas")
    assert (sorting.LATE, "lovelaceada") in kinds(results)
    assert (out / "canvas.csv").read_text(encoding="utf-8").splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,sample",
        "    Points Possible,,,,,10",
        "boli,9,,,,",
        "lovelaceada,123,,,,8",
    ]


@pytest.mark.parametrize("platform", ["moodle", "canvas"])
def test_a_platform_that_cannot_know_the_students_is_told_and_the_grades_are_there(
    source, out, platform
):
    with pytest.raises(NoIdentifierError, match=r"4 have none, =1\+1 for one"):
        run(source, out, platform=platform)
    assert len(rows(out / "grades.csv")) == 4
    assert not (out / f"{platform}.csv").exists()


def copies(tmp_path, name, **options):
    out = tmp_path / name
    run(tmp_path / "in", out, **options)
    return {
        path.relative_to(out): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and OURS not in path.parts
    }


@pytest.mark.timeout(200, method="thread")  # ends what waits for a cluster in vain
@pytest.mark.filterwarnings("ignore")  # the cluster's own, about ports and time-outs
def test_serial_parallel_and_a_dask_cluster_write_the_same_bytes(tmp_path):
    students = {f"s{k}": RIGHT | {"q9-4": f"total = {k}"} for k in range(6)}
    hand_in(tmp_path / "in", STUDENTS | students | {"x": {"q9-1": "# grader, fail"}})
    serial = copies(tmp_path, "serial", workers=1)
    assert copies(tmp_path, "parallel", workers=2) == serial
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        assert copies(tmp_path, "dask", cluster=cluster.scheduler_address) == serial
        done = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert sum(done.values()) >= 1


OF_BO = notebook(RIGHT | {"q9-1": "a = [0.1242, 0.4085]"}, variant="Bo")


def platform_grades(tmp_path, out, students, platform, **options):
    """What a platform imports: each student's last cell but those that are always empty."""
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        for k, (student, (name, content)) in enumerate(students.items()):
            stem = {
                "moodle": f"{student}_{k}_assignsubmission_file/",
                "canvas": f"{student}_{k}_{k}_",
            }
            archive.writestr(f"{stem[platform]}{name}", content)
    results = run(tmp_path / "in.zip", out, platform=platform, **options)
    column = {"moodle": "Grade", "canvas": "sample"}[platform]
    who = {"moodle": "Full name", "canvas": "Student"}[platform]
    return results, {row[who].strip(): row[column] for row in rows(out / f"{platform}.csv")}


@pytest.mark.parametrize("platform", ["moodle", "canvas"])
def test_a_grade_that_nobody_can_know_yet_is_empty_and_not_zero(tmp_path, out, platform):
    students = {
        "ada": ("sample.ipynb", notebook(RIGHT)),
        "bo": ("essay.pdf", "x"),
        "cy": ("sample.ipynb", "no json"),
        "di": ("mine.ipynb", "no json"),
        "ed": ("sample.ipynb", OF_BO),
        "flo": ("sample.ipynb", notebook({})),
    }
    _, grades = platform_grades(tmp_path, out, students, platform)
    assert {name: grades[name] for name in students} == {
        "ada": "8", "bo": "", "cy": "", "di": "", "ed": "", "flo": "0"
    }  # fmt: skip


def test_a_notebook_made_for_somebody_else_says_nothing_about_the_class(tmp_path, out):
    folder = hand_in(tmp_path / "in", {"Ada": OF_BO, "Bo": notebook(RIGHT, variant="Bo")})
    results = run(folder, out, variant_from_name=True)
    assert (sorting.OTHER_VARIANT, "Ada") in kinds(results)
    assert misconceptions(results) == []
    assert {sum(each.statuses.values()) for each in counts(results)["sample"]} == {1}
    assert sum(distribution(results).bins) == 1
    page = (out / "feedback" / "Ada.html").read_text(encoding="utf-8")
    assert "This notebook was made for other numbers, those of “Bo”. \nSo its answers" in page
    assert "Ask your teacher" in page and "not right yet" not in page
    ada = rows(out / "grades.csv")[0]
    assert (ada["student"], ada["sample"], ada["q9-1"]) == ("Ada", "", "")


def test_accents_and_capitals_make_no_other_variant(tmp_path, out):
    folder = hand_in(tmp_path / "in", {"Ada": notebook(RIGHT, variant="Zoë  MÜLLER")})
    assert kinds(run(folder, out, variant="zoe muller")) == set()


def test_who_handed_in_what_cannot_be_graded_is_told_what_came_and_what_to_do(tmp_path, out):
    students = {"Ada": RIGHT, "Cy": b"no json"}
    folder = hand_in(tmp_path / "in", students)
    (folder / "Bo").mkdir()
    (folder / "Bo" / "essay.pdf").write_text("x")
    run(folder, out)
    for name, file in (("Bo", "essay.pdf"), ("Cy", "sample.ipynb")):
        page = (out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
        assert f"<code>{file}</code>" in page and "hand it in again" in page
        assert "Nothing could be graded yet" in page and "0 of 10" not in page


def test_a_folder_of_grades_is_not_taken_from_another_class(source, out, tmp_path):
    run(source, out)
    before = sorted(out.rglob("*"))
    with pytest.raises(OutError, match=r"other students \(.*none of them is in .*\(Mia"):
        run(hand_in(tmp_path / "other", {"Mia": RIGHT}), out)
    assert sorted(out.rglob("*")) == before
    run(hand_in(tmp_path / "more", {"Mia": RIGHT, "Ada": RIGHT}), out)


def test_points_whose_answer_is_gone_are_told(source, out, tmp_path):
    run(source, out)
    elsewhere = tmp_path / "points.csv"
    elsewhere.write_text("student,question,points\nNobody,q9-a,2\nAda,q9-a,1\n")
    results = run(source, out, written=elsewhere)
    assert (LOST_POINTS, "Nobody") in kinds(results) and (LOST_POINTS, "Ada") not in kinds(results)
    assert Attention(LOST_POINTS, "Nobody", "q9-a: '2'") in results.attention
    page = (out / "class.html").read_text(encoding="utf-8")
    assert "Nobody: q9-a: &#39;2&#39;" in page


@pytest.mark.parametrize("names", [("b", "a"), ("a", "b")])
def test_of_two_files_of_one_time_that_were_never_run_the_fuller_is_graded(tmp_path, out, names):
    fuller, fresh = (f"Ada_1_assignsubmission_file/sample-{name}.ipynb" for name in names)
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        stub = {"q9-1": "a = [None, None]", "q9-5": "def f():\n    raise NotImplementedError"}
        for name, answers in ((fuller, {"q9-1": RIGHT["q9-1"]}), (fresh, stub)):
            archive.writestr(ZipInfo(name), notebook(answers))
    results = run(tmp_path / "in.zip", out)
    assert results.score("Ada") == 1
    assert (sorting.TWICE_ALIKE, "Ada") in kinds(results)


def test_a_photo_of_a_page_is_on_the_teachers_page_and_only_there(tmp_path, out):
    answered = json.loads(notebook({"q9-a": "![foto.png](attachment:foto.png)"}))
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n...").decode()
    answered["cells"][1]["attachments"] = {"foto.png": {"image/png": png}}
    run(hand_in(tmp_path / "in", {"Ada": json.dumps(answered).encode()}), out)
    with_it = [path.name for path in out.rglob("*.html") if png in path.read_text("utf-8")]
    allowing = [path.name for path in out.rglob("*.html") if "img-src" in path.read_text("utf-8")]
    assert with_it == allowing == ["q9-a.html"]


def test_only_what_an_earlier_run_wrote_in_the_folder_is_removed(source, out, tmp_path):
    run(source, out)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    (out / "notes.txt").write_text("mine, too")
    (out / "old.txt").write_text("an earlier run's")
    listed = [
        "../mine.txt",
        str(mine),
        "feedback/../../mine.txt",
        7,
        None,
        ["notes.txt"],
        "old.txt",
    ]
    (out / OURS / "written.json").write_text(json.dumps(listed))
    run(source, out)
    assert mine.read_text() == "mine" and (out / "notes.txt").read_text() == "mine, too"
    assert not (out / "old.txt").exists()


@pytest.mark.parametrize("content", ["", "{}", "null", "3", '{"a": 1}', "[" * 100_000])
def test_a_damaged_list_of_what_was_written_removes_nothing(source, out, content):
    run(source, out)
    before = {path for path in out.rglob("*") if path.is_file()}
    (out / OURS / "written.json").write_text(content)
    run(source, out)
    assert {path for path in out.rglob("*") if path.is_file()} == before
