"""What a learner's notebook gives away: pieces of solutions, model answers, and expected numbers.

Everything is found from the solved notebook and the table, for any notebook; nothing here knows
what is asked.
"""

import ast
import re
from dataclasses import dataclass

import numpy as np

from workbook.checks.value import Value
from workbook.checks.written import Written
from workbook.notebooks.cells import first_line_id
from workbook.notebooks.marks import BEGIN, CHECK, END

WORDS_IN_A_ROW = 8  # of a model answer, that are no coincidence

NUMBER = re.compile(r"(?<![\w.-])-?\d[\d,]*(?:\.\d+)?(?![\w.]*\w)")


@dataclass(frozen=True)
class Leak:
    """A question whose answer stands in a cell of the learner's notebook, and what stands there."""

    question: str
    cell: str
    seen: str


def expressions(source):
    """Return all expressions of a cell's code, and of what its text sets as code."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}


def written_as_code(text):
    """Return all expressions in the code of a Markdown text."""
    spans = re.findall(r"`([^`]+)`", text)
    return set().union(*(expressions(span) for span in spans))


def solution(source):
    """Return what the statements of a cell's solution compute, as text, if it says anything."""
    inside, lines = False, set()
    for number, line in enumerate(source.split("\n"), start=1):
        inside = bool(BEGIN.match(line)) or (inside and not END.match(line))
        lines |= {number} if inside else set()
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Return | ast.Assign | ast.AugAssign) and node.lineno in lines:
            values = [node.value]
            if isinstance(node.value, ast.Tuple):
                values = node.value.elts
            found |= {ast.unparse(value) for value in values if value and _says_much(value)}
    return found


def _says_much(value):
    """Return whether an expression is more than a name, a number, or a call with names alone."""
    nodes = list(ast.walk(value))
    kinds = (ast.BinOp, ast.Compare, ast.Attribute, ast.Subscript)
    works = any(isinstance(node, kinds) for node in nodes)
    return works and any(isinstance(node, ast.Name) for node in nodes) and len(nodes) > 6


def words(text):
    """Return the words of a text, formulas included, without how it is set."""
    return re.findall(r"[\w\\]+", text.lower())


def runs(text):
    """Return each eight words in a row."""
    each = words(text)
    return {tuple(each[i : i + WORDS_IN_A_ROW]) for i in range(len(each) - WORDS_IN_A_ROW + 1)}


def numbers(text):
    """Return the numbers of a text, as they are written."""
    text = text.replace("minus ", "-").replace("−", "-").replace("{,}", "")
    return [found.replace(",", "") for found in NUMBER.findall(text)]


def tells(number, value):
    """Return whether a number is a value, to the decimals that it is given with."""
    decimals = len(number.partition(".")[2])
    return abs(float(number) - value) <= (0.5 * 10.0**-decimals if decimals else 1e-9)


def counts(number):
    """Return whether a number is no coincidence: 2, 0.5, 16 and 1000 stand everywhere."""
    digits = number.replace(".", "").strip("-0")
    return len(digits) > (1 if "." in number else 2)


def single_numbers(text, values):
    """Return the numbers of a text that are one of some values."""
    return [n for n in numbers(text) if counts(n) and any(tells(n, value) for value in values)]


def first_numbers(text, values):
    """Return how a text begins to list some values, three at least and not all the same."""
    start, found = values[:3], numbers(text)
    rows = [found[i : i + 3] for i in range(len(found) - 2)] if len(set(start)) > 1 else []
    return [" ".join(row) for row in rows if len(start) == 3 and all(map(tells, row, start))]


def prose(cell):
    """Return what a cell says: its text, or the strings and assertions in its code."""
    if cell.cell_type != "code":
        return [cell.source]
    nodes = list(ast.walk(ast.parse(cell.source)))
    strings = [node.value for node in nodes if isinstance(node, ast.Constant)]
    asserted = [ast.unparse(node) for node in nodes if isinstance(node, ast.Assert)]
    return [each for each in strings if isinstance(each, str)] + asserted


def told_numbers(texts, everything, truth):
    """Yield the numbers that give a value away: one of it, or several of a list in order."""
    values = np.ravel(truth).tolist()
    yield from single_numbers(everything, values)
    for text in texts:
        yield from first_numbers(text, values)


def leaks(solved, copy, table):
    """Yield the leaks of a learner's copy."""
    cells = [(cell, first_line_id(cell)) for cell in solved.cells]
    answers = {name: cell.source for cell, name in cells if name in table}
    for cell in copy.cells:
        if first_line_id(cell).removesuffix(CHECK) in table or cell.id == "contents":
            continue
        code = cell.cell_type == "code"
        computed = expressions(cell.source) if code else written_as_code(cell.source)
        for name, source in answers.items():
            if isinstance(table[name], Written):
                seen = {" ".join(run) for run in runs(source) & runs(cell.source)}
            else:
                seen = solution(source) & computed
            if isinstance(table[name], Value):
                seen |= set(told_numbers(prose(cell), cell.source, table[name].truth))
            yield from (Leak(name, cell.id, piece) for piece in sorted(seen))


def shown(output):
    """Return the words of an output."""
    if output.output_type == "stream":
        return output.text
    data = output.get("data", {})
    return "\n".join(str(data[kind]) for kind in data if kind.startswith("text/"))


def leaks_of_outputs(ran, table):
    """Yield what a notebook shows of the answers that are not given in it."""
    for cell in ran.cells:
        text = "\n".join(map(shown, cell.get("outputs", ())))
        for name, question in table.items():
            if isinstance(question, Value):
                for number in dict.fromkeys(told_numbers(text.split("\n"), text, question.truth)):
                    yield Leak(name, cell.id, number)
