"""Nothing in a learner's edition gives an answer away: neither what it says nor what it shows."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import ROOT
from tests.workbook.notebooks.editions import edition, solved, table_of
from tests.workbook.notebooks.leaks import Leak, leaks, leaks_of_outputs
from workbook.checks import Table

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# What the question itself says, and yes and no that are the coordinates of the square's corners.
CORNERS = ("q4-16", "0 0 1")
GIVEN = {("q4-2", "np.random.default_rng(self.seed)"), CORNERS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_gives_an_answer_away(path):
    found = leaks(solved(path), edition(path), table_of(path))
    assert [leak for leak in found if (leak.question, leak.seen) not in GIVEN] == []


@pytest.fixture
def table():
    table = Table("coffee")
    table.value("coffee-1", name="heat")(lambda: 57.256)
    table.value("coffee-2", name="edges")(lambda: [3.0, 2.0, -4.0, 2.0])
    table.code("coffee-3", name="cool", cases=lambda rng: [(1.0, 2.0)])(lambda a, b: a - b / 2)
    table.written("coffee-a")
    return table


WORDS = "The coffee loses heat to the room as long as it is warmer than the room."

ANSWERS = [
    new_code_cell("# coffee-1\n### BEGIN SOLUTION\nheat = 57.256\n### END SOLUTION"),
    new_code_cell("# coffee-2\n### BEGIN SOLUTION\nedges = [3, 2, -4, 2]\n### END SOLUTION"),
    new_code_cell(
        "# coffee-3\ndef cool(a, b):\n    ### BEGIN SOLUTION\n    return a - b / 2\n"
        "    ### END SOLUTION"
    ),
    new_markdown_cell(f"<!-- coffee-a -->\n**Model answer.** {WORDS}"),
]


def found(table, cell):
    cell.id = "cell"
    return set(leaks(new_notebook(cells=ANSWERS), new_notebook(cells=[cell]), table))


@pytest.mark.parametrize(
    ("question", "cell", "seen"),
    [
        ("coffee-1", new_markdown_cell("It is 57.3 °C now."), "57.3"),
        ("coffee-1", new_code_cell("assert heat < 57.26"), "57.26"),
        ("coffee-1", new_code_cell('figure(fig, "falls to 57.256")'), "57.256"),
        ("coffee-2", new_markdown_cell("They are $3, 2, -4$ and so on."), "3 2 -4"),
        ("coffee-2", new_code_cell("assert edges == [3, 2, -4, 2]"), "3 2 -4"),
        ("coffee-2", new_code_cell('alt = "a 3, b 2, c minus 4"'), "3 2 -4"),
        ("coffee-3", new_code_cell("print(f(a - b / 2))"), "a - b / 2"),
        ("coffee-3", new_markdown_cell("Take `a - b/2`."), "a - b / 2"),
    ],
)
def test_a_leak_is_found(table, question, cell, seen):
    assert found(table, cell) == {Leak(question, "cell", seen)}


def test_a_model_answers_words_are_found(table):
    cell = new_markdown_cell("Remember: as long as it is warmer than the room.")
    assert {leak.question for leak in found(table, cell)} == {"coffee-a"}


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell("It is 57.4 °C, or 57 °C, or 157.256 °C, or 2, 3, -4."),
        new_code_cell("x = 3 + 2 * f(-4)\nprint(a, b / 2, heat, cool(a, b))"),
        new_markdown_cell("The coffee loses heat to the room."),
        ANSWERS[0],
    ],
)
def test_what_is_no_leak_is_let_pass(table, cell):
    assert found(table, cell.copy()) == set()


def test_an_output_that_shows_a_value_is_found(table):
    output = new_output("stream", text="heat 57.26")
    notebook = new_notebook(cells=[new_code_cell("print(heat)", id="cell", outputs=[output])])
    assert list(leaks_of_outputs(notebook, table)) == [Leak("coffee-1", "cell", "57.26")]
