"""The notebook of a variant: the variant's numbers where the given ones stood."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests import ROOT
from workbook.checks import Table, load
from workbook.notebooks.variants import VariantError, with_numbers

TABLES = [load(name) for name in ("q1", "q2", "q3", "q4", "q5")]

GIVEN = """# Coffee, in °C: what is given
hot = 80
W = np.array([[0.1, 0.3],
              [-0.2, 0.4]])  # °C
room = 20.5"""


@pytest.fixture
def table():
    table = Table("coffee")
    table.given("hot", 80, draw=lambda rng: rng.integers(60, 95))
    table.given("W", [[0.1, 0.3], [-0.2, 0.4]], draw=lambda rng: rng.integers(1, 9, (2, 2)) / 10)
    table.given("room", 20.5)
    return table


def notebook(source, *others):
    return new_notebook(cells=[new_code_cell(source, metadata={"tags": ["given"]}), *others])


def test_numbers_are_rewritten_and_all_else_stays(table):
    drawn = table.variant("ada")
    source = with_numbers(notebook(GIVEN), drawn).cells[0].source
    W = drawn.numbers["W"].tolist()
    assert source.splitlines() == [
        "# Coffee, in °C: what is given",
        f"hot = {int(drawn.numbers['hot'])}",
        f"W = np.array({W})  # °C",
        "room = 20.5",
    ]


def test_the_tables_own_notebook_stays_as_it_is(table):
    before = notebook(GIVEN, new_markdown_cell("At 80", metadata={"tags": ["default-numbers"]}))
    assert with_numbers(before, table) == before


def test_what_is_true_for_the_first_numbers_alone_is_left_out(table):
    before = notebook(GIVEN, new_markdown_cell("At 80", metadata={"tags": ["default-numbers"]}))
    assert len(with_numbers(before, table.variant("ada")).cells) == 1
    assert len(before.cells) == 2 and before.cells[0].source == GIVEN


def test_outputs_of_other_numbers_are_gone(table):
    before = notebook(GIVEN)
    before.cells[0].outputs = [{"output_type": "stream", "name": "stdout", "text": "80"}]
    before.cells[0].execution_count = 1
    cell = with_numbers(before, table.variant("ada")).cells[0]
    assert cell.outputs == [] and cell.execution_count is None


@pytest.mark.parametrize(
    "line",
    ["hot = 4 * 20", "cold = 3", "hot, room = 80, 20.5", "check(80)", "hot += 1", "hot = f()"],
)
def test_a_given_cell_that_cannot_be_rewritten_is_refused(table, line):
    with pytest.raises(VariantError, match="one a line, as literals"):
        with_numbers(notebook(f"{GIVEN}\n{line}"), table.variant("ada"))


def test_a_number_that_stands_nowhere_is_refused(table):
    with pytest.raises(VariantError, match="no cell tagged given has a line for W"):
        with_numbers(notebook("hot = 80"), table)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_given_cells_of_the_workbook_hold_the_tables_numbers(table):
    solved = nbformat.read(ROOT / "notebooks" / f"{table.name}.ipynb", as_version=4)
    assert with_numbers(solved, table) == solved
