"""What every question says, written down: its words, and what right and wrong answers give.

One file for each table, in the folder `said`. After a question or a message was changed on purpose,

    python -m tests.workbook.questions.record

writes them anew, and the difference is read like code. Numbers are kept to six digits. Of arrays
two sums are kept, of what is positive and of what is negative: every entry has another weight, so
that one which changes, or changes places, is noticed, and no sum is a small difference of large
numbers, which another processor would round otherwise.
"""

import re
from pathlib import Path

import numpy as np

from tests.workbook.recorded import number_words
from workbook.checks import load
from workbook.checks.observing import Failure, NotAnArray, as_array, is_numeric, observe
from workbook.checks.question import Checked, parameters_of
from workbook.checks.value import Value
from workbook.checks.verify import grade

FOLDER = Path(__file__).parent / "said"
TABLES = ("q1", "q2", "q3", "q4", "q5")
STUDENT = "Ada Lovelace"

# Python's and NumPy's own words for an error change from version to version.
THEIR_WORDS = re.compile(r"(it raised \w+): .*?(?=, at `|, on inputs? |, on the input |\.? ?$)")


def said_of_table(table):
    """Return a table's own lines: its numbers, those of a variant, and the facts about them."""
    drawn = table.variant(STUDENT).numbers
    lines = [f"{table.name}: {len(table)} questions"]
    for name, number in table.numbers.items():
        lines.append(f"given {name} = {number_words(number)}")
        if name in table.drawn:
            lines.append(f"  for {STUDENT} {number_words(drawn[name])}")
    return [*lines, *(f"fact: {words}" for words in table._facts)]


def said_of(question):
    """Return all lines about a question."""
    lines = [f"{question.id} {question.name}".strip() + f", {question.kind}, {question.points:g}"]
    lines += [f"asks: {line}" for line in question.asks.splitlines() if line]
    if not isinstance(question, Checked):
        return [*lines, f"formula: {question.formula}"]
    lines += [f"hint: {question.hint}", f"takes: {', '.join(question.takes)}"]
    lines += _of_value(question) if isinstance(question, Value) else _of_code(question)
    for misconception, gives in zip(question.misconceptions, _given(question), strict=True):
        lines += ["", f"- {misconception.name}", *(f"  gives {words}" for words in gives)]
        if misconception.equivalent:
            lines.append(f"  equivalent: {misconception.equivalent}")
        if misconception.uses not in ((), parameters_of(misconception.answer)):
            lines.append(f"  uses: {', '.join(misconception.uses)}")
        lines += [f"  | {line}" for line in _told(question, misconception)]
    return lines


def _of_value(question):
    also = f" or {', '.join(question.also_uses)}" if question.also else ""
    uses = f"uses: {', '.join(question.uses)}{also}"
    return [uses, f"right: {number_words(question.truth)} {question.truth.shape}"]


def _of_code(question):
    names = () if question.probe else parameters_of(question.right)
    lines = [f"called with: {', '.join(names)}"] if names else []
    lines += [f"parts: {', '.join(question.returns)}"] if question.returns else []
    right = _digest(question.observations(question.right, 0))
    lines += [f"right: {name} {sums}" for name, sums in right.items()]
    if question.own_gradient:
        own = _digest(
            [observe(question.own_gradient, question.right, each) for each in question._cases(0)]
        )
        lines += [f"its own gradient: {name} {sums}" for name, sums in own.items()]
    return lines


def _given(question):
    """Return the lines for what each misconception gives, as far as it is not what is right."""
    if isinstance(question, Value):
        given = (question.answer_with(each) for each in question.misconceptions)
        return [[number_words(each)] for each in given]
    right = _digest(question.observations(question.right, 0)).items()
    digests = [_digest(each) for each in question.known(seed=0)]
    return [[" ".join(each) for each in found.items() if each not in right] for found in digests]


def _told(question, misconception):
    answer = misconception.answer
    if isinstance(question, Value):
        answer = question.answer_with(misconception)
    result = grade(question, answer)
    title, *lines = [*result.message.splitlines(), *result.steps]
    expected = f"{question.title} is not right yet."  # as nearly all begin
    lines = lines if title == expected else [title, *lines]
    return [THEIR_WORDS.sub(r"\1: …", line) for line in lines]


# Numbers


def _digest(observations):
    """Return the words for what observations hold, part by part, over all cases."""
    failures = [type(each.error).__name__ for each in observations if isinstance(each, Failure)]
    parts = [each for each in observations if not isinstance(each, Failure)]
    names = dict.fromkeys(name for each in parts for name in each)
    found = {name: _sums([each.get(name) for each in parts]) for name in names}
    return found | ({"raises": ", ".join(failures)} if failures else {})


def _sums(values):
    try:
        arrays = [as_array(each) for each in values]
    except NotAnArray as error:
        return str(error)
    if all(each is True or each is False for each in values):
        return " ".join(map(str, values))
    if not all(map(is_numeric, arrays)):
        return " ".join(type(each).__name__ for each in values)
    entries = np.concatenate([np.real(each).astype(float).ravel() for each in arrays])
    weights = 1 + np.arange(1, len(entries) + 1) * 0.6180339887 % 1
    finite = np.isfinite(entries)
    above, below = (
        np.sum(weights[finite] * np.maximum(each, 0))
        for each in (entries[finite], -entries[finite])
    )
    shapes = " ".join("×".join(map(str, each.shape)) or "1" for each in arrays)
    more = "" if finite.all() else f", {np.sum(~finite)} not finite"
    return f"+{above:.6g} −{below:.6g}{more} ({shapes})"


# Files


def written(name):
    """Return what a table's file must hold: the table's own block, and one for each question."""
    table = load(name)
    blocks = [said_of_table(table), *(said_of(question) for question in table.values())]
    return "".join("== " + "\n".join(block) + "\n\n" for block in blocks)


def recorded(name):
    """Return a table's blocks as they were written down, by their first word."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    blocks = [block.strip("\n").splitlines() for block in f"\n{text}".split("\n== ")[1:]]
    return {block[0].split()[0].rstrip(":,"): block for block in blocks}


if __name__ == "__main__":
    for name in TABLES:
        (FOLDER / f"{name}.txt").write_text(written(name), encoding="utf-8")
