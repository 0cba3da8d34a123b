"""The tables of questions are tested against their own references, stubs and misconceptions."""

import importlib
import importlib.util
from itertools import combinations

import numpy as np
import pytest

from workbook.checks import TABLES
from workbook.checks.code import alike, grade_code, observe
from workbook.checks.questions import (
    CodeQuestion,
    ValueQuestion,
    WrittenQuestion,
    parameters_of,
)
from workbook.checks.values import grade_value

SEEDS = (0, 1, 704)


def tables():
    for notebook, name in TABLES.items():
        if importlib.util.find_spec(f"workbook.questions.{name}"):
            yield notebook, importlib.import_module(f"workbook.questions.{name}").QUESTIONS


def questions(kind):
    return [
        pytest.param(table, question, id=question.id)
        for _, table in tables()
        for question in table.values()
        if isinstance(question, kind)
    ]


def grade(table, question, answer, seed=0):
    if isinstance(question, CodeQuestion):
        return grade_code(question, answer, seed)
    earlier = {name: table.truth[name] for name in question.uses}
    return grade_value(question, table, {question.name: answer, **earlier})


def answer_of(table, question, function):
    """What a learner gives who computes with `function`, from right earlier answers."""
    if isinstance(question, CodeQuestion):
        return function
    return function(**{name: table.truth[name] for name in parameters_of(function)})


ASKED = questions((ValueQuestion, CodeQuestion))


@pytest.mark.parametrize(("table", "question"), ASKED)
def test_the_reference_is_right(table, question):
    answer = answer_of(table, question, question.reference)
    assert all(grade(table, question, answer, seed).right for seed in SEEDS)


@pytest.mark.parametrize(("table", "question"), ASKED)
def test_a_placeholder_fails_kindly(table, question):
    placeholders = [None]
    if isinstance(question, ValueQuestion):
        placeholders.append(np.full(np.shape(table.truth[question.name]), None))
    for placeholder in placeholders:
        result = grade(table, question, placeholder)
        assert not result.right and "not answered yet" in result.message


@pytest.mark.parametrize(("table", "question"), ASKED)
def test_every_misconception_is_detected(table, question):
    for misconception in question.misconceptions:
        answer = answer_of(table, question, misconception.answer)
        for seed in SEEDS:
            assert misconception.equivalent or not grade(table, question, answer, seed).right, (
                misconception.name
            )


def named(table, question, misconception, seed=0):
    answer = answer_of(table, question, misconception.answer)
    return misconception in grade(table, question, answer, seed).looks_like


@pytest.mark.parametrize(("notebook", "table"), list(tables()))
def test_nearly_all_misconceptions_are_named(notebook, table):
    pairs = [
        (question, misconception)
        for question in table.values()
        if not isinstance(question, WrittenQuestion)
        for misconception in question.misconceptions
    ]
    missed = [
        f"{question.id}: {misconception.name}"
        for question, misconception in pairs
        if not named(table, question, misconception)
    ]
    assert len(missed) <= 0.05 * len(pairs), missed


@pytest.mark.parametrize(("table", "question"), ASKED)
def test_misconceptions_are_told_apart(table, question):
    """Unless one declares why it cannot be."""
    for first, second in combinations(question.misconceptions, 2):
        if first.equivalent or second.equivalent:
            continue
        if isinstance(question, CodeQuestion):
            cases = list(question.cases(np.random.default_rng(0)))
            one, other = (
                [observe(question, each.answer, case) for case in cases] for each in (first, second)
            )
            confused = alike(one, other)
        else:
            one, other = (answer_of(table, question, each.answer) for each in (first, second))
            confused = np.shape(one) == np.shape(other) and np.allclose(one, other)
        assert not confused, f"{first.name} / {second.name}"


@pytest.mark.parametrize(("table", "question"), questions(WrittenQuestion))
def test_the_formula_of_a_written_answer_is_a_code_question(table, question):
    assert not question.formula or isinstance(table[question.formula], CodeQuestion)
