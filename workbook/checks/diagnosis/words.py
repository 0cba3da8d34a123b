"""The words for wrong code: how what it gives differs, without telling what is expected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.checks.observing import (
    Case,
    Failure,
    NotAnArray,
    Observation,
    Parts,
    as_array,
    is_numeric,
    same_part,
)

# Factors that are zero, or 1, but for rounding or a small number that is added.
SMALLEST, NEARLY = 1e-9, 1e-3

Gradients = Mapping[str, NDArray[Any]]


def describe(
    cases: Sequence[Case],
    expected: Sequence[Observation],
    given: Sequence[Observation],
    i: int,
    own_gradient: Callable[[], Gradients] | None,
) -> str:
    """Say what is seen on case `i`, the first that is wrong."""
    seen, wanted = given[i], expected[i]
    if isinstance(seen, Failure):
        return f"{seen}{_inputs(cases[i])}"
    if isinstance(wanted, Failure):
        return f"it answers where an error is expected{_inputs(cases[i])}"
    if seen.keys() != wanted.keys():
        asked = (
            "a single result is" if list(wanted) == ["result"] else f"{' and '.join(wanted)} are"
        )
        return f"{asked} asked for, and {_came_back(seen)}"
    wrong = [name for name in wanted if not same_part(seen[name], wanted[name])]
    name = wrong[0]
    if wanted[name] is True:
        return f"it is not so that {name}{_inputs(cases[i])}"
    told = _factor_words(name, cases, expected, given) or _compare(seen[name], wanted[name])
    sentence = f"{'the result' if name == 'result' else name} {told}{_inputs(cases[i])}"
    right = [part for part in wanted if part not in wrong and wanted[part] is not True]
    sentence += _right_parts(right)
    consistent = _consistency(own_gradient, seen, wrong) if own_gradient else ""
    return f"{sentence}. {consistent}" if consistent else sentence


ON_ERROR = "Which things meet in the line that fails? Print their types and shapes just before it."
ON_NOTHING = "What does your function give back? Call it once, and look."
ON_SHAPE = (
    "Write the shape beside each of your lines: after which one is it another than you meant?"
)
ON_NAN = "Which number on the way becomes too large, or 0? Print the largest and smallest of each."


def next_step(given: Observation, expected: Observation) -> str:
    """Return a hint by what has failed; nothing where numbers are wrong and no more is seen."""
    if isinstance(given, Failure):
        return ON_ERROR
    if isinstance(expected, Failure) or given.keys() != expected.keys():
        return ""
    for name, wanted in expected.items():
        if same_part(given[name], wanted) or wanted is True:
            continue
        if given[name] is None:
            return ON_NOTHING
        try:
            part, wanted = as_array(given[name]), as_array(wanted)
        except NotAnArray:
            return ON_SHAPE
        if part.shape != wanted.shape:
            return ON_SHAPE
        if is_numeric(part) and not np.isfinite(part).all() and np.isfinite(wanted).all():
            return ON_NAN
        return ""
    return ""


def _right_parts(names: Sequence[str]) -> str:
    if len(names) > 3 or len(" ".join(names).split()) > 12:
        return f"; {len(names)} other {'part is' if len(names) == 1 else 'parts are'} right"
    return f"; {' and '.join(names)} {'is' if len(names) == 1 else 'are'} right" if names else ""


def _came_back(parts: Parts) -> str:
    if parts.keys() == {"result"}:
        value = parts["result"]
        return "nothing came back" if value is None else f"one {type(value).__name__} came back"
    return f"{', '.join(map(str, parts)) or 'an empty dict'} came back"


def _compare(given: Any, expected: Any) -> str:
    """Say how one part differs, without its expected value."""
    if given is None:
        return "is None (is a `return` missing?)"
    try:
        given, expected = as_array(given), as_array(expected)
    except NotAnArray as reason:
        return str(reason)
    if given.shape != expected.shape:
        transposed = given.ndim == 2 and given.T.shape == expected.shape
        question = " (is it transposed?)" if transposed else ""
        return f"has shape {given.shape} where {expected.shape} is asked for{question}"
    if not (is_numeric(given) and is_numeric(expected)):
        return f"holds {type(given.flat[0]).__name__}, not numbers"
    if np.isfinite(expected).all() and not np.isfinite(given).all():
        return "holds nan or infinity"
    if given.ndim == 2 and given.shape == given.T.shape and same_part(given.T, expected):
        return "is transposed"
    if _is_nearly(given, expected):
        return "is right in its first digits only"
    near = np.isclose(given, expected, rtol=1e-6)
    if near.any() and near.size > 1:
        return f"has {near.sum()} of {near.size} entries right"
    return "has wrong numbers" if given.ndim else "is wrong"


def _is_nearly(given: NDArray[Any], expected: NDArray[Any]) -> bool:
    """Return whether numbers differ by little, measured by the largest of them."""
    if given.dtype.kind not in "fc" or not np.isfinite(expected).all():
        return False
    scale = np.max(np.abs(expected), initial=0.0)
    return bool(np.max(np.abs(given - expected), initial=0.0) < NEARLY * scale)


def _factor(given: NDArray[Any], expected: NDArray[Any]) -> float | None:
    """Return c with given = c · expected, if there is one."""
    if given.shape != expected.shape or not is_numeric(given):
        return None
    if not np.isfinite(given).all() or not np.any(expected):
        return None
    c = float(np.real(np.vdot(expected, given) / np.vdot(expected, expected)))
    if abs(c) < SMALLEST:  # it is zero, but for rounding
        return None
    return c if np.allclose(given, c * expected, rtol=1e-6) else None


def _factor_words(
    name: str,
    cases: Sequence[Case],
    expected: Sequence[Observation],
    given: Sequence[Observation],
) -> str:
    """Name the factor by which a part is off in all cases, if it is one number, N or 1/N."""
    found = []
    for wanted, got in zip(expected, given, strict=True):
        if isinstance(got, Failure) or isinstance(wanted, Failure) or name not in got:
            return ""
        try:
            c = _factor(as_array(got[name]), as_array(wanted[name]))
        except NotAnArray:
            return ""
        if c is None:
            return ""
        found.append(c)
    factors, samples = np.array(found), np.array([_samples(case) for case in cases], float)
    if np.all(np.abs(factors - 1) < NEARLY):  # "the factor 1" would tell nothing
        return ""
    if np.allclose(factors, factors[0]):
        return f"is off by the factor {factors[0]:.3g}"
    if samples.all() and np.allclose(factors, samples):
        return "is N times too large, N being the number of samples"
    if samples.all() and np.allclose(factors * samples, 1):
        return "is N times too small, N being the number of samples"
    return ""


def _samples(case: Case) -> int:
    """Return N where the first argument's rows are samples, else 0."""
    rows_are_samples = bool(case) and isinstance(case[0], np.ndarray) and case[0].ndim == 2
    return len(case[0]) if rows_are_samples else 0


def _consistency(own_gradient: Callable[[], Gradients], given: Parts, wrong: Sequence[str]) -> str:
    """Say whether the learner's gradients fit the learner's own forward pass."""
    try:
        with np.errstate(all="ignore"):
            numerical = own_gradient()
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


def _inputs(case: Case) -> str:
    """Say on what it was tried, if on anything; a tuple among the inputs is a shape, no array."""
    flat = [array for x in case for array in (x if isinstance(x, list) else [x])]
    shapes = [f"{np.shape(x)}" for x in flat if np.ndim(x) and not isinstance(x, tuple)]
    if shapes:
        return f", on inputs of shape {' and '.join(shapes)}"
    return f", on the input {', '.join(map(_short, case))}" if case else ""


FEW = 12  # entries of an array that are shown
WIDEST = 120  # characters of a list that is shown


def smallest(cases: Iterable[Case], names: Sequence[str]) -> str:
    """Return the words for the smallest of some cases, with the names of its arguments if known."""
    arguments = min(cases, key=lambda case: sum(map(_entries, case)), default=())
    known = [*names, *[""] * (len(arguments) - len(names))]
    shown = (
        f"{name} = {_shown(value)}" if name else _shown(value)
        for name, value in zip(known, arguments, strict=False)
    )
    return ", ".join(shown)


def _entries(value: Any) -> int:
    parts = list(value.values()) if isinstance(value, dict) else value
    return sum(map(_entries, parts)) if isinstance(parts, list | tuple) else np.size(value)


def _shown(value: Any) -> str:
    """Return a value, or the shape of a large one."""
    if isinstance(value, np.ndarray) and value.size <= FEW:
        words = np.array2string(value, precision=2, separator=", ", max_line_width=10_000)
        return words.replace("\n", "")
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, np.random.Generator):
        return "a random generator"
    if isinstance(value, dict):
        return f"a dict of {', '.join(map(str, value))}"
    if isinstance(value, list | tuple):
        shown = f"[{', '.join(map(_shown, value))}]"
        return shown if len(shown) <= WIDEST else f"a list of {len(value)}"
    return _short(value)


def _short(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_short, value))}]"
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value.__name__) if callable(value) else str(value)
