"""Errors that only say that something above is still to be done, told in a sentence.

A learner steps through a notebook, and a cell builds on an answer that is not there yet: NumPy
says "unsupported operand type(s) for *: 'float' and 'NoneType'". What it means is "this cell waits
for q1-4 loss". `install` lets IPython say that, in JupyterLab, VS Code and nbclient alike.

An error keeps its traceback unless its cause is known: the stub of an answer was called; a given
cell reads an answer that is still None, or what a cell makes that waits itself; or a name is
missing that an answer, or a cell above, brings. An error in a learner's own code is never hidden.
"""

import dis
import linecache
import os
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from types import FunctionType, TracebackType
from typing import Any

from workbook.checks.finding import announced, table_of
from workbook.checks.question import Question
from workbook.checks.reading import Missing, NotANumber, read
from workbook.checks.result import WIDTH
from workbook.checks.table import Table
from workbook.notebooks.marks import CHECK, CODE_ID, STUB
from workbook.notebooks.names import names_of
from workbook.notebooks.raw import NoNotebook, read_raw

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"

# Where a server or an editor says which notebook a kernel belongs to.
SESSION, EDITOR = "JPY_SESSION_NAME", "__vsc_ipynb_file__"


def install(shell: Any) -> None:
    """Let an IPython shell tell kindly what waits for an answer; a second time does nothing.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        If errors are already handled by someone else, it is left as it is.
    """
    if shell.custom_exceptions:
        return
    kindly = Kindly(shell)
    shell.set_custom_exc((Exception,), kindly.show)
    shell.events.register("post_run_cell", kindly.after)


@dataclass
class Kindly:
    """What is known of a running notebook.

    Attributes
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    waiting : dict
        The questions for which a name waits, since the cell that makes it does.
    """

    shell: Any
    waiting: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, Any]:
        """The notebook's variables."""
        return self.shell.user_ns

    def show(
        self,
        shell: Any,
        kind: type[Exception],
        error: Exception,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        """Show an error: its cause in a sentence, if that is known, else its traceback."""
        try:
            told = "" if hasattr(error, "_render_traceback_") else self.cause(error, trace)
        except Exception:  # of all that could be wrong, nothing may hide the error itself
            told = ""
        if told:
            lines = [textwrap.fill(line, WIDTH) for line in told.splitlines()]
            shown = [f"{BOLD}○ {lines[0]}{PLAIN}", *lines[1:]]
            error._render_traceback_ = lambda: shown  # type: ignore[attr-defined]
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset, running_compiled_code=True)

    def after(self, result: Any) -> None:
        """Note that what a cell makes is there, once it has run."""
        if result.success:
            for name in names_of(result.info.raw_cell or "").makes:
                self.waiting.pop(name, None)

    def cause(self, error: Exception, trace: TracebackType) -> str:
        """Return what an error waits for, in words; "" if it is an error like any other."""
        frames = list(_frames(trace, self.names))
        if not frames:
            return ""
        cell, (inner, line) = frames[0][0], frames[-1]
        if isinstance(error, NotImplementedError):
            stub = _answered_in(inner) if line == STUB and _is_last(trace, self.names) else ""
            return self._wait(cell, {stub}) if stub else ""
        if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
            return self._missing(cell, str(error.name))
        if any(_answered_in(source) for source, _ in frames):
            return ""
        waits = self._inherited(cell)
        if isinstance(error, TypeError | ValueError | AttributeError) and "None" in str(error):
            waits |= self._unanswered(cell)
        return self._wait(cell, waits) if waits else ""

    def _wait(self, cell: str, ids: Iterable[str]) -> str:
        """Return the words for a cell that waits for answers, and note what it does not make."""
        waits = set(ids)
        if not _answered_in(cell):
            waits |= self._inherited(cell) | self._unanswered(cell)
            self.waiting |= dict.fromkeys(names_of(cell).makes, frozenset(waits))
        known = {question.id: question.title for question in self._questions()}
        titles = [known[each] for each in known if each in waits]
        *most, last = titles + sorted(waits - known.keys())
        which = f"{', '.join(most)} and {last}" if most else last
        them = "them" if most else "it"
        return (
            f"This cell waits for {which}.\nAnswer {them} above, then run the cells down to here."
        )

    def _missing(self, cell: str, name: str) -> str:
        """Return the words for a name that is not there, if it is known where it comes from."""
        if name in self.waiting:
            return self._wait(cell, self.waiting[name])
        for question in self._questions():
            if question.name == name:
                return f"Run the cells above first: {name} is your answer to {question.id}."
        for number, source in enumerate(self._above(cell)):
            if name in names_of(source).makes:
                where = "in the first one" if number == 0 else "in one of them"
                return f"Run the cells above first: {name} is defined {where}."
        return ""

    def _inherited(self, cell: str) -> set[str]:
        """Return what those cells wait for that should have made what this one reads."""
        names = names_of(cell)
        reads = (names.reads - names.makes) & self.waiting.keys()
        return {each for name in reads for each in self.waiting[name]}

    def _unanswered(self, cell: str) -> set[str]:
        """Return the questions whose answers a cell reads or calls, and that have none."""
        reached = set[str]()
        new = set(names_of(cell).reads) & self.names.keys()
        while new:
            reached |= new
            used = set[str]().union(*(_used(self.names[name]) for name in new))
            new = (used & self.names.keys()) - reached
        waits = {
            question.id
            for question in self._questions()
            if question.name in reached and _holds_none(self.names[question.name])
        }
        return waits.union(*(_stubs(self.names[name]) for name in reached))

    def _questions(self) -> Iterator[Question]:
        """Yield the questions of this notebook: of its check's table, and of those announced."""
        own = getattr(self.names.get("check"), "__self__", None)
        if isinstance(own, Table):
            yield from own.values()
            return
        sources = [*self.names.get("In", ()), *self._notebook("")]
        ids = {match[1] for source in sources if (match := CODE_ID.match(source))}
        for start in sorted({each.partition("-")[0] for each in ids} & announced().keys()):
            yield from table_of(start).values()

    def _above(self, cell: str) -> Iterable[str]:
        """Return the code cells above one in its notebook, so far as that is found."""
        first = cell.strip().partition("\n")[0]
        sources = self._notebook(cell)
        return takewhile(lambda source: source.strip().partition("\n")[0] != first, sources)

    def _notebook(self, cell: str) -> list[str]:
        """Return all code cells of this notebook, as it is saved."""
        for place in (os.environ.get(SESSION), self.names.get(EDITOR)):
            if place and (found := _code_cells(Path(place))):
                return found
        for path in sorted(Path.cwd().glob("*.ipynb")) if cell else ():
            found = _code_cells(path)
            if cell.strip() in map(str.strip, found):
                return found
        return []


def _frames(trace: TracebackType | None, names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cell, and its line, of each call on the way to an error, the running one first."""
    while trace is not None:
        if trace.tb_frame.f_globals is names:
            lines = linecache.getlines(trace.tb_frame.f_code.co_filename)
            line = lines[trace.tb_lineno - 1] if trace.tb_lineno <= len(lines) else ""
            yield "".join(lines), line.strip()
        trace = trace.tb_next


def _is_last(trace: TracebackType, names: Mapping[str, Any]) -> bool:
    """Return whether an error was raised in a cell, not in what a cell has called."""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_globals is names


def _answered_in(source: str) -> str:
    """Return the id of the question that is answered in a cell; "" if it is a given one."""
    match = CODE_ID.match(source)
    return match[1] if match and "-" in match[1] and not match[1].endswith(CHECK) else ""


def _holds_none(value: Any) -> bool:
    """Return whether a value is still a placeholder, or a part of it."""
    try:
        read(value)
    except Missing:
        return True
    except NotANumber:
        return False
    return False


def _functions(value: Any) -> list[FunctionType]:
    """Return a function, or the methods of a class, those that it inherits too."""
    kinds = value.__mro__ if isinstance(value, type) else ()
    parts = [value, *(part for kind in kinds for part in vars(kind).values())]
    return [part for part in parts if isinstance(part, FunctionType)]


def _used(value: Any) -> set[str]:
    """Return the variables that a notebook's function or class uses."""
    return {
        str(step.argval)
        for function in _functions(value)
        for step in dis.get_instructions(function.__code__)
        if step.opname == "LOAD_GLOBAL"
    }


def _stubs(value: Any) -> set[str]:
    """Return the questions that a function or class still leaves open: it has stubs of theirs."""
    cells = {
        _answered_in("".join(linecache.getlines(function.__code__.co_filename)))
        for function in _functions(value)
        if NotImplementedError.__name__ in function.__code__.co_names
    }
    return cells - {""}


def _code_cells(path: Path) -> list[str]:
    """Return the code cells of a notebook file; none if it cannot be read."""
    try:
        cells = read_raw(path.read_bytes())["cells"]
    except (OSError, NoNotebook):
        return []
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]
