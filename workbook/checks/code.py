"""Grading functions and classes: run beside the reference on random inputs, and diagnosed."""

import copy
import traceback
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import helpers
from workbook.checks.result import Result, advice, one_of, unanswered

PACKAGES = Path(__file__).resolve().parents[1], Path(helpers.__file__).resolve().parent

# Relative, by the dtype that came back: a learner may work in float32.
TOLERANCE = {"float64": 1e-7, "float32": 1e-4, "float16": 1e-2}


@dataclass(frozen=True)
class Failure:
    """An implementation raised an error instead of answering."""

    error: Exception

    def __str__(self):
        kind, words = type(self.error).__name__, str(self.error)
        frames = traceback.extract_tb(self.error.__traceback__)
        theirs = [frame for frame in frames if not _is_library(frame.filename)]
        line = next((frame.line for frame in reversed(theirs) if frame.line), "")
        where = f", at `{line}`" if line else ""
        return f"it raised {kind}: {words}{where}" if words else f"it raised {kind}{where}"


def _is_library(filename):
    path = Path(filename)
    return any(package in path.parents for package in PACKAGES) or "site-packages" in path.parts


def grade_code(question, answer, seed):
    """Return the `Result` of a code question on the cases that `seed` makes."""
    if answer is None:
        return unanswered(question)
    if not callable(answer):
        seen = f"it is of type {type(answer).__name__}, not a function or class"
        return Result(question, False, seen=seen, hint="Run the cell that defines it again.")
    cases = list(question.cases(np.random.default_rng(seed)))
    expected = [observe(question, question.reference, case) for case in cases]
    given = []
    for case, wanted in zip(cases, expected, strict=True):
        given.append(observe(question, answer, case))
        if isinstance(given[-1], Failure):
            break
        if not same(given[-1], wanted):
            break
    else:
        return Result(question, True)
    if isinstance(given[-1], Failure) and isinstance(given[-1].error, NotImplementedError):
        return unanswered(question)
    given = [observe(question, answer, case) for case in cases]
    return _diagnose(question, answer, cases, expected, given)


def observe(question, implementation, case):
    """Return the named parts that an implementation gives on a copy of `case`, or its Failure."""
    case = copy.deepcopy(case)
    try:
        with np.errstate(all="ignore"):
            if question.probe:
                return question.probe(implementation, *case)
            return _parts(implementation(*case), question.returns)
    except Exception as error:  # whatever a learner's code may raise
        return Failure(error)


def _parts(returned, names):
    if isinstance(returned, dict):
        return returned
    stacked = isinstance(returned, np.ndarray) and returned.shape[:1] == (len(names),)
    if names and (stacked or isinstance(returned, tuple | list)):
        numbered = [f"part {i}" for i in range(len(names) + 1, len(returned) + 1)]
        return dict(zip((*names[: len(returned)], *numbered), returned, strict=True))
    return {"result": returned}


def same(given, expected):
    """Return whether two observations agree in every part."""
    if isinstance(given, Failure) or isinstance(expected, Failure):
        return type(given) is type(expected) and type(given.error) is type(expected.error)
    return given.keys() == expected.keys() and all(
        same_part(given[name], expected[name]) for name in expected
    )


def same_part(given, expected):
    """Return whether one part agrees: shape, and value to the precision of what was given."""
    try:
        given, expected = _as_array(given), _as_array(expected)
    except ValueError:
        return False
    if expected.ndim == 0 and given.size == 1:
        given = given.reshape(())
    if given.shape != expected.shape:
        return False
    if given.dtype.kind not in "fiubc" or expected.dtype.kind not in "fiubc":
        return bool(np.all(given == expected))
    tolerance = TOLERANCE.get(str(given.dtype), TOLERANCE["float64"])
    finite = np.abs(expected[np.isfinite(expected)])
    scale = np.max(finite, initial=0.0)
    return bool(
        np.allclose(given, expected, rtol=tolerance, atol=1e-3 * tolerance * scale, equal_nan=True)
    )


def _as_array(value):
    array = np.asarray(value)
    if array.dtype.kind == "O" and None not in array.flat:
        try:
            return array.astype(float)
        except TypeError:  # it holds a Var, say
            return array
    return array


def alike(given, expected):
    """Return whether observations on all cases agree; where all are errors, in their words too."""
    pairs = list(zip(given, expected, strict=True))
    if not all(same(*pair) for pair in pairs):
        return False
    if all(isinstance(seen, Failure) for seen in given):
        return all(str(seen.error) == str(told.error) for seen, told in pairs)
    return True


def _matching(question, cases, given):
    """Return the misconceptions that give the same parts, or errors, on every case."""
    return [
        misconception
        for misconception in question.misconceptions
        if alike(given, [observe(question, misconception.answer, case) for case in cases])
    ]


def _diagnose(question, answer, cases, expected, given):
    """Return the `Result` of wrong code: what was seen, what it looks like, what to try."""
    i = next(k for k in range(len(cases)) if not same(given[k], expected[k]))
    known = one_of(_matching(question, cases, given))
    if isinstance(given[i], Failure):
        seen = f"{given[i]}{_inputs(cases[i])}"
    else:
        seen = _seen(question, answer, cases, expected, given, i)
    hint = advice(known, question)
    return Result(question, False, seen=seen, looks_like=known, hint=hint)


def _seen(question, answer, cases, expected, given, i):
    if given[i].keys() != expected[i].keys():
        return f"{' and '.join(expected[i])} are asked for, and {_came_back(given[i])}"
    wrong = [name for name in expected[i] if not same_part(given[i][name], expected[i][name])]
    name = wrong[0]
    if expected[i][name] is True:
        return f"it is not so that {name}{_inputs(cases[i])}"
    told = _compare(given[i][name], expected[i][name])
    told = _factor_words(name, cases, expected, given) or told
    sentence = f"{'the result' if name == 'result' else name} {told}{_inputs(cases[i])}"
    right = [part for part in expected[i] if part not in wrong and expected[i][part] is not True]
    sentence += _right_parts(right)
    consistent = _consistency(question, answer, cases[i], given[i], wrong)
    return f"{sentence}. {consistent}" if consistent else sentence


def _right_parts(names):
    if len(names) > 3:
        return f"; {len(names)} other parts are right"
    return f"; {' and '.join(names)} {'is' if len(names) == 1 else 'are'} right" if names else ""


def _came_back(parts):
    if parts.keys() == {"result"}:
        value = parts["result"]
        return "nothing came back" if value is None else f"one {type(value).__name__} came back"
    return f"{', '.join(parts)} came back"


def _compare(given, expected):
    """Say how one part differs, without its expected value."""
    if given is None:
        return "is None (is a `return` missing?)"
    try:
        given, expected = _as_array(given), _as_array(expected)
    except ValueError:
        return "has rows of different lengths"
    if given.shape != expected.shape:
        transposed = given.ndim == 2 and given.T.shape == expected.shape
        question = " (is it transposed?)" if transposed else ""
        return f"has shape {given.shape} where {expected.shape} is asked for{question}"
    if given.dtype.kind not in "fiubc" or expected.dtype.kind not in "fiubc":
        return f"holds {type(given.flat[0]).__name__}, not numbers"
    if np.isfinite(expected).all() and not np.isfinite(given).all():
        return "holds nan or infinity"
    if given.ndim == 2 and given.shape == given.T.shape and same_part(given.T, expected):
        return "is transposed"
    near = np.isclose(given, expected, rtol=1e-6)
    if near.any() and near.size > 1:
        return f"has {near.sum()} of {near.size} entries right"
    return "has wrong numbers" if given.ndim else "is wrong"


def _factor(given, expected):
    """Return c with given = c · expected, if there is one."""
    if given.shape != expected.shape or given.dtype.kind not in "fiubc":
        return None
    if not np.isfinite(given).all() or not np.any(expected):
        return None
    c = float(np.real(np.vdot(expected, given) / np.vdot(expected, expected)))
    return c if c and np.allclose(given, c * expected, rtol=1e-6) else None


def _factor_words(name, cases, expected, given):
    """Name the factor by which a part is off in all cases, if it is one number, N or 1/N."""
    factors, samples = [], []
    for case, wanted, got in zip(cases, expected, given, strict=True):
        if isinstance(got, Failure) or name not in got:
            return ""
        try:
            c = _factor(_as_array(got[name]), _as_array(wanted[name]))
        except ValueError:
            return ""
        if c is None:
            return ""
        factors.append(c)
        rows_are_samples = isinstance(case[0], np.ndarray) and case[0].ndim == 2
        samples.append(len(case[0]) if rows_are_samples else 0)
    factors, samples = np.array(factors), np.array(samples, float)
    if np.allclose(factors, factors[0]):
        return f"is off by the factor {factors[0]:.3g}"
    if samples.all() and np.allclose(factors, samples):
        return "is N times too large, N being the number of samples"
    if samples.all() and np.allclose(factors * samples, 1):
        return "is N times too small, N being the number of samples"
    return ""


def _consistency(question, answer, case, given, wrong):
    """Say whether the learner's gradients fit the learner's own forward pass."""
    if question.own_gradient is None:
        return ""
    try:
        with np.errstate(all="ignore"):
            numerical = question.own_gradient(answer, *copy.deepcopy(case))
        fits = all(
            np.shape(given[name]) == dX.shape and np.allclose(given[name], dX, rtol=1e-4, atol=1e-6)
            for name, dX in numerical.items()
        )
    except Exception:  # the forward pass may fail on perturbed inputs
        return ""
    forward = given.keys() - numerical.keys()
    forward_is_right = bool(forward) and not forward & set(wrong)
    if fits:
        if forward and "forward" not in wrong:
            return ""
        return (
            "Your backward pass is the right derivative of your forward pass: look at the forward"
        )
    if not numerical.keys() & set(wrong):
        return ""
    if forward_is_right:
        return (
            "Your forward pass is right, and a numerical gradient of it contradicts your backward"
        )
    return "A numerical gradient of your own forward pass contradicts your backward"


def _inputs(case):
    """Say on what it was tried, if on anything; a tuple among the inputs is a shape, no array."""
    flat = [array for x in case for array in (x if isinstance(x, list) else [x])]
    shapes = [f"{np.shape(x)}" for x in flat if np.ndim(x) and not isinstance(x, tuple)]
    if shapes:
        return f", on inputs of shape {' and '.join(shapes)}"
    return f", on the input {', '.join(map(_short, case))}" if case else ""


def _short(value):
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_short, value))}]"
    if isinstance(value, float):
        return f"{value:.4g}"
    return value.__name__ if callable(value) else str(value)
