"""The notebook of a variant: the variant's numbers where the given ones stood."""

import re

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import Network, mse
from tests import ROOT
from workbook.checks import Table, load
from workbook.checks.value import Value
from workbook.notebooks.cells import grade_id
from workbook.notebooks.execute import execute
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
    [
        "hot = 4 * 20",
        "cold = 3",
        "hot, room = (80, 20.5)",
        "check(80)",
        "hot += 1",
        "hot = f()",
        "hot = 'x'",
    ],
)
def test_a_given_cell_that_cannot_be_rewritten_is_refused(table, line):
    with pytest.raises(VariantError) as caught:
        with_numbers(notebook(f"{GIVEN}\n{line}"), table.variant("ada"))
    assert str(caught.value) == (
        f"coffee: `{line}` stands in a cell tagged given: what stands there must be given "
        "numbers, one a line, as literals"
    )


def test_a_number_that_stands_nowhere_is_refused(table):
    with pytest.raises(VariantError) as caught:
        with_numbers(notebook("room = 20.5"), table)
    assert str(caught.value) == "coffee: no cell tagged given has a line for W, hot"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_given_cells_of_the_workbook_hold_the_tables_numbers(table):
    solved = nbformat.read(ROOT / "notebooks" / f"{table.name}.ipynb", as_version=4)
    assert with_numbers(solved, table) == solved


# --- Notebook 01 ----------------------------------------------------------------------------------


def solved(table):
    """Return a notebook with the numbers of a table, and the right values for answers."""
    path = ROOT / "notebooks" / f"{table.name}.ipynb"
    notebook = with_numbers(nbformat.read(path, as_version=4), table)
    checked = f'load("{next(iter(table)).partition("-")[0]}").variant("{table.text}").check'
    for cell in notebook.cells:
        question = table.get(grade_id(cell))
        if isinstance(question, Value):
            cell.source = f"{question.name} = {question.truth.tolist()}"
        elif cell.cell_type == "code":
            imported = f"from workbook.checks import load\ncheck = {checked}"
            cell.source = cell.source.replace("from workbook import check", imported)
    return notebook


def test_a_variant_solved_by_the_references_passes_all_its_checks():
    """A check that fails raises, and so does this."""
    notebook = solved(load("q1").variant("Ada Lovelace"))
    execute(notebook, ROOT / "notebooks")
    shown = [
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ())
    ]
    assert sum(text.count("✓") for text in shown) == 13 + 2 * 23
    slope, promise = re.search(
        r"slope of the curve at η = 0 +(\S+)\nwhat your gradient promises +(\S+)", "\n".join(shown)
    ).groups()
    assert slope == promise and float(slope) < 0


def step_by_hand():
    """Return the text of notebook 01 up to the formulas, without answers, as a variant has it."""
    notebook = with_numbers(
        nbformat.read(ROOT / "notebooks" / "01_pen_and_paper.ipynb", as_version=4),
        load("q1").variant("Ada Lovelace"),
    )
    sources = [cell.source for cell in notebook.cells if not grade_id(cell)]
    text = "\n".join(source for source in sources if not source.startswith("# "))
    return text.partition("## The formulas as functions")[0]


def test_no_number_of_the_step_stands_in_its_text():
    """What may stand there: the learning rate, 0.5 in all variants, others, and an example."""
    said = [text for text in step_by_hand().splitlines() if "np.array" not in text]
    assert set(re.findall(r"\d\.\d+", "\n".join(said))) == {"0.5", "0.05", "0.6", "0.25"}


def test_the_step_with_eta_is_more_than_twice_too_long_in_every_variant():
    """So says the notebook; its curve is drawn over learning rates up to 0.6."""
    for student in range(1, 11):
        of = load("q1").variant(f"student {student}")
        net = Network([3, 2, 1], "tanh")
        net.set_parameters(**{name: of.numbers[name] for name in ("W1", "b1", "W2", "b2")})
        X, T = of.numbers["x"][None], of.numbers["t"][None]
        _, gradient = net.loss_and_gradient(X, T, mse)
        etas = np.linspace(0, 0.6, 121)
        losses = net.loss_function(X, T, mse)(net.theta - etas[:, None] * gradient)
        assert 0.05 < etas[losses.argmin()] < of.numbers["eta"] / 2
        assert losses[10] < losses[0]
