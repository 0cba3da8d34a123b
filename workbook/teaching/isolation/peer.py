"""Two processes that call each other's functions, each with stand-ins for what the other holds.

A request is answered by one reply; while it is waited for, the other side may ask in its turn. So
calls nest as they do within one process. Errors cross as their type's name, their words and the
learner's line.
"""

import builtins
import json
import linecache
import math
import operator
import socket
import struct
import time
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from typing import Any

import numpy as np

from workbook.teaching.isolation.wire import LONGEST, Wire, WireError, changes_in_place

FRAME = 16 << 20  # bytes of a message
IN_ALL = 128 << 20  # bytes of all messages about one question
GRACE = 2.0  # seconds that interrupted code has to end by itself
DEEPEST = 40  # calls within calls
LARGEST_GIVEN = 2000  # entries of an array with which a stranger calls a function
WORDS = 2000  # characters of an error
TOO_LONG = "it takes too long"
NO_RULE = "it keeps to no rule"
CELL = "<cell "  # how the file names of a learner's code begin

HEAD = struct.Struct("!I")

# Errors that come back as themselves.
ERRORS = {
    error.__name__: error
    for room in (builtins, np.exceptions, np.linalg)
    for error in vars(room).values()
    if isinstance(error, type) and issubclass(error, Exception)
}


def _swapped(operation: Callable[[Any, Any], Any], right: Any, left: Any) -> Any:
    return operation(left, right)


OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
ASKED: dict[str, Callable[..., Any]] = {
    "call": lambda each, *arguments, **named: each(*arguments, **named),
    "do": lambda each, name, *arguments: getattr(each, name)(*arguments),
    "get": getattr,
    "set": setattr,
    "len": len,
    "item": operator.getitem,
    "set item": operator.setitem,
    "iterator": iter,
    "next": next,
    "float": float,
    "neg": operator.neg,
    "abs": operator.abs,
    **{name: getattr(operator, name) for name in OPERATORS},
    **{f"r{name}": partial(_swapped, getattr(operator, name)) for name in OPERATORS},
}
OF_OBJECTS = ("get", "set")


class Gone(Exception):
    """The other process has ended, or had to be ended; the message says why."""


class OutOfTime(BaseException):
    """The learner's code has taken too long; a BaseException, so that few catch it by mistake."""


class LateError(Exception):
    """What the grader's side raises where the learner's ran out of time."""


class Peer:
    """One of the two sides.

    Parameters
    ----------
    connection : socket
    strict : bool
        Whether the other side is a stranger. It may then call the functions that it was handed,
        and use public attributes of objects that cannot be called; nothing else.
    root : object
        What the other side can ask for before it has been handed anything.
    timed : callable
        seconds → the context in which a request is carried out that is not part of another.

    Attributes
    ----------
    allowance : float
        Seconds that the other side may take for the next requests, all together.
    gone : str
        Why nothing more can be asked, if so.
    """

    def __init__(
        self,
        connection: socket.socket,
        *,
        strict: bool,
        root: Any = None,
        timed: Callable[[float], AbstractContextManager[Any]] = lambda seconds: nullcontext(),
    ):
        self._connection = connection
        self._strict = strict
        self._root = root
        self._timed = timed
        self._scopes: list[list[Any]] = []  # what the calls under way have been handed
        self._requests = 0
        self._forgotten = False
        self._arrived = bytearray()
        self._received = 0
        self._deadline: float | None = None
        self.gone = ""
        self.allowance = math.inf
        self.wire = Wire(self._stand_in, strict=strict)
        self.root = stand_in(self, 0, "root", can_be_called=False)

    def _stand_in(self, number: int, name: str, can_be_called: bool) -> "Remote":
        return stand_in(self, number, name, can_be_called)

    def forget(self) -> None:
        """Begin anew: nothing that has crossed is known any more, on either side."""
        self.wire.forget()
        self._forgotten = True
        self._received = 0

    # Asking

    def request(self, asked: str, on: "Remote", *arguments: Any, **named: Any) -> Any:
        """Let the other side do one of `ASKED` with an object of its own, and return what it gives.

        Raises
        ------
        Exception
            What the other side has raised.
        LateError
            If it has no time left.
        Gone
            If it has ended, or had to be given up.
        """
        if self._scopes or math.isinf(self.allowance):  # within another request, or unlimited
            return self._requested(asked, on, 0, *arguments, **named)
        if self.allowance <= 0:
            raise LateError(TOO_LONG)
        begin, seconds = time.monotonic(), self.allowance
        self._deadline = begin + seconds + GRACE
        try:
            return self._requested(asked, on, seconds, *arguments, **named)
        except LateError:
            self.allowance = 0
            raise
        except Gone as reason:
            self.gone = str(reason)
            raise
        finally:
            self.allowance -= time.monotonic() - begin

    def do(self, name: str, *arguments: Any) -> Any:
        """Call a method of the other side's root, in one request."""
        return self.request("do", self.root, name, *arguments)

    def _requested(
        self, asked: str, on: "Remote", seconds: float, *arguments: Any, **named: Any
    ) -> Any:
        if self.gone:
            raise Gone(self.gone)
        if on is not self.root and not self.wire.knows(on):
            raise LookupError("it belongs to a question that is over")
        self._requests += 1
        number = self._requests
        shared = on.__dict__["_shared"]
        target = None if on is self.root else on
        body = (asked, target, list(shared), arguments, named)
        head = {"request": number, "seconds": seconds, "forget": self._forgotten}
        self._forgotten = False
        reached = self._pack_and_send(head, body)
        self._scopes.append(reached)
        try:
            value, answered = self._answer(number)
        finally:
            self._scopes.pop()
        if asked == "get" and self._scopes:
            self._scopes[-1].extend(answered)
        if isinstance(value, Remote):
            value.__dict__["_shared"].extend(reached)
        if asked == "set":
            shared.extend(reached)
        return value

    def _answer(self, number: int) -> tuple[Any, list[Any]]:
        while True:
            message = self._receive()
            if "request" in message:
                self._serve(message)
                continue
            if message.get("reply") != number:
                raise Gone(NO_RULE)
            if "error" in message:
                raise error_from(message["error"])
            return self._unpack(message)

    # Being asked

    def serve(self) -> None:
        """Do what the other side asks for, until it ends."""
        while True:
            self._serve(self._receive())

    def _serve(self, message: dict[str, Any]) -> None:
        number, seconds = message.get("request"), message.get("seconds")
        if not isinstance(number, int) or not isinstance(seconds, int | float):
            raise Gone(NO_RULE)
        if message.get("forget") and not self._strict:
            self.wire.forget()
        body, reached = self._unpack(message)
        self._scopes.append(reached)
        try:
            if len(self._scopes) > DEEPEST:
                raise RecursionError("calls within calls, too deep")
            with self._timed(seconds) if seconds else nullcontext():
                value = self._done(*body)
            self._pack_and_send({"reply": number}, value)
        except (KeyboardInterrupt, Gone) as error:
            if self._strict or isinstance(error, Gone):
                raise
            self._send({"reply": number, "error": told(error)})
        except BaseException as error:
            self._send({"reply": number, "error": told(error)})
        finally:
            self._scopes.pop()

    def _done(
        self, asked: str, on: Any, shared: Any, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        """Carry out what is asked for; a stranger may not ask for everything."""
        on = self._root if on is None else on
        if self._strict and not (self.wire.is_ours(on) and _is_open(on, asked)):
            raise TypeError(f"{type(on).__name__}: that cannot be asked of it")
        if self._strict:
            _require_small(self._scopes[-1])
        if asked in OF_OBJECTS and str(arguments[0]).startswith("_"):
            raise AttributeError(f"{arguments[0]} is not public")
        return ASKED[asked](on, *arguments, **named)

    # Messages

    def _pack_and_send(self, head: dict[str, Any], value: Any) -> list[Any]:
        shared = [each for scope in self._scopes for each in scope]
        packed, reached = self.wire.pack(value, shared)
        self._send(head | packed)
        self.wire.sent(packed)
        return reached

    def _unpack(self, message: dict[str, Any]) -> tuple[Any, list[Any]]:
        try:
            return self.wire.unpack(message)
        except WireError as error:
            raise Gone(f"it sent what cannot be read: {error}") from None

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode("ascii")
        if len(data) > FRAME:
            raise ValueError(f"{len(data) >> 20} MB are too much to hand over")
        try:
            self._connection.settimeout(self._left())
            self._connection.sendall(HEAD.pack(len(data)) + data)
        except TimeoutError:
            raise Gone(TOO_LONG) from None
        except OSError:
            raise Gone("it has ended") from None

    def _receive(self) -> dict[str, Any]:
        self._read_until(HEAD.size)
        (size,) = HEAD.unpack_from(self._arrived)
        self._received += size
        if size > FRAME or (self._strict and self._received > IN_ALL):
            raise Gone("it sends too much")
        self._read_until(HEAD.size + size)
        data = bytes(self._arrived[HEAD.size : HEAD.size + size])
        del self._arrived[: HEAD.size + size]
        try:
            message = json.loads(data)
        except (ValueError, RecursionError):
            raise Gone("it sends no JSON") from None
        if not isinstance(message, dict):
            raise Gone("it sends what is no message")
        return message

    def _read_until(self, size: int) -> None:
        """Wait for that many bytes from the other side; memory is taken as they come."""
        while len(self._arrived) < size:
            try:
                self._connection.settimeout(self._left())
                part = self._connection.recv(1 << 16)
            except TimeoutError:
                raise Gone(TOO_LONG) from None
            except OSError:
                part = b""
            if not part:
                raise Gone("it has ended")
            self._arrived += part

    def _left(self) -> float | None:
        if self._deadline is None:
            return None
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _require_small(handed: Iterable[Any]) -> None:
    """Refuse what would take all memory here: a column times a row is as large as both multiplied.

    What the questions' functions are called with has some dozens of entries.
    """
    if any(np.size(each) > LARGEST_GIVEN for each in handed if isinstance(each, np.ndarray)):
        raise ValueError(f"arrays of more than {LARGEST_GIVEN} entries are not taken here")


def _is_open(on: Any, asked: str) -> bool:
    """Return whether a stranger may ask that: to call a function, or to see or set what is public.

    Arrays, lists, … have crossed as copies; their methods (``tofile``) stay here.
    """
    if callable(on):
        return asked == "call"
    closed = on is None or isinstance(on, Remote | types.ModuleType) or changes_in_place(on)
    return asked in OF_OBJECTS and not closed


# Errors


def told(error: BaseException) -> list[str]:
    """Return what is told of an error: its type's name, its words, and the learner's line."""
    try:
        words = str(error)[:WORDS]
    except BaseException:  # a learner's own error may do anything
        words = ""
    line = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(CELL):
            line = linecache.getline(frame.filename, frame.lineno or 0).strip()[:WORDS] or line
    return [type(error).__name__[:100], words, line]


class Words(str):
    """What an error says, also where the error would quote it."""

    __slots__ = ()
    __repr__ = str.__str__


def error_from(told: Any) -> Exception:
    """Return the error of which the other side has told; a built-in one comes back as itself."""
    if not (isinstance(told, list) and len(told) == 3 and all(type(x) is str for x in told)):
        raise Gone(NO_RULE)
    name, words, line = told[0], told[1][:WORDS], told[2][:WORDS]
    kind = LateError if name == OutOfTime.__name__ else ERRORS.get(name)
    error = _made(kind, words) if kind else None
    if error is None or str(error) != words:
        error = another_error(name)(words)
    error.learners_line = line  # type: ignore[attr-defined]
    return error


def _made(kind: type[Exception], words: str) -> Exception | None:
    try:
        return kind(Words(words)) if words else kind()
    except TypeError:  # it needs more than words
        return None


@lru_cache(256)
def another_error(name: str) -> type[Exception]:
    """Return a type of errors by its name alone."""
    return type(name, (Exception,), {})


# Stand-ins


class Remote:
    """Stands for an object of the other side: what is done to it is done there."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return ask(self, "get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        ask(self, "set", name, value)

    def __deepcopy__(self, memo: Any) -> "Remote":
        return self

    def __len__(self) -> int:
        return int(ask(self, "len"))

    def __float__(self) -> float:
        return float(ask(self, "float"))

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, index: Any) -> Any:
        return ask(self, "item", index)

    def __setitem__(self, index: Any, value: Any) -> None:
        ask(self, "set item", index, value)

    def __iter__(self) -> Iterator[Any]:
        iterator = ask(self, "iterator")
        for _ in range(LONGEST):
            try:
                value = ask(iterator, "next")
            except StopIteration:
                return
            yield value
        raise ValueError(f"it has more than {LONGEST} entries")

    def __neg__(self) -> Any:
        return ask(self, "neg")

    def __abs__(self) -> Any:
        return ask(self, "abs")


class RemoteCallable(Remote):
    """Stands for what can be called on the other side."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return ask(self, "call", *arguments, **named)


def is_plain(value: Any) -> bool:
    """Return whether there is no stand-in in a number, an array, a list and their like."""
    seen = set()
    parts = [value]
    while parts:
        part = parts.pop()
        if isinstance(part, Remote):
            return False
        if id(part) not in seen and isinstance(part, list | tuple | np.ndarray):
            seen.add(id(part))
            if not isinstance(part, np.ndarray):
                parts.extend(part)
            elif part.dtype.kind == "O":
                parts.extend(part.flat)
    return True


def ask(remote: Remote, what: str, *arguments: Any, **named: Any) -> Any:
    """Ask the other side to do something with the object that `remote` stands for."""
    return remote.__dict__["_ask"](what, remote, *arguments, **named)


def _operator(name: str) -> Callable[[Remote, Any], Any]:
    return lambda self, other: ask(self, name, other)


for _name in OPERATORS:
    setattr(Remote, f"__{_name}__", _operator(_name))
    setattr(Remote, f"__r{_name}__", _operator(f"r{_name}"))


@lru_cache(256)
def _kind(name: str, can_be_called: bool) -> type[Remote]:
    """Return the class of stand-ins for a type of this name: messages tell it."""
    return type(name, (RemoteCallable if can_be_called else Remote,), {})


def stand_in(peer: Peer, number: int, name: str, can_be_called: bool) -> Remote:
    """Return what stands for the other side's object of this number."""
    remote = _kind(name, can_be_called).__new__(_kind(name, can_be_called))
    remote.__dict__.update(_ask=peer.request, _number=number, _shared=[])
    return remote
