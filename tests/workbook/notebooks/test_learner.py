"""The learner's edition: self-contained, without answers, and it runs to the end."""

import ast
import copy
import platform
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import ROOT
from tests.workbook.notebooks.editions import edition
from workbook.checks import Table
from workbook.notebooks.cells import grade_id, has_tag
from workbook.notebooks.learner import EditionError, learners_copy
from workbook.notebooks.stamp import stamp

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

IMPORTS = "import numpy as np\n\nfrom coffee import brew, check"
DOUBLE = """# coffee-2
def double(a):
    ### BEGIN SOLUTION
    return 2 * a
    ### END SOLUTION"""


@pytest.fixture
def table():
    table = Table("coffee")
    table.value("coffee-1", name="heat")(lambda: 60.0)
    table.code("coffee-2", name="double", cases=lambda rng: [(1,)])(lambda a: 2 * a)
    table.written("coffee-a")
    return table


@pytest.fixture
def solved(table):
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Coffee"),
            new_markdown_cell("This one is solved.", metadata={"tags": ["solved-only"]}),
            new_code_cell(IMPORTS, execution_count=1),
            new_markdown_cell("## Hot"),
            new_code_cell("# coffee-1\n### BEGIN SOLUTION\nheat = 60\n### END SOLUTION"),
            new_code_cell("cold = heat - 40\n### BEGIN SOLUTION\ncold = 20\n### END SOLUTION"),
            new_code_cell("print(cold)", outputs=[new_output("stream", text="20")]),
            new_code_cell("warm = 1"),
            new_code_cell(DOUBLE),
            new_markdown_cell("## Black\nWhy?"),
            new_markdown_cell("<!-- coffee-a -->\n**Model answer.** Because."),
        ]
    )
    stamp(notebook, table)
    return notebook


@pytest.fixture
def cells(solved, table):
    return {cell.source.partition("\n")[0]: cell for cell in learners_copy(solved, table).cells}


def test_it_is_valid_and_the_solved_one_is_as_it_was(solved, table):
    before = copy.deepcopy(solved)
    nbformat.validate(learners_copy(solved, table))
    assert solved == before


def test_outputs_are_gone_and_so_is_what_only_the_solved_one_says(cells):
    assert "This one is solved." not in cells
    assert cells["print(cold)"].outputs == []
    assert cells["import numpy as np"].execution_count is None


def test_solutions_and_marks_are_gone_in_given_cells_too(cells):
    assert cells["cold = heat - 40"].source == "cold = heat - 40"


def test_a_check_brings_the_notebooks_own_import_and_has_no_hidden_tests(cells):
    assert cells["# coffee-2-check"].source == (
        '# coffee-2-check\nfrom coffee import check\ncheck("coffee-2")'
    )


def test_a_check_is_told_the_variant(solved, table):
    sources = [cell.source for cell in learners_copy(solved, table, variant="ada").cells]
    assert any(source.endswith('\ncheck("coffee-1", variant="ada")') for source in sources)


def test_a_variant_with_quotes_in_it_is_one_text(solved, table):
    text = 'Maria "Mia" O\'Neill'
    made = learners_copy(solved, table, variant=text)
    (check,) = [cell for cell in made.cells if cell.source.startswith("# coffee-1-check")]
    told = ast.parse(check.source).body[-1].value.keywords[0].value
    assert ast.literal_eval(told) == text


def test_a_written_answer_is_an_empty_place_to_write(cells):
    assert cells["<!-- coffee-a -->"].source == "<!-- coffee-a -->\n*Your answer:*"


def test_run_all_goes_on_after_checks_and_what_builds_on_answers_and_nothing_else(cells):
    tagged = {name for name, cell in cells.items() if has_tag(cell, "raises-exception")}
    assert tagged == {"# coffee-1-check", "# coffee-2-check", "cold = heat - 40", "print(cold)"}


def test_a_model_answer_is_one_click_below_each_check_and_written_answer(solved, table):
    made = learners_copy(solved, table).cells
    above = {}
    for previous, cell in pairwise(made):
        if cell.id.endswith("-model"):
            above[grade_id(previous)] = cell.source.partition("](")[2].partition(")")[0]
    assert above == {
        "coffee-1-check": "solutions/coffee.solved.ipynb#cell-id=coffee-1",
        "coffee-2-check": "solutions/coffee.solved.ipynb#cell-id=coffee-2",
        "coffee-a": "solutions/coffee.solved.ipynb#cell-id=coffee-a",
    }


def test_a_class_that_is_not_given_the_solved_notebook_gets_no_links_to_it(solved, table):
    made = learners_copy(solved, table, model_answers=False)
    assert not any("solutions/" in cell.source for cell in made.cells)


def test_the_link_to_the_answer_of_an_optional_question_is_optional(solved, table):
    for cell in solved.cells[-2:]:
        cell.metadata["tags"] = ["optional"]
    made = learners_copy(solved, table).cells
    assert [cell.id for cell in made if has_tag(cell, "optional")][-1] == "coffee-a-model"
    assert "- [Black](#Black) · *optional*" in made[1].source


def test_contents_stand_under_the_first_cell_and_progress_at_the_end(solved, table):
    first, contents, *_, last = learners_copy(solved, table).cells
    assert first.source == "# Coffee"
    assert "- [Hot](#Hot)\n- [Black](#Black)" in contents.source
    assert last.source == 'from workbook.learning import progress\n\nprogress("coffee")'


def test_metadata_say_what_it_is(solved, table):
    solved.metadata["workbook"] = {"minutes": 20, "short_path_minutes": 10}
    made = learners_copy(solved, table, variant="ada")
    assert made.metadata.workbook == {
        "edition": "learner",
        "notebook": "coffee",
        "variant": "ada",
        "minutes": 20,
        "short_path_minutes": 10,
    }
    assert made.metadata.language_info.version == platform.python_version()


@pytest.mark.parametrize(
    "source",
    [
        "### BEGIN SOLUTION\nx = 1",
        "###BEGIN SOLUTION\nx = 1\n###END SOLUTION",
        "### BEGIN HIDDEN TESTS\nassert x",
    ],
)
def test_a_mark_that_hides_nothing_is_refused(solved, table, source):
    solved.cells.append(new_code_cell(source))
    with pytest.raises(EditionError, match="a mark is without its other half"):
        learners_copy(solved, table)


def test_what_graders_read_is_gone(solved, table):
    rubric = "### BEGIN MARK SCHEME\none point\n### END MARK SCHEME"
    solved.cells.append(new_markdown_cell(f"Why?\n{rubric}"))
    assert learners_copy(solved, table).cells[-2].source == "Why?"


def test_it_can_be_made_of_a_notebook_whose_cells_have_no_ids(solved, table):
    solved.nbformat_minor = 4
    for cell in solved.cells:
        del cell["id"]
    nbformat.validate(learners_copy(solved, table))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_mark_and_no_raise_after_a_placeholder_stands_in_an_edition(path):
    for cell in edition(path).cells:
        assert "### BEGIN" not in cell.source
        assert "= None\nraise" not in cell.source
