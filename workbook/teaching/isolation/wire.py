"""How values cross between two processes: as plain data in JSON, never as a pickle.

Numbers, text and tuples cross as what they are. What can change in place (arrays, lists, dicts,
random generators, Vars and Tensors) has a number on both sides, and crosses whenever its state is
another than the one last seen, so that a change made on one side is made on the other. All else
stays at home, and a stand-in for it goes across.
"""

import base64
import functools
import importlib
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np

from helpers.autodiff import Tensor, Var

Packed = Any  # what JSON can say

LARGEST = 1 << 2048  # an integer
LONGEST = 100_000  # entries of a range, or of what is iterated over
WRITTEN_OUT = 1_500_000  # entries of lists in lists, each counted wherever it stands
MOST = 8 << 20  # bytes of an array
DTYPES = "biufcU"
PLAIN_KEYS = (str, int, float, bool)
NAMED = ("numpy", "helpers")  # packages whose functions cross by their names

VAR = ("value", "grad", "parents", "local_derivatives", "operation")
TENSOR = ("value", "grad", "parents", "pullbacks")


class WireError(ValueError):
    """What arrived is not what the other side could have sent by keeping to the rules."""


class Wire:
    """One side of the wire: what it has sent and received, and by which numbers.

    Parameters
    ----------
    stand_in : callable
        (number, name of its type, whether it can be called) → what stands for an object that
        stays on the other side.
    strict : bool
        Whether the other side is a stranger: it cannot ask for functions by their names.
    """

    def __init__(self, stand_in: Callable[[int, str, bool], Any], *, strict: bool):
        self._stand_in = stand_in
        self._strict = strict
        self._last = 0
        self.forget()

    def forget(self) -> None:
        """Forget what has crossed; a number is never given again."""
        self._mine: dict[int, Any] = {}
        self._theirs: dict[int, Any] = {}
        self._numbers: dict[int, tuple[bool, int]] = {}  # by id: is it mine, and its number
        self._seen: dict[tuple[bool, int], Packed] = {}  # the state that both sides have

    def pack(self, value: Any, shared: Iterable[Any] = ()) -> tuple[Packed, list[Any]]:
        """Return a value as JSON can say it, and all in it that can change in place.

        The state of what is ``shared`` goes along if it has changed. Once it is on its way, say so
        with `sent`.
        """
        if not self._strict:  # the other side would take it for a cheat
            require_bounded([value])
        reached: dict[int, Any] = {}
        packed = self._put(value, reached)
        for each in shared:
            self._put(each, reached)
        states, done = [], 0
        while done < len(reached):  # a state may reach more
            changeable = list(reached.values())[done:]
            for each in changeable:
                key = self._numbers[id(each)]
                state = _STATES[_kind(each)](each, lambda part: self._put(part, reached))
                if self._seen.get(key) != state:
                    states.append([*key, _kind(each).__name__, state])
            done += len(changeable)
        return {"value": packed, "states": states}, list(reached.values())

    def sent(self, packed: Packed) -> None:
        """Note that the other side will know what was packed."""
        for mine, number, _, state in packed["states"]:
            self._seen[mine, number] = state

    def unpack(self, packed: Packed) -> tuple[Any, list[Any]]:
        """Return what the other side has packed, and all that came along and can change in place.

        Raises
        ------
        WireError
            If it is nothing that `pack` makes.
        """
        try:
            return self._unpacked(packed)
        except WireError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise WireError(f"{type(error).__name__}: {error}") from None
        except (RecursionError, MemoryError) as error:
            raise WireError(f"it is too large: {type(error).__name__}") from None

    def _unpacked(self, packed: Packed) -> tuple[Any, list[Any]]:
        arrived = []
        for theirs, number, name, state in packed["states"]:
            known = self._theirs if theirs else self._mine
            if number not in known:
                if not theirs:
                    raise WireError("there is no such object of ours")
                known[number] = _BLANKS[name](state)
                self._numbers[id(known[number])] = (False, number)
            arrived.append((known[number], (not theirs, number), state))
        for each, _, state in arrived:
            _FILLS[_kind(each)](each, state, self._take)
        value = self._take(packed["value"])
        if self._strict:
            require_bounded([value, *(each for each, _, _ in arrived)])
        for each, key, _ in arrived:
            self._seen[key] = _STATES[_kind(each)](each, lambda part: self._put(part, {}))
        return value, [each for each, _, _ in arrived]

    # One value

    def _put(self, value: Any, reached: dict[int, Any]) -> Packed:
        """Return a value as JSON can say it; what can change in place is noted in `reached`."""
        kind = _kind(value)
        if value is None or kind in (bool, str, float):
            return value
        if kind is int and abs(value) < LARGEST:
            return value
        if kind is tuple:
            return {"tuple": [self._put(part, reached) for part in value]}
        if kind in _STATES and _fits(value):
            reached[id(value)] = value
            mine, number = self._number(value)
            return {"object" if mine else "yours": number}
        if kind in _SMALL:
            return {kind.__name__: _SMALL[kind](value)}
        if isinstance(value, np.generic) and _is_plain(value.dtype):
            return {"scalar": _array_state(np.asarray(value), None)}
        if (plainer := _plainer(value)) is not value:
            return self._put(plainer, reached)
        return self._put_reference(value)

    def _put_reference(self, value: Any) -> Packed:
        if not self.knows(value) and self._strict and (name := name_of(value)):
            return {"named": name}
        mine, number = self._number(value)
        if not mine:
            return {"yours": number}
        return {"reference": [number, type(value).__name__, callable(value)]}

    def knows(self, value: Any) -> bool:
        """Return whether an object has crossed, or stands for one of the other side."""
        return id(value) in self._numbers

    def is_ours(self, value: Any) -> bool:
        """Return whether an object of this side has been handed over.

        Text and numbers never are: a stranger who could ask for ``format`` of a text would read
        all that can be reached by attributes, private ones too.
        """
        return self._numbers.get(id(value), (False, 0))[0]

    def _number(self, value: Any) -> tuple[bool, int]:
        """Return whether an object is of this side, and its number; the object is kept alive."""
        if not self.knows(value):
            self._last += 1
            self._mine[self._last] = value
            self._numbers[id(value)] = (True, self._last)
        return self._numbers[id(value)]

    def _take(self, packed: Packed) -> Any:
        if packed is None or isinstance(packed, bool | int | float | str):
            return packed
        ((tag, content),) = packed.items()
        if tag == "tuple":
            return tuple([self._take(part) for part in content])
        if tag == "object":
            return self._theirs[content]
        if tag == "yours":
            return self._mine[content]
        if tag == "reference":
            return self._take_reference(*content)
        if tag == "named" and not self._strict:
            return named(content)
        if tag == "scalar":
            return _array(content)[()]
        return _FROM_SMALL[tag](content)

    def _take_reference(self, number: int, name: str, can_be_called: bool) -> Any:
        if number not in self._theirs:
            stand_in = self._stand_in(number, str(name)[:100], bool(can_be_called))
            self._theirs[number] = stand_in
            self._numbers[id(stand_in)] = (False, number)
        return self._theirs[number]


def require_bounded(values: Iterable[Any]) -> None:
    """Refuse lists that hold themselves, or hold a few lists so often that they have no end.

    They are short to send, and NumPy would write them out: a list that holds itself twice keeps it
    busy for ever, where no alarm reaches it.
    """
    sizes: dict[int, int] = {}  # by id: entries, written out
    under_way: set[int] = set()
    stack = list(values)
    while stack:
        part = stack[-1]
        entries = [] if id(part) in sizes else _entries(part)
        lacking = [each for each in entries if id(each) not in sizes and _entries(each)]
        if not lacking or id(part) in under_way:
            stack.pop()
            under_way.discard(id(part))
            inner = sum(sizes.get(id(each)) or _weight(each) for each in entries)
            sizes.setdefault(id(part), _weight(part) + inner)
            if sizes[id(part)] > WRITTEN_OUT:
                raise WireError("lists in lists with too many entries")
        else:
            under_way.add(id(part))
            if any(id(each) in under_way for each in lacking):
                raise WireError("a list that holds itself")
            stack += lacking


def _weight(value: Any) -> int:
    """Return as how many entries a value counts, besides those that it holds."""
    if isinstance(value, np.ndarray):
        if value.nbytes > MOST:
            raise ValueError(f"an array of {value.nbytes >> 20} MB is too large to hand over")
        return 1 + value.nbytes // 8
    return 1 + len(value) if isinstance(value, range) else 1


def _entries(value: Any) -> Sequence[Any]:
    """Return what a list, or what NumPy reads like one, holds."""
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, dict):
        return list(value.values())
    is_of_objects = isinstance(value, np.ndarray) and value.dtype.kind == "O"
    return list(value.flat) if is_of_objects else ()


def name_of(function: Any) -> str:
    """Return the name by which a function of NumPy or helpers is found, else ""."""
    if not callable(function):
        return ""
    module = getattr(function, "__module__", None) or ""
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", "")
    if isinstance(function, np.ufunc):
        module = "numpy"
    if module.partition(".")[0] not in NAMED or not name:
        return ""
    try:
        return f"{module}:{name}" if named(f"{module}:{name}") is function else ""
    except (AttributeError, ImportError):
        return ""


def named(name: str) -> Any:
    """Return the function that `name_of` has named."""
    module, _, path = name.partition(":")
    if module.partition(".")[0] not in NAMED:
        raise WireError(f"{module} is not open to that")
    return functools.reduce(getattr, path.split("."), importlib.import_module(module))


def _plainer(value: Any) -> Any:
    """Return an array, list, number, … for what is derived from one, else the value itself."""
    if isinstance(value, np.ndarray):
        return np.array(value) if type(value) is not np.ndarray else _narrowed(value)
    if isinstance(value, array):
        return np.array(value)
    if isinstance(value, deque):
        return list(value)
    kinds: tuple[Callable[[Any], Any], ...] = (str, tuple, list, dict)
    for kind in kinds:
        if isinstance(value, kind) and type(value) is not kind:  # type: ignore[arg-type]
            return kind(value)
    if type(value) is int:  # a huge one
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real | Decimal) else value


def _narrowed(value: np.ndarray[Any, Any]) -> Any:
    """Return an array of extended precision as one that every machine knows."""
    if value.dtype.kind in "fc" and not _is_plain(value.dtype):
        return value.astype(complex if value.dtype.kind == "c" else float)
    return value


def _is_plain(dtype: np.dtype[Any]) -> bool:
    wide = {"f": 8, "c": 16}
    return dtype.kind in DTYPES and dtype.itemsize <= wide.get(dtype.kind, dtype.itemsize)


def _kind(value: Any) -> type:
    """Return the type as which a value crosses: a kind of `Var` as a `Var`."""
    return Var if isinstance(value, Var) else type(value)


def changes_in_place(value: Any) -> bool:
    """Return whether a value crosses as a copy that is kept the same on both sides."""
    return isinstance(value, tuple(_STATES))


def _fits(value: Any) -> bool:
    """Return whether something that can change in place is plain enough to cross."""
    if isinstance(value, np.ndarray):
        return _is_plain(value.dtype) or value.dtype.kind == "O"
    if isinstance(value, dict):
        return all(type(key) in PLAIN_KEYS for key in value)
    if isinstance(value, np.random.Generator):
        return type(value.bit_generator) is np.random.PCG64
    return True


# What cannot change in place, besides numbers and text

_SMALL: dict[type, Callable[[Any], Packed]] = {
    complex: lambda z: [z.real, z.imag],
    range: lambda r: [r.start, r.stop, r.step],
    slice: lambda s: [s.start, s.stop, s.step],
}
_FROM_SMALL: dict[str, Callable[[Packed], Any]] = {
    "complex": lambda parts: complex(*parts),
    "range": lambda parts: _bounded(range(*parts)),
    "slice": lambda parts: slice(*parts),
}


def _bounded(entries: range) -> range:
    if len(entries) > LONGEST:
        raise WireError("a range without end")
    return entries


# What can change in place: its state; an empty one for a state to be filled in; and filling it in

Put = Callable[[Any], Packed]
Take = Callable[[Packed], Any]


def _array_state(array: np.ndarray[Any, Any], put: Put | None) -> Packed:
    if array.dtype.kind == "O":
        assert put is not None
        return ["O", list(array.shape), [put(entry) for entry in array.flat], True]
    if array.nbytes > MOST:
        raise ValueError(f"an array of {array.nbytes >> 20} MB is too large to hand over")
    data = base64.b64encode(array.tobytes()).decode("ascii")
    return [array.dtype.str, list(array.shape), data, array.flags.writeable]


def _array(state: Packed) -> np.ndarray[Any, Any]:
    """Return the array of a state; entries that are objects are still missing."""
    kind, shape, content, _ = state
    if kind == "O":
        return np.empty(len(content), object).reshape(shape)
    dtype = np.dtype(str(kind))
    if not _is_plain(dtype):
        raise WireError(f"{dtype} is no plain dtype")
    return np.frombuffer(base64.b64decode(content), dtype).reshape(shape).copy()


def _fill_array(array: np.ndarray[Any, Any], state: Packed, take: Take) -> None:
    if not array.flags.writeable:
        return
    if state[0] == "O":
        for index, entry in zip(np.ndindex(array.shape), state[2], strict=True):
            array[index] = take(entry)
    else:
        array[...] = _array(state)
    array.flags.writeable = bool(state[3])


def _fill_list(changed: list[Any], state: Packed, take: Take) -> None:
    changed[:] = [take(part) for part in state]


def _fill_dict(changed: dict[Any, Any], state: Packed, take: Take) -> None:
    entries = {key: take(part) for key, part in state}
    changed.clear()
    changed.update(entries)


def _fill_rng(rng: np.random.Generator, state: Packed, take: Take) -> None:
    rng.bit_generator.state = state


def _attributes(*names: str) -> tuple[Callable[..., Packed], Callable[..., None]]:
    """Return what gives the state of an object that is its attributes, and what fills it in."""

    def state(node: Any, put: Put) -> Packed:
        return [put(getattr(node, name, None)) for name in names]

    def fill(node: Any, state: Packed, take: Take) -> None:
        for name, part in zip(names, state, strict=True):
            setattr(node, name, take(part))

    return state, fill


_var_state, _fill_var = _attributes(*VAR)
_tensor_state, _fill_tensor = _attributes(*TENSOR)

_STATES: dict[type, Callable[[Any, Put], Packed]] = {
    np.ndarray: _array_state,
    list: lambda parts, put: [put(part) for part in parts],
    dict: lambda parts, put: [[key, put(part)] for key, part in parts.items()],
    np.random.Generator: lambda rng, put: rng.bit_generator.state,
    Var: _var_state,
    Tensor: _tensor_state,
}
_BLANKS: dict[str, Callable[[Packed], Any]] = {
    "ndarray": _array,
    "list": lambda state: [],
    "dict": lambda state: {},
    "Generator": lambda state: np.random.default_rng(0),
    "Var": lambda state: Var.__new__(Var),
    "Tensor": lambda state: Tensor.__new__(Tensor),
}
_FILLS: dict[type, Callable[[Any, Packed, Take], None]] = {
    np.ndarray: _fill_array,
    list: _fill_list,
    dict: _fill_dict,
    np.random.Generator: _fill_rng,
    Var: _fill_var,
    Tensor: _fill_tensor,
}
