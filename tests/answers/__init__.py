"""Answers that people give, right and wrong, as they stand in their notebooks' cells.

Each file of a corpus holds the cells of one notebook, in the percent format:

    # %% q2-5 wrong: the slope of tanh is computed from the sigmoid of a
    # named: sigmoid
    class Tanh:
        ...
            return dz * s * (1 - s)  #!

``wrong`` or ``right`` is followed by words that say what is wrong, or special. ``named`` is a
regular expression that a message finds if it names this mistake; a line on which the mistake
stands ends with ``#!``. Neither comment is part of the answer.
"""

import ast
import json
import linecache
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np

from workbook.checks.code import Code
from workbook.checks.finding import load
from workbook.checks.value import Value

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parents[1] / "notebooks"

HEADER = re.compile(r"# %% (?P<id>q\d-\d+) (?P<kind>wrong|right): (?P<words>.+)")
NAMED = re.compile(r"# named: (?P<regex>.+)")
MARK = re.compile(r"\s*#!\s*$")

numbers = count()


@dataclass(frozen=True)
class Answer:
    """What somebody has answered, and what is known about it."""

    question_id: str
    right: bool
    words: str
    named: str  # a regular expression; empty if no words could name it
    source: str
    marked: frozenset[int]  # lines of the source, counted from 1
    file: str

    def __str__(self):
        return f"{self.question_id} {'right' if self.right else 'wrong'}: {self.words}"


def read(path):
    """Return the answers in a file."""
    found = []
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("# %%")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        header = HEADER.fullmatch(lines[start].rstrip())
        assert header, f"{path.name}, line {start + 1}: {lines[start]}"
        cell = lines[start + 1 : end]
        named = NAMED.fullmatch(cell[0].rstrip()) if cell else None
        cell = cell[1:] if named else cell
        while cell and not cell[0].strip():
            cell = cell[1:]
        marked = frozenset(i for i, line in enumerate(cell, start=1) if MARK.search(line))
        source = "\n".join(MARK.sub("", line) for line in cell).rstrip() + "\n"
        ast.parse(source)
        found.append(
            Answer(
                header["id"],
                header["kind"] == "right",
                header["words"],
                named["regex"] if named else "",
                source,
                marked,
                path.name,
            )
        )
    return found


def corpus(name):
    """Return all answers of a corpus, by its folder's name."""
    return [answer for path in sorted((HERE / name).glob("*.py")) for answer in read(path)]


@cache
def _given(table_name):
    """Return the imports of a notebook, and the functions that it gives."""
    cells = json.loads((NOTEBOOKS / f"{table_name}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    statements = [
        ast.unparse(statement)
        for source in sources
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Import | ast.ImportFrom)
        or (isinstance(statement, ast.FunctionDef) and "BEGIN SOLUTION" not in source)
    ]
    return list(dict.fromkeys(statements))


@cache
def _before(start):
    """Return what a learner has before an answer: imports, given numbers, all right answers."""
    table = load(start)
    names = {"__name__": "__main__"}
    for statement in _given(table.name):
        with suppress(NameError):  # a default that is computed in the notebook
            exec(statement, names)
    names |= {name: _plain(value) for name, value in (table.numbers | table.truth).items()}
    for question in table.values():
        if isinstance(question, Code):
            names[question.name] = question.right
    return names


def _plain(value):
    """Return a number as it stands in a cell: an array, or a plain number."""
    if value.ndim:
        return value.copy()
    return int(value) if value == int(value) else float(value)


def copied(value):
    """Return an array of its own, which an answer may change in place; all else as it is."""
    return value.copy() if isinstance(value, np.ndarray) else value


def table_of(answer):
    """Return the table with the answer's question."""
    return load(answer.question_id.partition("-")[0])


def run(answer):
    """Return the names that are there when the answer's cell has been run as a notebook's is."""
    table = table_of(answer)
    before = _before(answer.question_id.partition("-")[0])
    names = {name: copied(value) for name, value in before.items()}
    name = table[answer.question_id].name
    if [question.name for question in table.values()].count(name) == 1:
        names.pop(name)  # else an earlier question's answer is continued
    filename = f"<answer {next(numbers)}>"
    lines = answer.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(answer.source), None, lines, filename)
    exec(compile(answer.source, filename, "exec"), names)
    return names


def grade(answer, seed=0):
    """Return the result of a check of the answer."""
    table = table_of(answer)
    question = table[answer.question_id]
    names = run(answer)
    answers = {question.name: names.get(question.name)}
    if isinstance(question, Value):
        answers |= {
            name: table.truth[name] if name not in names else names[name]
            for name in question.takes
            if name != question.name
        }
    return question.grade(answers, seed)
