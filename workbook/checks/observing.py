"""Running an implementation, and comparing what it gives, part by part."""

import copy
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy import allclose  # by its name: a learner's cell may put another in its place
from numpy.typing import NDArray

# A learner's own line is in none of these.
HOME = Path(__file__).resolve().parents[2]
LIBRARIES = (HOME / "helpers", HOME / "workbook", Path(traceback.__file__).parent)

# Relative, by the dtype that came back: a learner may work in float32, and no coarser.
TOLERANCE = {"float64": 1e-7, "float32": 1e-4}

Case = tuple[Any, ...]
Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Failure:
    """An implementation raised an error instead of answering.

    Attributes
    ----------
    error : BaseException
    hidden : frozenset of str
        Files whose lines are not shown: those of the question.
    """

    error: BaseException
    hidden: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """What the error says; nothing if even that fails."""
        try:
            return str(self.error)
        except Exception:
            return ""

    def __str__(self) -> str:
        kind, words = type(self.error).__name__, self.words
        frames = traceback.extract_tb(self.error.__traceback__)
        theirs = [frame for frame in frames if not self._is_library(frame.filename)]
        line = next((frame.line for frame in reversed(theirs) if frame.line), "")
        line = line or getattr(self.error, "learners_line", "")  # it was raised elsewhere
        where = f", at `{line}`" if line else ""
        return f"it raised {kind}: {words}{where}" if words else f"it raised {kind}{where}"

    def _is_library(self, filename: str) -> bool:
        path = Path(filename)
        ours = filename in self.hidden or any(folder in path.parents for folder in LIBRARIES)
        return ours or "site-packages" in path.parts


Observation = Parts | Failure


class Watch(Protocol):
    """What watches a run: see `watching.Run`."""

    def begins(self, implementation: Any, given: Case, copied: Case) -> Any:
        """Take a case, and the copy of it that is used; return the implementation to be run."""

    def ends(self, parts: Parts) -> None:
        """Take what it gave."""


class NotAnArray(ValueError):
    """What was given cannot be read as an array; the message says why."""


def observe(
    parts_of: Callable[..., Parts],
    implementation: Any,
    case: Case,
    hidden: frozenset[str] = frozenset(),
    run: Watch | None = None,
) -> Observation:
    """Return the named parts that an implementation gives on a copy of `case`, or its Failure."""
    copied = copy.deepcopy(case)
    if run is not None:
        implementation = run.begins(implementation, case, copied)
    try:
        with np.errstate(all="ignore"):
            parts = parts_of(implementation, *copied)
    except KeyboardInterrupt:  # the learner has stopped it
        raise
    except BaseException as error:  # whatever a learner's code may raise, SystemExit too
        return Failure(error, hidden)
    if run is not None:
        run.ends(parts)
    return parts


def returned_parts(names: Sequence[str]) -> Callable[..., Parts]:
    """Return what tells the parts of what an implementation returns, by these names."""

    def parts(implementation: Any, *case: Any) -> Parts:
        returned = implementation(*case)
        if isinstance(returned, dict) and returned.keys() != {"result"}:
            return returned
        stacked = isinstance(returned, np.ndarray) and returned.shape[:1] == (len(names),)
        if names and (stacked or isinstance(returned, tuple | list)):
            more = [f"part {i}" for i in range(len(names) + 1, len(returned) + 1)]
            return dict(zip((*names[: len(returned)], *more), returned, strict=True))
        return {"result": returned}

    return parts


def same(given: Observation, expected: Observation) -> bool:
    """Return whether two observations agree in every part."""
    if isinstance(given, Failure) or isinstance(expected, Failure):
        return (
            isinstance(given, Failure)
            and isinstance(expected, Failure)
            and type(given.error) is type(expected.error)
        )
    return given.keys() == expected.keys() and all(
        same_part(given[name], expected[name]) for name in expected
    )


def same_part(given: Any, expected: Any) -> bool:
    """Return whether one part agrees: shape, and value to the precision of what was given."""
    try:
        given, expected = as_array(given), as_array(expected)
    except NotAnArray:
        return False
    if expected.ndim == 0 and given.size == 1:
        given = given.reshape(())
    if given.shape != expected.shape or is_numeric(given) != is_numeric(expected):
        return False
    if not is_numeric(expected):
        return given.dtype.kind == expected.dtype.kind and all(
            map(_same_entry, given.flat, expected.flat)
        )
    if given.dtype == expected.dtype and given.tobytes() == expected.tobytes():
        return True
    tolerance = TOLERANCE.get(str(given.dtype), TOLERANCE["float64"])
    finite = np.abs(expected[np.isfinite(expected)])
    scale = np.max(finite, initial=0.0)
    return allclose(given, expected, rtol=tolerance, atol=1e-3 * tolerance * scale, equal_nan=True)


def _same_entry(given: Any, expected: Any) -> bool:
    """Return whether a text or an object is the same; one that claims to be is not asked."""
    try:
        return type(given) is type(expected) and bool(expected == given)
    except Exception:  # a dict of arrays, say
        return False


def is_numeric(array: NDArray[Any]) -> bool:
    """Return whether an array holds numbers or truth values."""
    return array.dtype.kind in "fiubc"


def as_array(value: Any) -> NDArray[Any]:
    """Return an array, of floats where objects can be read as such.

    Raises
    ------
    NotAnArray
        If its rows have different lengths, or it is something that will not be an array.
    """
    if isinstance(value, Iterator):
        raise NotAnArray(f"is a {type(value).__name__}: write list(…) around it")
    try:
        array = np.asarray(value)
        if array.dtype.kind != "O" or any(entry is None for entry in array.flat):
            return array
        try:
            return array.astype(float)
        except TypeError:  # it holds a Var, say
            return array
    except ValueError:
        raise NotAnArray("has rows of different lengths") from None
    except Exception as error:  # another library's tensor may refuse in any way
        raise NotAnArray(f"cannot be read as numbers ({type(error).__name__})") from None


def alike(given: Sequence[Observation], expected: Sequence[Observation]) -> bool:
    """Return whether observations on all cases agree; where all are errors, in their words too."""
    pairs = list(zip(given, expected, strict=True))
    if not all(same(*pair) for pair in pairs):
        return False
    failures = list(_failures(pairs))
    if len(failures) == len(pairs):
        return all(seen.words == told.words for seen, told in failures)
    return True


def _failures(
    pairs: Sequence[tuple[Observation, Observation]],
) -> Iterator[tuple[Failure, Failure]]:
    for seen, told in pairs:
        if isinstance(seen, Failure) and isinstance(told, Failure):
            yield seen, told
