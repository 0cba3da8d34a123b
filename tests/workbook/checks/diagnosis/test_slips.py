"""The right answer with one change: which changes are tried, and what they are called."""

import ast
import time

import numpy as np
import pytest

from workbook.checks.diagnosis.brackets import moved_brackets
from workbook.checks.diagnosis.slips import Slips, reference
from workbook.checks.diagnosis.slopes import slopes
from workbook.checks.finding import load
from workbook.checks.observing import Failure, same


def slips_of(question_id):
    question = load(question_id.partition("-")[0])[question_id]
    return question, Slips(question, question._cases(0), question._parts_of)


def regrouped(source):
    tree = ast.parse(f"def f(x, y, z):\n    return {source}")
    return {ast.unparse(edit.new) for edit in moved_brackets(tree)}


def test_the_reference_without_a_change_is_right():
    for table in ("q1", "q2", "q3", "q4", "q5"):
        for question in load(table).values():
            program = reference(question.right) if question.kind == "code" else None
            if program:
                for given, right in zip(
                    question.observations(program.made(), 0), question._expected(0), strict=True
                ):
                    assert same(given, right), question.id


def test_every_question_of_code_has_a_reference_that_can_be_changed():
    questions = [each for table in ("q1", "q2", "q3", "q4", "q5") for each in load(table).values()]
    code = [each for each in questions if each.kind == "code"]
    without = [each.id for each in code if reference(each.right) is None]
    assert len(without) <= len(code) // 20, without


def test_the_program_is_as_before_when_a_change_has_been_tried():
    question, slips = slips_of("q2-5")
    programs = list({id(slip.program): slip.program for slip in slips._all}.values())
    before = [ast.dump(program.tree) for program in programs]
    assert len(list(slips.on(1, time.perf_counter() + 20))) == len(slips._all)
    assert [ast.dump(program.tree) for program in programs] == before
    assert all(
        same(each, right)
        for each, right in zip(
            question.observations(programs[0].made(), 0), question._expected(0), strict=True
        )
    )


def test_nothing_is_changed_inside_a_size():
    _, slips = slips_of("q5-5")
    assert any("n_in" in ast.unparse(each.edit.place.parent) for each in slips._all)
    for slip in slips._all:
        place = slip.edit.place
        if isinstance(place.node, ast.AST):
            assert ast.unparse(place.node) != "(n_out, n_in)"
            assert ast.unparse(place.parent) != "(n_out, n_in)"


def test_errors_do_not_keep_the_frames_in_which_they_were_raised():
    _, slips = slips_of("q2-12")
    failures = [
        seen for _, seen in slips.on(1, time.perf_counter() + 2) if isinstance(seen, Failure)
    ]
    assert failures
    assert all(each.error.__traceback__ is None for each in failures)


def test_what_was_run_once_is_kept():
    _, slips = slips_of("q2-12")
    first = [seen for _, seen in slips.on(0, time.perf_counter() + 1)]
    again = [seen for _, seen in slips.on(0, 0)]
    assert first
    assert [id(each) for each in again] == [id(each) for each in first]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("z * (1 - x ** 2)", "z * (1 - x) ** 2"),
        ("z * (1 - x ** 2)", "z * 1 - x ** 2"),
        ("2 * (x - y) / len(x)", "2 * (x - y / len(x))"),
        ("np.tanh(x @ y + z)", "np.tanh(x @ y) + z"),
        ("(x - y) / (x + y)", "(x - y) / x + y"),
        ("x ** (1 / 3)", "x ** 1 / 3"),
    ],
)
def test_brackets_close_elsewhere(source, wrong):
    assert wrong in regrouped(source)


def test_brackets_change_nothing_but_the_grouping():
    for new in regrouped("np.mean(z * (1 - x ** 2), axis=0)"):
        names = sorted(node.id for node in ast.walk(ast.parse(new)) if isinstance(node, ast.Name))
        assert names == ["np", "x", "z"]


def test_a_slope_is_known_by_its_form():
    tree = ast.parse("def f(dz, z):\n    return dz * (1 - z * z), dz * z * (1 - z)")
    values = {"np": np, "dz": np.array([0.7]), "z": np.array([0.4])}
    told = {
        words: eval(ast.unparse(edit.new), values)
        for edit, words in slopes(tree)
        if words in ("the slope is the sigmoid's", "the slope is tanh's")
    }
    np.testing.assert_allclose(told["the slope is the sigmoid's"], 0.4 * 0.6)
    np.testing.assert_allclose(told["the slope is tanh's"], 0.7 * (1 - 0.4**2))


# All changes of a right answer, as they were written down


@pytest.mark.parametrize("question_id", ["q1-31", "q2-5", "q2-12", "q4-8", "q5-5", "q5-11"])
def test_all_slips_of_a_question_are_as_recorded(question_id, note):
    _, slips = slips_of(question_id)
    for slip in slips._all:
        guess = "".join("?" for each in (False, True) if slip.is_guess(each))
        note(f"{slip.cost}{guess} {slip.name} / {slip.hint}")


def test_slopes_are_as_recorded(note):
    lines = ["1 - z**2", "1 - z * z", "1 - z * x", "dz * z * (1 - z)", "z * (1 - z)", "z * (1 - x)"]
    for line in lines:
        found = slopes(ast.parse(f"def f(dz, z, x):\n    return {line}"))
        note(line, *(f"{edit.cost} {words}: {ast.unparse(edit.new)}" for edit, words in found))


@pytest.mark.parametrize(
    "source",
    [
        "z * (1 - x ** 2)",
        "2 * (x - y) / len(x)",
        "np.sum((x - y) ** 2, axis=0) / (x + y)",
        "(x, (y + z))",
        "x.T @ (y - z)[0]",
        "-(x)",
        "f(x)(y - z)",
        "[x * (y + 1), z]",
    ],
)
def test_moved_brackets_are_as_recorded(source, note):
    note(source, *sorted(regrouped(source)))


def test_of_a_long_line_no_bracket_is_moved():
    assert regrouped("(x + y) * z" + " + x" * 16)
    assert not regrouped("(x + y) * z" + " + x" * 17)


def test_only_whole_lines_are_regrouped():
    tree = ast.parse("def f(x, y):\n    a = (x + y) * 2\n    a += (x - y) * 2\n    g((x + y) * 2)")
    lines = {edit.place.parent.lineno for edit in moved_brackets(tree)}
    assert lines == {2, 3}
    assert {(edit.cost, edit.kind.name) for edit in moved_brackets(tree)} == {
        (1, "the brackets group it in another way than the formula does")
    }
