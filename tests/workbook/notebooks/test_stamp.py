"""Ids, points and checks, written into a notebook from its table."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests import ROOT
from workbook.checks import Table, load
from workbook.notebooks.cells import grade_id
from workbook.notebooks.stamp import StampError, stamp

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


ANSWER = "# {}\n{} = None\n### BEGIN SOLUTION\npass\n### END SOLUTION"


@pytest.fixture
def table():
    table = Table("coffee")

    @table.value("coffee-1")
    def heat():
        return 60

    @table.value("coffee-2", points=0.5)
    def twice(heat):
        return 2 * heat

    @table.code("coffee-3", points=2, cases=lambda rng: [(1,)])
    def double(a):
        return 2 * a

    table.written("coffee-a", points=3)
    return table


@pytest.fixture
def notebook():
    names = {"coffee-1": "heat", "coffee-2": "twice", "coffee-3": "double"}
    cells = [new_code_cell(ANSWER.format(*pair)) for pair in names.items()]
    return new_notebook(cells=[*cells, new_markdown_cell("<!-- coffee-a -->\nwords")])


def test_a_check_stands_below_its_answer_and_is_written_whole(notebook, table):
    stamp(notebook, table)
    assert [grade_id(cell) for cell in notebook.cells] == [
        *("coffee-1", "coffee-1-check", "coffee-2", "coffee-2-check"),
        *("coffee-3", "coffee-3-check", "coffee-a"),
    ]
    assert notebook.cells[3].source == '# coffee-2-check\ncheck("coffee-2", twice=twice, heat=heat)'
    assert notebook.cells[5].source.splitlines() == [
        "# coffee-3-check",
        'check("coffee-3", double=double)',
        "### BEGIN HIDDEN TESTS",
        'check("coffee-3", double=double, seed=704)',
        "### END HIDDEN TESTS",
    ]


def test_points_stand_where_nbgrader_looks_for_them(notebook, table):
    stamp(notebook, table)
    nbformat.validate(notebook)
    marked = [cell.metadata.nbgrader for cell in notebook.cells]
    assert [mark.get("points") for mark in marked] == [None, 1, None, 0.5, None, 2, 3]
    assert [mark.grade for mark in marked] == [False, True, False, True, False, True, True]
    assert [mark.locked for mark in marked] == [False, True, False, True, False, True, False]
    assert [mark.solution for mark in marked] == [True, False, True, False, True, False, True]


def test_a_second_stamp_changes_nothing(notebook, table):
    assert len(stamp(notebook, table)) == 7
    before = nbformat.writes(notebook)
    assert stamp(notebook, table) == []
    assert nbformat.writes(notebook) == before


def test_a_changed_question_changes_its_cells_alone_and_where_they_stand(notebook, table):
    stamp(notebook, table)
    notebook.cells.append(notebook.cells.pop(1))
    table["coffee-1"].points = 4
    assert stamp(notebook, table) == ["coffee-1-check"]
    assert notebook.cells[-1].metadata.nbgrader.points == 4


def test_a_question_that_no_cell_asks_is_named(notebook, table):
    del notebook.cells[2]
    with pytest.raises(StampError, match="no cell asks coffee-3, of the table coffee"):
        stamp(notebook, table)


def test_a_misspelt_id_is_named_with_its_cell(notebook, table):
    notebook.cells[1].source = ANSWER.format("coffee-22", "twice")
    with pytest.raises(StampError, match=r"cell 2: coffee has no question coffee-22; .* coffee-2"):
        stamp(notebook, table)


def test_a_copied_cell_is_named(notebook, table):
    notebook.cells.append(notebook.cells[0].copy())
    with pytest.raises(StampError, match="cell 5: coffee-1 stands in another cell too"):
        stamp(notebook, table)


def test_metadata_without_its_line_is_told(notebook, table):
    stamp(notebook, table)
    notebook.cells[0].source = "answer = None"
    with pytest.raises(StampError, match="graded as coffee-1 does not begin with the id"):
        stamp(notebook, table)


def test_a_check_follows_its_answer_when_the_id_changes(notebook):
    def warmth(question_id):
        table = Table("coffee")
        table.value(question_id, name="heat")(lambda: 60)
        return table

    notebook.cells = notebook.cells[:1]
    stamp(notebook, warmth("coffee-1"))
    notebook.cells[0].source = ANSWER.format("coffee-9", "heat")
    assert stamp(notebook, warmth("coffee-9")) == ["coffee-9", "coffee-9-check"]
    assert [grade_id(cell) for cell in notebook.cells] == ["coffee-9", "coffee-9-check"]


def test_a_check_that_has_lost_its_answer_is_named(notebook, table):
    stamp(notebook, table)
    notebook.cells.append(new_code_cell("# coffee-7-check"))
    with pytest.raises(StampError, match="cell 8: coffee has no question coffee-7"):
        stamp(notebook, table)


def test_questions_in_another_order_are_refused(notebook, table):
    notebook.cells[0], notebook.cells[1] = notebook.cells[1], notebook.cells[0]
    with pytest.raises(StampError, match="coffee-2 stands where coffee-1 is next"):
        stamp(notebook, table)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# coffee-1\nheat = 60", "no solution between the lines ### BEGIN SOLUTION"),
        ("# coffee-1\nheat = 60\n### BEGIN SOLUTION", "no solution between the lines"),
        (ANSWER.format("coffee-1", "warmth"), "asks for heat, which its cell does not define"),
        (
            "# coffee-1\nprint(heat)\n### BEGIN SOLUTION\n### END SOLUTION",
            "asks for heat, which its cell does not define",
        ),
    ],
)
def test_an_answer_cell_that_is_not_what_its_question_asks_for_is_refused(
    notebook, table, source, words
):
    notebook.cells[0].source = source
    with pytest.raises(StampError, match=f"coffee-1.* {words}"):
        stamp(notebook, table)


def test_an_answer_in_a_cell_of_the_wrong_kind_is_refused(notebook, table):
    notebook.cells[3] = new_code_cell("# coffee-a\nwords = 1")
    with pytest.raises(StampError, match="coffee-a must be answered in a markdown cell, not in c"):
        stamp(notebook, table)


def test_a_magic_command_is_no_reason_to_refuse(notebook, table):
    notebook.cells[0].source += "\n%timeit heat"
    assert "coffee-1" in stamp(notebook, table)


def test_other_comments_are_no_ids(notebook):
    notebook.cells = [new_code_cell("# Setup\nimport numpy"), new_markdown_cell("# Coffee")]
    assert stamp(notebook, Table("empty")) == []


def test_cells_get_their_ids_and_no_other_has_them(notebook, table):
    notebook.cells[3].id = "coffee-1"
    stamp(notebook, table)
    ids = [cell.id for cell in notebook.cells]
    assert ids == [grade_id(cell) for cell in notebook.cells]
    notebook.cells.append(new_code_cell("print(1)", id="coffee-1"))
    notebook.cells[0].metadata.pop("nbgrader")
    stamp(notebook, table)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_a_notebook_whose_cells_have_no_ids_stays_valid(notebook, table):
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    notebook.cells.append(new_markdown_cell("words"))
    del notebook.cells[-1]["id"]
    stamp(notebook, table)
    nbformat.validate(notebook)


def test_the_outputs_of_a_check_that_is_rewritten_are_gone(notebook, table):
    stamp(notebook, table)
    right = nbformat.v4.new_output("stream", text="right")
    for check in (notebook.cells[1], notebook.cells[3]):
        check.outputs, check.execution_count = [right], 1
    notebook.cells[3].source += " "
    stamp(notebook, table)
    assert [len(notebook.cells[i].outputs) for i in (1, 3)] == [1, 0]


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell("# coffee"),
        new_markdown_cell("# coffee-1"),
        new_code_cell("# coffee\nx = 1"),
        new_code_cell("# my-own-test", metadata={"nbgrader": {"grade_id": "my-own-test"}}),
    ],
)
def test_headings_comments_and_other_graded_cells_are_left_alone(notebook, table, cell):
    stamp(notebook, table)
    notebook.cells.insert(0, cell.copy())
    before = nbformat.writes(notebook)
    assert stamp(notebook, table) == []
    assert nbformat.writes(notebook) == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_our_notebooks_are_stamped(path):
    table = load(f"q{int(path.stem[:2])}")
    assert table.name == path.stem
    notebook = nbformat.read(path, as_version=4)
    assert stamp(notebook, table) == []
    asked = [name for cell in notebook.cells if (name := grade_id(cell)) in table]
    assert asked == list(table)
