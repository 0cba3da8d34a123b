"""One mutant of a right answer: made, checked as a learner's answer is, and judged."""

import ast
import copy
import inspect
import linecache
import sys
import textwrap
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from functools import cache
from io import StringIO
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.mutants import Mutant, changed_lines, diff, headers, mutants, plain, unread
from workbook.checks import code
from workbook.checks.code import Code
from workbook.checks.finding import announced, load
from workbook.checks.limits import Clock
from workbook.checks.observing import Failure, same, same_part
from workbook.checks.question import Checked
from workbook.checks.reading import fixed
from workbook.checks.result import Result, wrong
from workbook.checks.value import Value

SECONDS = 10.0  # as `asking` allows
FRESH = 9_173  # a seed that no check uses
AGAIN = 4  # other inputs, on which a name may come again
CONFIRMING = 4.0  # seconds for another edit that repairs
TYPED = ("with all digits", "with two decimals")


@dataclass
class Verdict:
    """What a check made of a mutant.

    Attributes
    ----------
    question, index, answer, kind, typed, rule, diff
        Which mutant it is.
    diagnosed : bool
        Whether more was asked for than right or wrong.
    detected : bool
    named : list of str
        What it was said to look like.
    name_holds : bool
        Whether one of these gives the same on other inputs.
    lines : list of int
        Those that were pointed to.
    where : str
        "the changed line", "an argument no longer read", "confirmed elsewhere", "unconfirmed", or
        nothing.
    quoted : bool
        Whether the message quotes the changed line as that of an error.
    seconds : float
    message : str
    failed : bool
        The check did: it raised an error, or took so long that its process was killed.
    """

    question: str
    index: int
    answer: str = ""
    kind: str = ""
    typed: str = ""
    rule: str = ""
    diff: str = ""
    diagnosed: bool = False
    detected: bool = False
    named: list[str] | None = None
    name_holds: bool = False
    lines: list[int] | None = None
    where: str = ""
    quoted: bool = False
    seconds: float = 0.0
    message: str = ""
    failed: bool = False

    @property
    def is_named(self) -> bool:
        return bool(self.named) and self.name_holds

    @property
    def is_located(self) -> bool:
        return self.where not in ("", "unconfirmed")

    @property
    def is_quoted(self) -> bool:
        return self.quoted and not self.is_named and not self.is_located

    @property
    def is_false(self) -> bool:
        said = bool(self.named) or bool(self.where)
        return said and not self.is_named and not self.is_located

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@cache
def questions() -> dict[str, Checked]:
    """Return all questions of all tables that a program checks, by their ids."""
    tables = (load(start) for start in sorted(announced()))
    return {
        question.id: question
        for table in tables
        for question in table.values()
        if isinstance(question, Checked)
    }


def ids() -> list[str]:
    """Return the ids of all questions, of those that ask for one class together the first."""
    return [name for name in questions() if together(name)[0].id == name]


@cache
def together(question_id: str) -> list[Checked]:
    """Return the questions of a table that have one right answer, of which each asks for a part."""
    asked, start = questions()[question_id], question_id.partition("-")[0]
    return [
        each
        for each in questions().values()
        if each.right is asked.right and each.id.startswith(f"{start}-")
    ]


def number_of_mutants(question_id: str) -> int:
    """Return how many single edits its right answer has."""
    return len(_mutants(question_id))


# Of classes: what the notebook gives, and what no question asks for.
NOT_ASKED = {"q2-2": ("__init__",), "q4-2": ("best_logits",)}


@cache
def _mutants(question_id: str) -> list[Mutant]:
    return mutants(cell_of(question_id), but=NOT_ASKED.get(question_id, ()))


# The right answer as a cell


@cache
def cell_of(question_id: str) -> str:
    """Return the right answer as a learner would write it, after what it needs of its module."""
    question = questions()[question_id]
    names = _globals_of(question.right)
    parts = [_definition(question.right, names)]
    parts[0] = _renamed(parts[0], question.right.__name__, question.name)
    known = {question.right.__name__}
    for part in parts:  # which grows
        for name in _names_in(part):
            if name not in known and _is_helper(names.get(name)):
                known.add(name)
                parts.append(_definition(names[name], names))
    return plain("\n\n".join(ast.unparse(part) for part in reversed(parts)))


def _globals_of(right: Any) -> dict[str, Any]:
    return vars(sys.modules[right.__module__])


def _definition(thing: Any, names: dict[str, Any]) -> ast.stmt:
    """Return the definition of a function or class, without the table's decorator."""
    definition = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    asked = [each for each in definition.decorator_list if "table" in _names_in(each)]
    definition.decorator_list = [each for each in definition.decorator_list if each not in asked]
    for node in [*ast.walk(definition)]:
        if isinstance(getattr(node, "body", None), list):
            node.body = [each for each in node.body if not _is_guard(each)]
    return ast.fix_missing_locations(_Plainly(names).visit(definition))


def _is_guard(statement: ast.stmt) -> bool:
    """Return whether a statement only refuses what makes no sense: no question asks for that."""
    return isinstance(statement, ast.If) and isinstance(statement.body[0], ast.Raise)


class _Plainly(ast.NodeTransformer):
    """Writes `forward` for `forward.right`: what a learner calls an earlier answer."""

    def __init__(self, names: dict[str, Any]):
        self.names = names

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        is_right = node.attr == "right" and isinstance(node.value, ast.Name)
        if is_right and isinstance(self.names.get(node.value.id), Code):
            return node.value
        return node


def _renamed(definition: Any, old: str, new: str) -> Any:
    definition.name = new
    for node in ast.walk(definition):
        if isinstance(node, ast.Name) and node.id == old:
            node.id = new
    return definition


def _names_in(tree: ast.AST) -> list[str]:
    """Return the names that are read in it, and are not its own."""
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    own |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return [node.id for node in names if node.id not in own]


def _is_helper(thing: Any) -> bool:
    """Return whether something is a function of a table's that is no answer itself."""
    module = getattr(thing, "__module__", None) or ""
    return inspect.isfunction(thing) and module.startswith("workbook.questions.")


def answer_of(question: Checked, source: str, number: int = 0) -> Any:
    """Return what a cell defines under the answer's name, run as a notebook's is.

    Raises
    ------
    Exception
        Whatever comes of running it.
    """
    names = {name: _own(value) for name, value in _globals_of(question.right).items()}
    names |= {"__name__": "__main__", "np": np}
    filename = f"<mutant {number}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    exec(compile(source, filename, "exec"), names)
    return names[question.name]


def _own(value: Any) -> Any:
    """Return an array of its own, which a mutant may change; a right answer for its question."""
    if isinstance(value, np.ndarray):
        return value.copy()
    return value.right if isinstance(value, Code) else value


# How it is judged


def judge(task: tuple[str, int, bool]) -> list[Verdict]:
    """Return the verdicts on a mutant: one for code, one for each way to type a value."""
    question_id, index, diagnosed = task
    question, mutant = questions()[question_id], _mutants(question_id)[index]
    verdict = Verdict(
        question_id,
        index,
        question.name,
        question.kind,
        rule=mutant.rule,
        diff=diff(cell_of(question_id), mutant.source),
        diagnosed=diagnosed,
    )
    silent = StringIO()
    with (
        ExitStack() as stack,
        warnings.catch_warnings(),
        redirect_stdout(silent),
        redirect_stderr(silent),
    ):
        warnings.simplefilter("ignore")
        if not diagnosed:
            stack.enter_context(_in_short())
        try:
            if isinstance(question, Value):
                return list(_judged_values(question, mutant, verdict))
            assert isinstance(question, Code)
            return [_judged_code(question, mutant, verdict)]
        except Exception as error:  # a check must never fail
            verdict.failed, verdict.message = True, f"{type(error).__name__}: {error}"
            return [verdict]


def _judged_code(question: Code, mutant: Mutant, verdict: Verdict) -> Verdict:
    clock = Clock(SECONDS)
    try:
        with clock.running():
            answer = answer_of(question, mutant.source, verdict.index)
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # it cannot even be defined
        return _seen_by_python(verdict, error)
    try:
        with clock.running():
            for asked in together(question.id):
                assert isinstance(asked, Code)
                started = time.perf_counter()
                question = asked
                result = asked.grade({asked.name: answer}, 0)
                if not result.right:
                    break
    except KeyboardInterrupt as error:  # it never ends, which a learner is told
        return _seen_by_python(verdict, error)
    verdict.seconds = time.perf_counter() - started
    _take(verdict, result)
    changed = changed_lines(cell_of(question.id), mutant.source)
    texts = [line.strip() for line in mutant.source.splitlines()]
    verdict.quoted = any(
        f"at `{texts[n - 1]}`" in result.seen for n in changed if 0 < n <= len(texts)
    )
    if verdict.diagnosed and verdict.detected:
        _confirm(question, answer, mutant, result, verdict)
    return verdict


def _seen_by_python(verdict: Verdict, error: BaseException) -> Verdict:
    """Return the verdict on what needs no diagnosis."""
    verdict.detected, verdict.diagnosed = True, False
    verdict.message = f"{type(error).__name__}: {error}"
    return verdict


@contextmanager
def _in_short() -> Iterator[None]:
    """Let checks only say right or wrong, and look neither for what explains it nor for a place."""
    with (
        patch.object(code, "explain", lambda *_, **__: []),
        patch.object(Code, "located", lambda *_, **__: []),
        patch.object(Value, "_diagnosis", lambda question, *_: wrong(question.title, "", (), "")),
    ):
        yield


def _take(verdict: Verdict, result: Result) -> None:
    verdict.detected = not result.right
    if verdict.diagnosed:
        sure = getattr(result, "sure", True)
        verdict.named = [each.name for each in result.looks_like] if sure else []
        verdict.lines = [each.line for each in getattr(result, "locations", ())]
        verdict.message = result.message


def _confirm(question: Code, answer: Any, mutant: Mutant, result: Result, verdict: Verdict) -> None:
    """Ask, on inputs that no check has seen, whether what was said of a mutant is so."""
    clock = Clock(3 * CONFIRMING)
    try:
        with clock.running():
            if verdict.named:
                verdict.name_holds = _is_so_elsewhere(question, answer, result)
            if verdict.lines:
                verdict.where = _where(question, mutant, verdict)
    except KeyboardInterrupt:
        verdict.where = verdict.where or ("unconfirmed" if verdict.lines else "")


def _is_so_elsewhere(question: Code, answer: Any, result: Result) -> bool:
    """Return whether something that was named is the case on other inputs, too.

    A misconception of a table is an implementation, which must give the same there. What has none
    of its own (a relation to what is right, or what an answer does besides its numbers) must be
    named again in one of a few tries: which of its words fit depends on the parts that fail.
    """
    names = {each.name for each in result.looks_like if each.answer in (answer, question.right)}
    if names:
        again = (question.grade({question.name: answer}, FRESH + k) for k in range(AGAIN))
        return any(names & {named.name for named in each.looks_like} for each in again)
    return any(_gives_the_same(question, answer, each.answer) for each in result.looks_like)


def _gives_the_same(question: Code, answer: Any, other: Any) -> bool:
    """Return whether two wrong answers agree in a part that is wrong, wherever it is."""
    cases = [
        [question.observations(each, seed) for seed in (FRESH, FRESH + 1)]
        for each in (question.right, answer, other)
    ]
    right, given, told = ([seen for seed in each for seen in seed] for each in cases)
    wrong: dict[str, bool] = {}
    for expected, seen, named in zip(right, given, told, strict=True):
        assert not isinstance(expected, Failure)
        if isinstance(seen, Failure) or isinstance(named, Failure):
            if not same(seen, expected):
                wrong[""] = wrong.get("", True) and same(seen, named)
            continue
        for part in expected:
            if part not in seen or not same_part(seen[part], expected[part]):
                agree = part in seen and part in named and same_part(seen[part], named[part])
                wrong[part] = wrong.get(part, True) and agree
    return any(wrong.values())


def _where(question: Code, mutant: Mutant, verdict: Verdict) -> str:
    assert verdict.lines
    original, pointed = cell_of(question.id), set(verdict.lines)
    changed = changed_lines(original, mutant.source)
    if "line" in mutant.rule:  # put elsewhere, or left out: then the block is a place to look at
        changed |= headers(mutant.source, changed)
    if changed & pointed:
        return "the changed line"
    if unread(original, mutant.source) & pointed:
        return "an argument no longer read"
    repaired = all(_can_be_repaired(question, mutant.source, line) for line in verdict.lines)
    return "confirmed elsewhere" if repaired else "unconfirmed"


def _can_be_repaired(question: Code, source: str, line: int) -> bool:
    """Return whether one of our own edits of a line makes a mutant right."""
    end = time.perf_counter() + CONFIRMING
    for repaired in mutants(source, line):
        if time.perf_counter() > end:
            return False
        try:
            answer = answer_of(question, repaired.source)
        except Exception:
            continue
        if _is_right(question, answer):
            return True
    return False


def _is_right(question: Code, answer: Any) -> bool:
    for seed in (FRESH, FRESH + 1):
        expected = question.observations(question.right, seed)
        given = question.observations(answer, seed)
        if not all(same(*pair) for pair in zip(given, expected, strict=True)):
            return False
    return True


# Values


def _judged_values(question: Value, mutant: Mutant, verdict: Verdict) -> Iterator[Verdict]:
    try:
        formula = answer_of(question, mutant.source, verdict.index)
        value = _computed(question, formula, question.numbers)
    except (Exception, SystemExit):  # a learner's own cell fails: there is no answer
        return
    if value is None or not np.isfinite(value).all():
        return
    for typed, answer in zip(TYPED, (value, np.round(value, 2)), strict=True):
        each = copy.copy(verdict)
        each.typed = typed
        answers = {name: question.truths[name] for name in question.takes if name != question.name}
        started = time.perf_counter()
        result = question.grade({**answers, question.name: answer}, 0)
        each.seconds = time.perf_counter() - started
        _take(each, result)
        each.lines = []
        if each.named:
            each.name_holds = _is_so_of_other_numbers(question, formula, result)
        yield each


def _computed(question: Value, formula: Any, numbers: Any) -> Any:
    with np.errstate(all="ignore"):
        value = formula(*(_own(numbers[name]) for name in question.uses))
    return None if value is None else np.asarray(value, float)


def _is_so_of_other_numbers(question: Value, formula: Any, result: Result) -> bool:
    """Return whether something that was named of a value is so over other numbers, too.

    A misconception's formula must give the same there, or it must be named again. Of a question
    that builds on no numbers there are no others: there, what was named counts as it is.
    """
    rng = np.random.default_rng(FRESH)
    return all(_is_named_over(question, formula, result, rng) for _ in range(2))


def _is_named_over(question: Value, formula: Any, result: Result, rng: np.random.Generator) -> bool:
    given, truths = (
        {name: fixed(each * rng.uniform(0.8, 1.2, np.shape(each))) for name, each in some.items()}
        for some in (question.given, question.truths)
    )
    try:
        other = _one_way(question).variant(given, truths, 0)
        value = _computed(other, formula, other.numbers)
    except Exception:  # nothing follows from these
        return False
    if any(_is_the_same_formula(other, value, each) for each in result.looks_like):
        return True
    earlier = {name: other.truths[name] for name in other.takes if name != other.name}
    again = other.grade({**earlier, other.name: value}, 0)
    return bool(
        {each.name for each in result.looks_like} & {each.name for each in again.looks_like}
    )


def _one_way(question: Value) -> Value:
    """Return a question without its other way to the value: over any numbers the two part."""
    alone = copy.copy(question)
    alone.also, alone.also_uses = None, ()
    return alone


def _is_the_same_formula(question: Value, value: Any, known: Any) -> bool:
    uses = known.uses or question.uses
    try:
        told = np.asarray(known.answer(*(_own(question.numbers[name]) for name in uses)), float)
    except Exception:
        return False
    return np.size(value) == told.size and np.allclose(
        np.ravel(value), np.ravel(told), equal_nan=True
    )
