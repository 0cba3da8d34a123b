"""Grading values: held to the decimals they are given with, and carried forward."""

from dataclasses import dataclass, replace
from numbers import Real

import numpy as np

from workbook.checks.questions import parameters_of
from workbook.checks.result import Result, advice, one_of, unanswered

# Answers count to two decimals; more are taken at their word.
DECIMALS = 2

# To how many decimals a learner may round before going on, whatever stands in the earlier cells.
PAPER = (2, 3, 4)

FACTORS = {
    -1.0: "the sign is the other way round",
    2.0: "it is twice as large as it should be",
    0.5: "it is half as large as it should be",
    -2.0: "it has the wrong sign and is twice as large as it should be",
    -0.5: "it has the wrong sign and is half as large as it should be",
    10.0: "the decimal point is one place too far right",
    0.1: "the decimal point is one place too far left",
}


@dataclass(frozen=True)
class Given:
    """A learner's value: the numbers, and half a unit of the last decimal of each."""

    value: np.ndarray
    half_unit: np.ndarray


class NotANumber(ValueError):
    """What was given cannot be read as numbers; the message says why."""


class Missing(NotANumber):
    """Some or all of it is still None."""


def read(answer):
    """Return a `Given` from a number, list, tuple or array.

    Raises
    ------
    Missing
        If it holds None.
    NotANumber
        If it is ragged, or holds something that is not a real number.
    """
    try:
        entries = np.array(answer, dtype=object)
    except ValueError:
        raise NotANumber("its rows have different lengths") from None
    missing = sum(entry is None for entry in entries.flat)
    if missing == entries.size:
        raise Missing("it is not answered yet")
    if missing:
        raise Missing(f"{missing} of its {entries.size} entries are still None")
    for entry in entries.flat:
        if isinstance(entry, str):
            raise NotANumber(f"it holds the text {entry!r}; write a number, with a decimal point")
        if isinstance(entry, list | tuple):
            raise NotANumber("its rows have different lengths")
        if not isinstance(entry, Real | np.ndarray):
            raise NotANumber(f"it holds a {type(entry).__name__}, not a number")
    arrays = np.ndarray | np.generic
    typed = [np.asarray(x)[()] if isinstance(x, arrays) else float(x) for x in entries.flat]
    half_units = [_half_unit(entry) for entry in typed]
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "f":
        half_units = [_half_unit(entry) for entry in answer.flat]
    shape = entries.shape
    return Given(np.array(typed, float).reshape(shape), np.reshape(half_units, shape))


def _half_unit(number):
    """Return half a unit of the last decimal, at least two decimals, and never below rounding."""
    if not np.isfinite(number):
        return 0.0
    floating = number if isinstance(number, np.float16 | np.float32) else np.float64(number)
    digits = np.format_float_positional(floating, trim="-").partition(".")[2]
    rounding = 32 * np.finfo(floating.dtype).eps * max(1.0, abs(float(number)))
    return 0.5 * 10.0 ** -max(len(digits), DECIMALS) + rounding


def grade_value(question, table, answers):
    """Return the `Result` of a value; `answers` holds it and the earlier answers that it uses."""
    try:
        given = read(answers[question.name])
    except Missing as reason:
        return unanswered(question, str(reason))
    except NotANumber as reason:
        return Result(question, False, seen=str(reason), hint="Give plain numbers.")
    truth = np.asarray(table.truth[question.name], float)
    if truth.size == given.value.size == 1:
        given = _reshaped(given, truth.shape)

    earlier, absent = _read_earlier(question.uses, table, answers)
    if absent:
        return Result(
            question,
            False,
            seen=f"this answer is checked against your own {' and '.join(absent)}, "
            "which is missing or has another shape",
            hint=f"Answer {' and '.join(absent)} first, then run this check again.",
        )
    expected = [(truth, 0), _predict(question.reference, earlier, table)]
    # Arithmetic typed into the cell has many digits, and may start from numbers rounded on paper.
    expected += [
        _predict(question.reference, _rounded(earlier, decimals), table) for decimals in PAPER
    ]
    others, absent = _read_earlier(question.may_use, table, answers)
    if question.also and not absent:
        expected.append(_predict(question.also, others, table))
    agreements = [_agrees(given, *each) for each in expected]
    if any(agreements):
        review = not agreements[0] and _hides_misconception(question, table, given, earlier)
        return Result(question, True, review=review)
    return _diagnose(question, table, given, earlier, expected)


def _rounded(earlier, decimals):
    return {
        name: Given(np.round(given.value, decimals), np.zeros(given.value.shape))
        for name, given in earlier.items()
    }


def _reshaped(given, shape):
    return Given(given.value.reshape(shape), given.half_unit.reshape(shape))


def _read_earlier(names, table, answers):
    """Return the earlier answers as `Given`, and the names of those that cannot be used.

    One that is transposed or has other brackets has cost its own point, and is put right here.
    """
    earlier, absent = {}, []
    for name in names:
        truth = np.asarray(table.truth[name], float)
        try:
            given = read(answers.get(name))
        except NotANumber:
            absent.append(name)
            continue
        if given.value.shape != truth.shape == given.value.T.shape:
            given = Given(given.value.T, given.half_unit.T)
        if given.value.size == truth.size and np.isfinite(given.value).all():
            earlier[name] = _rounded_from(truth, _reshaped(given, truth.shape))
        else:
            absent.append(name)
    return earlier, absent


def _rounded_from(truth, given):
    """Return an earlier answer; an entry that is the true number exactly has not been rounded."""
    exact = np.isclose(given.value, truth, rtol=0, atol=1e-12)
    return replace(given, half_unit=np.where(exact, 0, given.half_unit))


@np.errstate(all="ignore")  # a wrong number may leave the domain of a logarithm
def _predict(function, earlier, table):
    """Return function(earlier answers), and how far their rounding can move it.

    Each entry of each earlier answer is moved by half a unit of its last decimal, up and down; the
    moves that this makes in the result are added up. Names that are no earlier answer of this
    question take their true value, which is not rounded.
    """
    inputs = {
        name: earlier[name].value if name in earlier else np.asarray(table.truth[name], float)
        for name in parameters_of(function)
    }
    value = np.asarray(function(**inputs), float)
    spread = np.zeros(value.shape)
    for name in inputs.keys() & earlier.keys():
        half_unit = earlier[name].half_unit
        for index in np.ndindex(half_unit.shape):
            moves = []
            for sign in (1, -1):
                moved = inputs[name].copy()
                moved[index] += sign * half_unit[index]
                moves.append(np.abs(function(**{**inputs, name: moved}) - value))
            spread = spread + np.maximum(*moves)
    return value, spread


def _agrees(given, value, spread):
    if given.value.shape != np.shape(value):
        return False
    return bool(_distance(given, value, spread) <= 1)


def _distance(given, value, spread):
    """Return the largest difference in units of what rounding allows; ≤ 1 is agreement."""
    difference = np.abs(given.value - value)
    allowed = (given.half_unit + spread) * (1 + 1e-9)
    with np.errstate(invalid="ignore"):
        return np.max(np.where(difference == 0, 0, difference / allowed), initial=0)


def _matching(question, table, given, earlier):
    """Return the misconceptions that give this answer, nearest first."""
    found = []
    for misconception in question.misconceptions:
        distances = [
            _distance(given, *prediction)
            for source in (earlier, {})
            if (prediction := _predict(misconception.answer, source, table))[0].shape
            == given.value.shape
        ]
        if distances and min(distances) <= 1:
            found.append((min(distances), misconception))
    return [misconception for _, misconception in sorted(found, key=lambda pair: pair[0])]


def _hides_misconception(question, table, given, earlier):
    """Return whether earlier slips make a misconception agree that the true numbers tell apart."""
    truth = np.asarray(table.truth[question.name], float)
    exact = replace(given, value=truth)
    return any(
        not _agrees(exact, *_predict(misconception.answer, {}, table))
        for misconception in _matching(question, table, given, earlier)
    )


def _diagnose(question, table, given, earlier, expected):
    """Return the `Result` of a wrong value: what was seen, what it looks like, what to try."""
    known = one_of(_matching(question, table, given, earlier))
    hint = advice(known, question)
    shape = expected[0][0].shape
    if not known and given.value.shape != shape:
        seen = f"it has shape {given.value.shape} where {shape} is asked for"
        return Result(question, False, seen=seen, hint=_shape_hint(given.value, shape) or hint)
    seen = "you have " + np.array2string(
        given.value,
        separator=", ",
        prefix="Seen: you have ",
        formatter={"float_kind": "{:.6g}".format},
    )
    if not known:
        told = next((words for pair in expected if (words := _describe(given, *pair))), "")
        seen += f"; {told}" if told else ""
    return Result(question, False, seen=seen, looks_like=known, hint=hint)


def _shape_hint(value, shape):
    if value.ndim == 2 and value.T.shape == shape:
        return "Is it transposed?"
    if value.size == np.prod(shape):
        return "There are as many entries as asked for: look at the brackets."
    if value.size == 2 * np.prod(shape):
        return "Are there commas in the numbers? Python writes 0.3, not 0,3."
    return ""


def _describe(given, value, spread):
    """Say what a wrong value has in common with the expected one, without giving it away."""
    if not np.isfinite(given.value).all():
        return "nan and infinity are no answers"
    for factor, words in FACTORS.items() if np.any(given.value) and np.any(value) else ():
        if _agrees(given, factor * value, abs(factor) * spread):
            return words
    spread = np.broadcast_to(spread, value.shape)
    if value.ndim == 2 and value.size > 1 and _agrees(given, value.T, spread.T):
        return "it is transposed"
    coarse = replace(given, half_unit=2 * given.half_unit)
    if _agrees(coarse, value, spread) and np.all(np.abs(given.value) <= np.abs(value)):
        return "its digits are cut off rather than rounded"
    near = np.abs(given.value - value) <= given.half_unit + spread
    return f"{near.sum()} of {near.size} entries are right" if near.any() else ""
