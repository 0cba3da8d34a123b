"""Which file is graded, as whose, and what a person is told about the others."""

import json
import zlib
from zipfile import BadZipFile

import pytest

from tests.workbook.checks.sample import table
from tests.workbook.teaching.standin import RIGHT, notebook
from workbook.checks import Table
from workbook.teaching.results import Attention
from workbook.teaching.sorting import Sorted, sort_out
from workbook.teaching.submissions import File, HandIn, Student

TABLES = {"sample": table, "other": Table("other")}
EMPTY = notebook({})
STUB = notebook({"q9-1": "a = [None, (None,)]", "q9-5": "def f():\n    raise NotImplementedError"})
ONE, ALL = notebook({"q9-1": RIGHT["q9-1"]}), notebook(RIGHT)


def run(content):
    """A notebook whose first cell was run."""
    found = json.loads(content)
    found["cells"][0]["execution_count"] = 1
    return json.dumps(found).encode()


def file(student, name, content, *, upload=0, changed=0.0, late=False):
    def read():
        if isinstance(content, Exception):
            raise content
        return content

    newness = upload, changed, (name, 0)
    return File(student, f"{student.name}/{name}", name, newness, late, read)


def sorted_out(*files, aside=(), variant="", from_name=False):
    hand_in = HandIn(list(files))
    hand_in.students |= {each.student for each in files}
    for student, name, reason in aside:
        hand_in.students.add(student)
        hand_in.leave_of(student, name, f"{student.name}/{name}", reason)
    return sort_out(hand_in, TABLES, variant, from_name), hand_in


def graded(found):
    return {key: each.file.path for key, each in found.chosen.items()}


ADA, ZOE, EMIL, BO = Student("Ada"), Student("Zoë"), Student("Émile"), Student("Bo")


def test_each_file_is_graded_or_left_aside_with_a_reason():
    found, hand_in = sorted_out(
        file(ZOE, "other.ipynb", ALL, late=True),
        file(ZOE, "sample.ipynb", ALL),
        file(EMIL, "sample.ipynb", b"no json"),
        file(EMIL, "mine.ipynb", b"no json"),
        file(ADA, "mine.ipynb", EMPTY),
        aside=[(BO, "essay.pdf", "is no notebook"), (ADA, "x.pdf", "is large")],
    )
    assert list(found.students.items()) == [
        ("Ada", ADA), ("Bo", BO), ("Émile", EMIL), ("Zoë", ZOE)
    ]  # fmt: skip
    assert list(graded(found).items()) == [
        (("Émile", "sample"), "Émile/sample.ipynb"),
        (("Zoë", "other"), "Zoë/other.ipynb"),
        (("Zoë", "sample"), "Zoë/sample.ipynb"),
    ]
    assert found.attention == [
        Attention("a file that is no notebook", "Émile", "Émile/sample.ipynb"),
        Attention("a file that is no notebook", "Émile", "Émile/mine.ipynb"),
        Attention("late", "Zoë", "Zoë/other.ipynb"),
        Attention("handed in nothing that could be graded", "Ada", ""),
        Attention("handed in nothing that could be graded", "Bo", ""),
    ]
    assert found.aside == {
        "Bo": [("essay.pdf", "is no notebook")],
        "Ada": [
            ("x.pdf", "is large"),
            ("mine.ipynb", "is none of the notebooks with questions"),
        ],
        "Émile": [("mine.ipynb", "is no notebook")],
    }
    assert found.unreadable == {"Émile"}
    assert hand_in.left == [
        ("Bo/essay.pdf", "is no notebook"),
        ("Ada/x.pdf", "is large"),
        ("Émile/mine.ipynb", "is no notebook"),
        ("Ada/mine.ipynb", "is none of the notebooks with questions"),
    ]


@pytest.mark.parametrize(
    "error",
    [
        OSError("odd"), BadZipFile("odd"), zlib.error("odd"), EOFError("odd"),
        RuntimeError("odd"), NotImplementedError("odd"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_and_its_student_has_no_grade_yet(error):
    found, hand_in = sorted_out(file(ADA, "sample.ipynb", error))
    assert hand_in.left == [("Ada/sample.ipynb", "cannot be read (odd)")]
    assert found.aside == {"Ada": [("sample.ipynb", "cannot be read (odd)")]}
    assert found.unreadable == {"Ada"} and found.chosen == {}


def test_two_of_one_name_are_told_apart_by_their_numbers_or_their_order():
    files = [
        file(Student("Ada", number, system), "sample.ipynb", ALL)
        for number, system in (("", ""), ("70", "moodle"))
    ]
    found, _ = sorted_out(*files, file(BO, "sample.ipynb", ALL))
    assert list(found.students) == ["Ada (1)", "Ada (70)", "Bo"]
    assert {key[0]: each.file.student for key, each in found.chosen.items()} == found.students


TWICE = "two files for one notebook: the newer was graded"
ALIKE = "two files of one time for one notebook: the one with more answers was graded"


@pytest.mark.parametrize(
    ("graded_one", "other", "kind"),
    [
        ((EMPTY, {"upload": 2}), (ALL, {"upload": 1}), TWICE),
        ((ONE, {"changed": 2.0}), (ALL, {"changed": 1.0}), TWICE),
        ((run(EMPTY), {}), (ALL, {"upload": 9, "changed": 9.0}), TWICE),
        ((run(ONE), {"upload": 2}), (run(ALL), {"upload": 1}), TWICE),
        ((STUB, {}), (b"no json", {"upload": 9}), TWICE),
        ((ONE, {}), (STUB, {}), ALIKE),
        ((ALL, {}), (ONE, {}), ALIKE),
        ((notebook({"q9-a": "Since."}), {}), (notebook({"q9-a": "*Your answer:*"}), {}), ALIKE),
    ],
)
@pytest.mark.parametrize("names", ["ab", "ba"])
def test_of_two_files_one_is_graded_and_the_other_told(graded_one, other, kind, names):
    """Whatever their names, the first of the two is graded."""
    files = [
        file(ADA, f"sample-{name}.ipynb", content, **about)
        for name, (content, about) in zip(names, (graded_one, other), strict=True)
    ]
    found, _ = sorted_out(*files)
    ours, theirs = (each.path for each in files)
    assert graded(found) == {("Ada", "sample"): ours}
    told = [each for each in found.attention if each.kind != "a file that is no notebook"]
    assert told == [Attention(kind, "Ada", f"{ours}, not {theirs}")]


def test_of_files_of_one_time_and_as_many_answers_the_name_decides():
    other = notebook({"q9-1": "a = [1, 2]"})
    for names in ("ab", "ba"):
        files = [
            file(ADA, f"sample-{name}.ipynb", content)
            for name, content in zip(names, (ONE, other), strict=True)
        ]
        found, _ = sorted_out(*files)
        assert graded(found) == {("Ada", "sample"): "Ada/sample-b.ipynb"}
        assert [each.kind for each in found.attention] == [TWICE]


def test_a_copy_of_the_same_file_is_not_worth_a_word():
    found, _ = sorted_out(file(ADA, "sample.ipynb", ALL), file(ADA, "sample-1.ipynb", ALL))
    assert found.attention == [] and len(found.chosen) == 1


def test_what_cannot_be_parsed_is_an_answer():
    broken, stub = notebook({"q9-1": "a = = 3"}), notebook({"q9-1": ""})
    found, _ = sorted_out(file(ADA, "sample-a.ipynb", broken), file(ADA, "sample-b.ipynb", stub))
    assert graded(found) == {("Ada", "sample"): "Ada/sample-a.ipynb"}


@pytest.mark.parametrize(
    ("said", "ours", "detail"),
    [
        ("Bo", "", "variant 'Bo', graded as no variant"),
        ("", "Ada", "no variant, graded as variant 'Ada'"),
        ("Bo", "Ada", "variant 'Bo', graded as variant 'Ada'"),
        (" zoË", "Zoë", None),
    ],
)
def test_a_notebook_made_for_other_numbers_is_told_with_both(said, ours, detail):
    found, _ = sorted_out(file(ADA, "sample.ipynb", notebook(RIGHT, variant=said)), variant=ours)
    chosen = found.chosen["Ada", "sample"]
    kind = "was handed out to somebody else, going by its variant"
    told = [Attention(kind, "Ada", f"Ada/sample.ipynb: {detail}")] if detail else []
    assert found.attention == told
    assert (chosen.variant, chosen.made_for) == (ours, said if detail else None)


@pytest.mark.parametrize(
    ("content", "variant"),
    [
        (notebook(RIGHT, variant="Lovelace Ada"), "Lovelace Ada"),
        (notebook(RIGHT, variant="Bo"), "Ada Lovelace"),
        (ALL, "Ada Lovelace"),
        (b"no json", "Ada Lovelace"),
    ],
)
def test_a_students_variant_is_the_name_as_it_was_handed_out(content, variant):
    student = Student("Ada Lovelace")
    found, _ = sorted_out(file(student, "sample.ipynb", content), from_name=True)
    assert found.chosen["Ada Lovelace", "sample"].variant == variant


def test_the_solved_notebook_gives_itself_away():
    marked = notebook({"q9-1": "### BEGIN SOLUTION\na = 1\n### END SOLUTION"})
    found, _ = sorted_out(file(ADA, "sample.ipynb", marked))
    kind = "marks of the solved notebook stand in it"
    assert found.attention == [Attention(kind, "Ada", "Ada/sample.ipynb")]


def test_nothing_is_shared_between_two_runs():
    first, second = Sorted({}, {}), Sorted({}, {})
    first.aside["Ada"] = []
    first.attention.append(Attention("late", "Ada", ""))
    assert second == Sorted({}, {})
