"""What notebooks' tools say and leave, to the letter."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook.checks import Table
from workbook.notebooks import cells, marks
from workbook.notebooks.cells import first_line_id, has_tag, is_check, require_cell_ids
from workbook.notebooks.contents import contents
from workbook.notebooks.learner import EditionError, learners_copy
from workbook.notebooks.marks import (
    SOLUTION,
    without_hidden_tests,
    without_marks,
    without_solutions,
)
from workbook.notebooks.names import names_of
from workbook.notebooks.raw import NoNotebook, read_raw
from workbook.notebooks.stamp import StampError, stamp
from workbook.notebooks.stubs import placeholder, placeholder_shape, stub

ANSWER = "# {}\n### BEGIN SOLUTION\n{} = 1\n### END SOLUTION"


def tea():
    table = Table("tea")
    table.value("tea-1")(lambda_named("cup"))
    table.value("tea-2")(lambda_named("pot"))
    table.code("tea-3", name="Kettle", cases=lambda rng: [()])(lambda: None)
    table.written("tea-a", points=1)
    return table


def lambda_named(name):
    def truth():
        return 1.0

    truth.__name__ = name
    return truth


def asked(*changes):
    """A notebook that asks all of the table, some cells by others in their place."""
    names = {"tea-1": "cup", "tea-2": "pot", "tea-3": "Kettle"}
    kept = [new_code_cell(ANSWER.format(*each)) for each in names.items()]
    kept[2].source = kept[2].source.replace("Kettle = 1", "class Kettle: pass")
    kept.append(new_markdown_cell("<!-- tea-a -->\nwords"))
    for number, cell in changes:
        kept[number] = cell
    return new_notebook(cells=kept)


GRADED = {"nbgrader": {"grade_id": "tea-1"}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [(0, new_code_cell("a")), (1, new_code_cell("b"))],
            "no cell asks tea-1, tea-2, of the table tea",
        ),
        (
            [(0, new_code_cell(ANSWER.format("tea-9", "cup")))],
            "cell 1: tea has no question tea-9; did you mean tea-a?",
        ),
        (
            [(1, new_code_cell(ANSWER.format("tea-1", "cup")))],
            "cell 2: tea-1 stands in another cell too",
        ),
        (
            [
                (0, new_code_cell(ANSWER.format("tea-2", "pot"))),
                (1, new_code_cell(ANSWER.format("tea-1", "cup"))),
            ],
            "tea-2 stands where tea-1 is next in the table tea: an answer may build on earlier "
            "ones, so both must have the same order",
        ),
        (
            [(0, new_markdown_cell("<!-- tea-1 -->\ncup"))],
            "tea-1 must be answered in a code cell, not in markdown",
        ),
        (
            [(3, new_code_cell("# tea-a\nx"))],
            "tea-a must be answered in a markdown cell, not in code",
        ),
        (
            [(0, new_code_cell("# tea-1\ncup = 1"))],
            "tea-1: its cell has no solution between the lines ### BEGIN SOLUTION and "
            "### END SOLUTION",
        ),
        (
            [(0, new_code_cell(ANSWER.format("tea-1", "mug")))],
            "tea-1 asks for cup, which its cell does not define",
        ),
        (
            [(0, new_code_cell("cup = 1", metadata=GRADED))],
            "the cell that is graded as tea-1 does not begin with the id of a question of tea",
        ),
    ],
)
def test_what_does_not_fit_is_told_to_the_letter(changes, said):
    with pytest.raises(StampError) as caught:
        stamp(asked(*changes), tea())
    assert str(caught.value) == said


def test_a_cell_in_which_a_magic_command_stands_defines_what_it_names():
    cell = new_code_cell(ANSWER.format("tea-1", "%time cup"))
    assert "tea-1" in stamp(asked((0, cell)), tea())


def test_a_name_that_is_only_read_is_not_defined():
    cell = new_code_cell("# tea-1\n### BEGIN SOLUTION\nprint(cup)\n### END SOLUTION")
    with pytest.raises(StampError, match="does not define"):
        stamp(asked((0, cell)), tea())


def test_a_mark_without_its_other_half_is_told_with_its_cell():
    notebook = asked()
    stamp(notebook, tea())
    notebook.cells.insert(0, new_code_cell("### BEGIN SOLUTION\nx = 1", id="half"))
    with pytest.raises(EditionError) as caught:
        learners_copy(notebook, tea())
    assert str(caught.value) == "cell 1, half: a mark is without its other half"


def test_words_that_could_be_code_are_not_tagged_as_if_they_could_fail():
    notebook = asked()
    stamp(notebook, tea())
    notebook.cells.append(new_markdown_cell("cup", id="word"))
    (word,) = (cell for cell in learners_copy(notebook, tea()).cells if cell.id == "word")
    assert word.metadata == {}


def test_a_check_of_a_notebook_that_imports_none_brings_that_of_the_workbook():
    notebook = asked()
    stamp(notebook, tea())
    sources = [cell.source for cell in learners_copy(notebook, tea()).cells]
    assert '# tea-1-check\nfrom workbook import check\ncheck("tea-1")' in sources


def test_contents_begin_with_a_title_and_an_empty_line():
    assert contents([]) == "**In this notebook**\n"
    assert contents([new_markdown_cell("## A b ##\n##  C")]) == (
        "**In this notebook**\n\n- [A b](#A-b)\n- [C](#C)"
    )


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("### BEGIN SOLUTION\na\n### END SOLUTION\nb", "\nb"),
        ("  ### BEGIN SOLUTION\n  a\n  ### END SOLUTION", "  raise NotImplementedError"),
        ("a\n### BEGIN SOLUTION\nb", "a\n### BEGIN SOLUTION\nb"),
        (" x### BEGIN SOLUTION\n### END SOLUTION", " x### BEGIN SOLUTION\n### END SOLUTION"),
    ],
)
def test_a_solution_goes_from_mark_to_mark(source, left):
    assert without_solutions(source) == left
    assert bool(SOLUTION.search(source)) == (left != source)


@pytest.mark.parametrize("kind", ["HIDDEN TESTS", "MARK SCHEME"])
def test_what_only_graders_see_goes_and_the_rest_stays(kind):
    source = f"a\n### BEGIN {kind}\nb\n### END {kind}\nc"
    assert without_hidden_tests(source) == "a\n\nc"
    other = {"HIDDEN TESTS": "MARK SCHEME", "MARK SCHEME": "HIDDEN TESTS"}[kind]
    unmatched = f"### BEGIN {kind}\nb\n### END {other}"
    assert without_hidden_tests(unmatched) == unmatched


@pytest.mark.parametrize("kind", ["SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "TESTS"])
@pytest.mark.parametrize("end", ["BEGIN", "END"])
def test_every_mark_is_left_out_wherever_it_stands(kind, end):
    assert without_marks(f"\na\n \t###  {end} {kind} here\nb\n\n") == "a\nb"
    assert without_marks(f"#### {end} {kind}") == f"#### {end} {kind}"
    assert without_marks(f"### {end} {kind}x") == f"### {end} {kind}x"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (new_code_cell("# q1-1\nx"), "q1-1"),
        (new_code_cell("#q1-1  "), "q1-1"),
        (new_code_cell("# q1-1 x"), ""),
        (new_code_cell("x\n# q1-1"), ""),
        (new_markdown_cell("<!-- q1-a -->\nx"), "q1-a"),
        (new_markdown_cell("<!--q1-a-->"), "q1-a"),
        (new_markdown_cell("# q1-a"), ""),
        (new_markdown_cell("<!-- q1-a --> x"), ""),
    ],
)
def test_a_first_line_says_whose_a_cell_is(cell, name):
    assert first_line_id(cell) == name
    cell.cell_type = "raw"
    assert first_line_id(cell) == ""


def test_a_check_is_known_by_its_first_line_or_by_its_metadata():
    assert is_check(new_code_cell("# q1-1-check\n1"))
    assert is_check(new_code_cell("1", metadata={"nbgrader": {"grade_id": "q1-1-check"}}))
    assert not is_check(new_code_cell("# q1-1\n1"))
    assert not has_tag(new_code_cell(), "a")


def test_a_notebook_without_ids_is_given_them_and_others_are_left():
    old = new_notebook(cells=[new_code_cell("a")])
    del old.cells[0]["id"]
    old.nbformat_minor = 4
    require_cell_ids(old)
    assert old.nbformat_minor == 5 and old.cells[0].id
    new = new_notebook(cells=[new_code_cell("a", id="own")])
    require_cell_ids(new)
    assert new.cells[0].id == "own"


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("a = None", ()),
        ("a = [None]", (1,)),
        ("a = {'x': None, 'y': None}", (2,)),
        ("a = [[None, None]]\na = None", ()),
        ("a = b = None", None),
        ("a = [None, 1]", None),
        ("a = [[None], [None, None]]", None),
        ("a = f(None)", None),
        ("b = None", None),
        ("a = (", None),
    ],
)
def test_a_placeholder_has_a_shape(source, shape):
    assert placeholder_shape(source, "a") == shape


def test_placeholders_are_written_as_lists():
    assert [placeholder(shape) for shape in [(), (1,), (2, 1)]] == [
        "None",
        "[None]",
        "[[None], [None]]",
    ]


def test_a_class_keeps_what_is_given_and_its_solved_methods_become_stubs():
    source = (
        '# tea-3\nclass Kettle:\n    """Boils."""\n\n    litres = 2\n\n'
        "    ### BEGIN SOLUTION\n    def __init__(self, n):\n        self.n = n\n\n"
        "    def _own(self):\n        return 1\n\n    @property\n    def boil(self):\n"
        '        """Boil it."""\n        return self.n\n    ### END SOLUTION\n\n'
        "    def given(self):\n        return 3\n\n    def half(self):\n"
        "        n = 1\n        ### BEGIN SOLUTION\n        return n\n        ### END SOLUTION\n"
    )
    assert stub(source, tea()["tea-3"]) == (
        '# tea-3\nclass Kettle:\n    """Boils."""\n\n    litres = 2\n\n'
        "    def __init__(self, n):\n        raise NotImplementedError\n\n"
        '    @property\n    def boil(self):\n        """Boil it."""\n'
        "        raise NotImplementedError\n\n    def given(self):\n        return 3\n\n"
        "    def half(self):\n        n = 1\n        raise NotImplementedError\n"
    )


def test_a_written_answer_and_a_magic_command_lose_their_solutions_alone():
    source = "%time\n### BEGIN SOLUTION\nx\n### END SOLUTION"
    assert stub(source, tea()["tea-3"]) == "%time\n"
    assert stub(source, tea()["tea-a"]) == "%time\n"


def test_a_placeholder_of_another_shape_is_replaced_and_what_is_given_below_it_stays():
    source = "# tea-1\ncup = [None,\n       None]\nspoon = 2"
    assert stub(source, tea()["tea-1"]) == "# tea-1\ncup = None\nspoon = 2"


def test_code_in_a_written_answer_is_left_but_for_its_solution():
    source = "a = 1\n### BEGIN SOLUTION\nb = 2\n### END SOLUTION\nc = 3"
    assert stub(source, tea()["tea-a"]) == "a = 1\n\nc = 3"


def test_names_are_the_same_for_the_same_cell_and_cannot_be_changed():
    names = names_of("from numpy import *\ny = x")
    assert names == names_of("from numpy import *\ny = x")
    assert (names.reads, names.makes, names.opaque) == ({"x"}, {"y"} | names.makes, True)
    with pytest.raises(AttributeError):
        names.reads = frozenset()


def test_what_is_no_notebook_is_said_in_words():
    with pytest.raises(NoNotebook, match=r"^there is no notebook in it$"):
        read_raw(b"[]")
    raw = read_raw(json.dumps({"cells": [{"cell_type": "raw", "source": ["a", "b"]}]}).encode())
    assert raw == {"cells": [{"cell_type": "raw", "source": "ab"}], "metadata": {}}


def test_words_that_files_and_other_programs_know_stay_what_they_are():
    assert (marks.PLACE_TO_WRITE, marks.MODEL_ANSWER) == ("*Your answer:*", "**Model answer.**")
    assert (marks.SOLUTIONS, marks.SOLVED, marks.CHECK) == ("solutions", ".solved.ipynb", "-check")
    assert marks.STUB == "raise NotImplementedError"
    assert cells.WIDGET == "application/vnd.jupyter.widget-view+json"


def test_a_tag_is_found_among_others():
    assert has_tag(new_code_cell(metadata={"tags": ["a", "b"]}), "b")
    assert not has_tag(new_code_cell(metadata={"tags": ["ab"]}), "b")
