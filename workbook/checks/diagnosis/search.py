"""The smallest change of a learner's code that makes it right; found by trying them all.

A change counts only if the changed code is right on every case. Where several parts are wrong, a
change that puts some of them right and none wrong is kept, and the search goes on from there: so
two mistakes in two branches are both found.
"""

import ast
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from workbook.checks.diagnosis.edits import Edit, edits
from workbook.checks.diagnosis.kinds import Kind
from workbook.checks.diagnosis.source import Program, TimeOver

# For an answer: the names of its parts that are wrong on any case; for those that fail, all.
Wrong = Callable[[Any], frozenset[str]]

AT_ONCE = 0.02  # seconds that every changed program may take, besides ten times the learner's own
MOST_CHANGES = 3


@dataclass(frozen=True)
class Location:
    """Where a mistake stands, and of which kind it is.

    Attributes
    ----------
    line : int
        In the cell, counted from 1.
    text : str
        That line.
    part : str
        The part of it that is meant, as it is written; empty for the line as a whole.
    kind : Kind
    parts : frozenset of str
        Which parts of what is asked for it spoils.
    """

    line: int
    text: str
    part: str
    kind: Kind
    parts: frozenset[str] = frozenset()


def repairs(program: Program, wrong: Wrong, seconds: float) -> list[Location]:
    """Return where the smallest changes stand that make a program right together, if found.

    Parameters
    ----------
    program : Program
        Its tree is as before in the end.
    wrong : callable
        Names the wrong parts of an answer.
    seconds : float
        How long to look for it.
    """
    end = time.perf_counter() + seconds
    started = time.perf_counter()
    left = _wrong_of(program, wrong, end)
    each = AT_ONCE + 10 * (time.perf_counter() - started)
    done: list[Edit] = []
    found: list[Location] = []
    while left and len(done) < MOST_CHANGES:
        best = _best(program, wrong, left, each, end)
        if best is None:
            break
        edit, still = best
        found.append(location(program, edit.place.node, edit.kind, left - still))
        done.append(Edit(edit.place, edit.place.node, edit.kind, edit.cost))
        edit.place.put(edit.new)
        left = still
    for undo in reversed(done):
        undo.place.put(undo.new)
    return [] if left else found


def _best(
    program: Program, wrong: Wrong, left: frozenset[str], each: float, end: float
) -> tuple[Edit, frozenset[str]] | None:
    """Return the smallest edit that repairs most parts and spoils none, and what is left."""
    best: tuple[Edit, frozenset[str]] | None = None
    for edit in edits(program.tree):
        if time.perf_counter() > end:
            break
        with edit.place.holding(edit.new):
            still = _wrong_of(program, wrong, min(end, time.perf_counter() + each))
        if not still:
            return edit, still
        if still < (best[1] if best else left):
            best = edit, still
    return best


EVERYTHING = frozenset(["it fails"])


def _wrong_of(program: Program, wrong: Wrong, end: float) -> frozenset[str]:
    """Return the wrong parts of what a program makes as its tree now stands."""
    silent = StringIO()
    try:
        with (
            redirect_stdout(silent),
            redirect_stderr(silent),
            program.at_most(end - time.perf_counter()),
        ):
            return wrong(program.made())
    except KeyboardInterrupt:
        raise
    except (Exception, TimeOver, SystemExit):
        return EVERYTHING


def location(program: Program, node: Any, kind: Kind, parts: frozenset[str]) -> Location:
    """Return the `Location` of a node, or of the first of some statements."""
    node = node[0] if isinstance(node, list) else node
    line = program.line(node)
    text = program.lines[line - 1].strip() if line <= len(program.lines) else ""
    part = ast.get_source_segment("".join(program.lines), node) or ""
    return Location(line, text, "" if part.strip() == text else part, kind, parts)


def named(parts: Mapping[str, Any] | Sequence[str]) -> frozenset[str]:
    """Return the names of parts."""
    return frozenset(parts)
