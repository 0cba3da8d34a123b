"""Watching a run: what was handed to an implementation, how it was left, and what came back."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workbook.checks.observing import Case, Parts, is_numeric, same_part

DEEPEST = 8  # lists within lists that are looked into

Key = tuple[int | str, ...]


@dataclass(eq=False)
class Held:
    """Something that can change in place, as it was when it was handed in.

    Attributes
    ----------
    thing : array, list, dict, node of a graph or random generator
    before : object
        What it held then.
    position : int
        Of the argument in which it was.
    path : str
        Where it was in that argument: "[0]", "['W1']", or nothing.
    is_in_place : callable
        Returns whether it is still where it was.
    keyword : str
        The name with which the argument was handed over, if any.
    """

    thing: Any
    before: Any
    position: int
    path: str
    is_in_place: Callable[[], bool]
    keyword: str = ""

    @property
    def has_changed(self) -> bool:
        """Whether it holds something else now."""
        return not agree(self.before, _contents(self.thing))

    def is_left_as(self, other: "Held") -> bool:
        """Return whether it holds what another holds."""
        return agree(_contents(self.thing), _contents(other.thing))


@dataclass(eq=False)
class Run:
    """One run of an implementation.

    Attributes
    ----------
    of_function : bool
        Whether the implementation is called for what is asked; a class is called for an object.
    given : tuple
        The case, which was copied for the run.
    held : dict
        What was handed in and can change in place, by where it was first met.
    generators : list of Held
        Random generators that were handed to the answer.
    returned : list
        What came back, call by call; of a class, what its probe has made of it.
    """

    of_function: bool
    given: Case = ()
    held: dict[Key, Held] = field(default_factory=dict)
    generators: list[Held] = field(default_factory=list)
    returned: list[Any] = field(default_factory=list)
    calls: int = 0
    _known: set[int] = field(default_factory=set)
    _global_state: tuple[Any, ...] = ()

    def begins(self, implementation: Any, given: Case, copied: Case) -> Any:
        """Note what is handed in: to a function with each call, to a class with the case.

        A probe may build objects from a case, and hand these to a function: what they hold is
        their own.
        """
        self.given = given
        if self.of_function:
            return self._noted(implementation)
        for position, argument in enumerate(copied):
            self._note((0,), argument, position)
        return implementation

    def ends(self, parts: Parts) -> None:
        """Note what a class gave."""
        if not self.of_function:
            self.returned = [parts]

    def pairs(self, other: "Run") -> Iterator[tuple[Held, Held]]:
        """Yield what was handed in here, with its like in another run on the same case."""
        for key, held in self.held.items():
            if key in other.held:
                yield held, other.held[key]

    @property
    def uses_generator(self) -> bool:
        """Whether a generator that was handed to the answer has gone on."""
        return any(held.has_changed for held in self.generators)

    @property
    def uses_global(self) -> bool:
        """Whether NumPy's global generator has gone on since then."""
        return bool(self._global_state) and _global_state() != self._global_state

    @property
    def size(self) -> int:
        """How many numbers were handed in, in arrays."""
        arrays = (held.thing for held in self.held.values() if isinstance(held.thing, np.ndarray))
        return sum(array.size for array in arrays)

    def _noted(self, implementation: Any) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            start = (self.calls,)
            for position, argument in enumerate(arguments):
                self._note(start, argument, position)
            for name, argument in named.items():
                self._note((*start, name), argument, 0, name)
            returned = implementation(*arguments, **named)
            if type(returned).__name__ == "generator":  # a stand-in for one, too
                self.returned.append([])
                return _noting(returned, self.returned[-1])
            self.returned.append(returned)
            return returned

        return called

    def _note(self, start: Key, argument: Any, position: int, keyword: str = "") -> None:
        for path, thing, is_in_place in _changeable(argument):
            if id(thing) in self._known:
                continue
            self._known.add(id(thing))
            held = Held(thing, _copied(thing), position, path, is_in_place, keyword)
            if not isinstance(thing, np.random.Generator):
                self.held[(*start, position, path)] = held
            else:
                self.generators.append(held)
                self._global_state = self._global_state or _global_state()


def _noting(entries: Iterator[Any], noted: list[Any]) -> Iterator[Any]:
    """Yield entries, and note them as they come."""
    for entry in entries:
        noted.append(entry)
        yield entry


def _global_state() -> tuple[Any, ...]:
    """Return the state of NumPy's global generator, or nothing if somebody has put another there.

    One number less in store counts as a change, too: normal ones are drawn in pairs.
    """
    state: Any = np.random.get_state(legacy=False)  # noqa: NPY002 (a learner may use it)
    if state["bit_generator"] != "MT19937":
        return ()
    return state["state"]["key"].tobytes(), state["state"]["pos"], state["has_gauss"]


# What can change in place, and what it holds

Found = tuple[str, Any, Callable[[], bool]]


def _changeable(
    thing: Any, path: str = "", is_in_place: Callable[[], bool] = lambda: True
) -> Iterator[Found]:
    """Yield all in a value that can change in place, what is inside first; and where it is."""
    if path.count("[") > DEEPEST:
        return
    if isinstance(thing, list | tuple | dict):
        entries = thing.items() if isinstance(thing, dict) else enumerate(thing)
        for key, part in entries:
            if not isinstance(part, int | float | str):
                yield from _changeable(part, f"{path}[{key!r}]", _still(thing, key, part))
    if isinstance(thing, np.ndarray | list | dict | np.random.Generator) or is_node(thing):
        yield path, thing, is_in_place


def _still(container: Any, key: Any, part: Any) -> Callable[[], bool]:
    def is_in_place() -> bool:
        try:
            return container[key] is part
        except (LookupError, TypeError):
            return False

    return is_in_place


def is_node(thing: Any) -> bool:
    """Return whether something is a node of a graph of values and gradients, a Var or Tensor."""
    return {"value", "grad", "parents"} <= getattr(thing, "__dict__", {}).keys()


def _contents(thing: Any, depth: int = DEEPEST) -> Any:
    """Return the numbers that something holds, in arrays, lists and dicts; None for all else."""
    if isinstance(thing, np.ndarray | np.generic | int | float | complex | str):
        return thing
    if is_node(thing):
        return thing.value
    if isinstance(thing, np.random.Generator):
        bits: Any = thing.bit_generator  # which may be used up by its children, too
        return f"{bits.state}, {getattr(bits.seed_seq, 'n_children_spawned', 0)}"
    if depth and isinstance(thing, list | tuple):
        return [_contents(part, depth - 1) for part in thing]
    if depth and isinstance(thing, dict):
        return {key: _contents(part, depth - 1) for key, part in thing.items()}
    return None


def _copied(thing: Any) -> Any:
    """Return a copy of what something holds."""
    contents = _contents(thing)
    if isinstance(contents, np.ndarray):
        return contents.copy()
    return contents if isinstance(contents, str) else copy.deepcopy(contents)


numbers_in = _contents


def has_numbers(value: Any) -> bool:
    """Return whether there is an array or a number in lists, tuples and dicts."""
    if isinstance(value, list | tuple | dict):
        return any(map(has_numbers, value.values() if isinstance(value, dict) else value))
    return isinstance(value, np.ndarray | np.generic | int | float | complex)


def arrays_in(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Yield the arrays in lists, tuples and dicts."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(part)


def agree(one: Any, other: Any) -> bool:
    """Return whether the numbers of `_contents` are the same, as far as rounding lets them be."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(agree(one[key], other[key]) for key in one)
    if type(one) in (int, float) and type(other) is type(one) and one == other:
        return True
    if isinstance(one, str) or one is None or other is None:
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        if not (is_numeric(one) and is_numeric(other)):  # what objects hold is not looked into
            return one.shape == other.shape
        alike = one.dtype == other.dtype and one.shape == other.shape
        return (alike and one.tobytes() == other.tobytes()) or same_part(one, other)
    return same_part(one, other)


# Keeping apart


class Apart:
    """An implementation, or its object, that is handed copies, and of which copies are taken."""

    def __init__(self, inner: Any):
        self.__dict__["_inner"] = inner

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call what is inside with copies."""
        named = {name: _apart(value) for name, value in named.items()}
        return _kept(self._inner(*map(_apart, arguments), **named))

    def __getattr__(self, name: str) -> Any:
        return _kept(getattr(self._inner, name))

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._inner, name, value)


def _apart(value: Any) -> Any:
    """Return copies of arrays, lists and dicts; what objects they hold remains the same."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(_apart, value))
    if type(value) is dict:
        return {key: _apart(part) for key, part in value.items()}
    return value


def _kept(value: Any) -> Any:
    """Return a copy of numbers, and what keeps copying for an object with methods."""
    plain = int | float | complex | str | np.ndarray | np.generic | list | tuple | dict
    is_plain = value is None or isinstance(value, plain) or is_node(value)
    return _apart(value) if is_plain else Apart(value)
