"""Which mistake a wrong value comes from, and how sure that is.

Every explanation predicts numbers. Those that agree with what was given are weighed against each
other, and against the chance that an unknown mistake happens to give the same: a few digits prove
little, and many digits or entries much. Explanations are a table's misconceptions, the right
answer's own source with one change (see `edits`), one of these in some entries only, or followed
by a sign, a factor or a sum too much; each with numbers that are rounded on paper, or are not.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.edits import edits
from workbook.checks.diagnosis.kinds import Kind, mirrored
from workbook.checks.diagnosis.nodes import Edit
from workbook.checks.diagnosis.paper import PAPER, rounded_inputs, rounded_inside
from workbook.checks.diagnosis.source import places
from workbook.checks.misconception import Misconception
from workbook.checks.reading import Floats, Given

SURE = 0.95  # how likely an explanation must be to be told as the only one
LIKELY = 0.5  # ... and some explanations together, to be told at all
MOST_TOLD = 3
NEXT_TO_NONE = 0.02  # of the likeliest: what is less likely than that is not worth a line

# How many of the wrong answers that were looked at had a cause of each sort: shares of one.
IN_TABLE, ONE_CHANGE, UNKNOWN = 0.7, 0.2, 0.1
# Where a table or a source has fewer mistakes than that, each is no likelier for it.
FEWEST_KNOWN, FEWEST_CHANGES = 5, 40.0
TWO_AT_ONCE = 0.05  # of those that have this sort of cause, how many have another one besides
ON_PAPER = 0.5  # ... and how many go on with rounded numbers

Numbers = Mapping[str, Floats]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Explanation:
    """A mistake that may explain an answer, and how likely that was before looking.

    Attributes
    ----------
    misconception : Misconception
        With the words for it.
    weight : float
    predictions : list of array
        What it gives, by different roundings; first without any.
    """

    misconception: Misconception
    weight: float
    predictions: list[Floats]

    def masks(self, given: Given) -> Iterator[Mask]:
        """Yield which entries agree with what was given, prediction by prediction."""
        values = [value for value in self.predictions if value.shape == given.value.shape]
        if values:
            yield from agreeing(given, np.stack(values))

    def support(self, given: Given) -> float:
        """Return the weight that is left when it has been compared with what was given."""
        whole = [mask.all() for mask in self.masks(given)]
        if not any(whole):
            return 0.0
        plain = agrees(given, self.predictions[0])
        return self.weight * (1 - ON_PAPER if plain else ON_PAPER * sum(whole) / len(whole))


@dataclass(frozen=True)
class Verdict:
    """What explains an answer: at most three misconceptions, likeliest first."""

    told: tuple[Misconception, ...] = ()
    sure: bool = False


def agreeing(given: Given, value: Floats) -> Mask:
    """Return which entries are the same but for the rounding of what was given."""
    with np.errstate(invalid="ignore"):
        near: Mask = np.abs(given.value - value) <= given.half_unit * (1 + 1e-9)
    return near


def agrees(given: Given, value: Floats) -> bool:
    """Return whether all entries are, and the shape is."""
    return value.shape == given.value.shape and bool(agreeing(given, value).all())


def is_choice(truth: Floats) -> bool:
    """Return whether one chooses from few answers: yes or no, or an order of things.

    To tell how many entries are right, or which, would let one try them one by one.
    """
    is_order = truth.ndim == 1 and np.array_equal(np.sort(truth), np.arange(1, truth.size + 1))
    return truth.size > 1 and (is_order or bool(np.isin(truth, (0, 1)).all()))


def chance(given: Given, truth: Floats) -> float:
    """Return how likely an unknown mistake gives these numbers.

    A number is about as large as the true one, or a few times as large, and of either sign. Of
    several wrong entries two count: one slip on the way spoils all that follows from it.
    """
    if given.value.shape != truth.shape:
        truth = np.full(given.value.shape, np.abs(truth).mean())
    whole = bool(np.all(truth == np.round(truth)) and np.all(given.value == np.round(given.value)))
    unit = np.where(whole, 1.0, 2 * given.half_unit)
    scale = np.maximum(np.maximum(np.abs(truth), np.abs(truth).mean()), unit)
    each = np.minimum(0.5, unit / (np.pi * scale * (1 + (given.value / scale) ** 2)))
    each = np.where(given.value == 0, 0.5, each)  # the number that comes of many mistakes
    right = agreeing(given, truth)
    each = np.sort(each[~right])[:2] if not right.all() else np.ones(1)
    return float(np.prod(each) * (0.5 if right.any() else 1.0))


def judged(
    weights: Iterable[tuple[Misconception, float]],
    unknown: float,
    two: Iterable[tuple[Misconception, float]] = (),
) -> Verdict:
    """Return the verdict on explanations that agree, by their weights.

    Parameters
    ----------
    weights : iterable of (Misconception, float)
    unknown : float
        The weight of a mistake that nobody has thought of.
    two : iterable of (Misconception, float)
        Explanations by two mistakes at once. They are never sure: not all pairs are tried.
    """
    two = list(two)
    never_sure = {misconception.name for misconception, _ in two}
    weights = [*weights, *two]
    found: dict[str, tuple[Misconception, float]] = {}
    for misconception, weight in weights:
        first, before = found.get(misconception.name, (misconception, 0.0))
        found[misconception.name] = first, before + weight
    ranked = sorted(found.values(), key=lambda pair: -pair[1])
    total = sum(weight for _, weight in ranked) + unknown
    if not ranked or total == 0:
        return Verdict()
    likeliest = ranked[0][1]
    if likeliest >= SURE * total and ranked[0][0].name not in never_sure:
        return Verdict((ranked[0][0],), sure=True)
    kept = [pair for pair in ranked if pair[1] > NEXT_TO_NONE * likeliest][:MOST_TOLD]
    if sum(weight for _, weight in kept) < LIKELY * total:
        return Verdict()
    return Verdict(tuple(misconception for misconception, _ in kept))


# What a table knows


def explanation(
    misconception: Misconception,
    weight: float,
    sources: Sequence[Numbers],
    given_names: Iterable[str],
) -> Explanation:
    """Return an explanation by a table's misconception, with all ways to round.

    Parameters
    ----------
    misconception : Misconception
    weight : float
    sources : sequence of mapping
        Numbers from which a learner may have started, likeliest first.
    given_names : iterable of str
        Which of them are given numbers, and never rounded.
    """
    known = set(given_names)
    names = [name for name in misconception.uses if name not in known]
    found: list[Floats] = []
    for source in sources:
        inputs = {name: source[name] for name in misconception.uses}
        found += with_rounded_inputs(misconception, source, known)
        found += rounded_inside(misconception.answer, inputs, names)
    return Explanation(misconception, weight, found)


def with_rounded_inputs(
    misconception: Misconception, source: Numbers, given_names: Iterable[str]
) -> list[Floats]:
    """Return what a misconception gives from numbers that are rounded first, or are not."""
    known = set(given_names)
    names = [name for name in misconception.uses if name not in known]
    inputs = {name: source[name] for name in misconception.uses}
    rounded = rounded_inputs(inputs, names)
    return [value for numbers in rounded for value in called(misconception.answer, numbers)]


def called(function: Callable[..., Any], numbers: Iterable[Any]) -> list[Floats]:
    """Return what a function gives, in a list; an empty one if it fails."""
    try:
        return [np.asarray(function(*numbers), float)]
    except Exception:  # what is changed need not be computable
        return []


# What follows from the right answer's source

# Kinds that mean something where no code was seen, and how they are told there.
WORDS: dict[Kind, str] = {
    kinds.BRACKETS: "brackets are missing, or stand in another place",
    kinds.SIGN: "a sign is turned round",
    kinds.OPERATOR: "another operation is done in one place",
    kinds.ORDER: "two things have changed places",
    kinds.AXIS: "it is added up along another axis",
    kinds.TRANSPOSE: "rows and columns are exchanged on the way",
    kinds.MEAN: "a sum stands where a mean belongs, or the reverse",
    kinds.FUNCTION: "another function is used",
    kinds.EXTRA_FUNCTION: "a function is applied that does not belong there",
    kinds.MISSING_FUNCTION: "a function is not applied",
    kinds.CONSTANT: "one of the numbers that go in is another",
    kinds.VARIABLE: "another quantity is used in one place",
    kinds.INDEX: "entries are taken from another place",
    kinds.EXTRA_FACTOR: "there is a factor too much",
    kinds.MISSING_FACTOR: "a factor is missing",
    kinds.EXTRA_TERM: "there is a term too much",
    kinds.MISSING_TERM: "a term is missing",
    kinds.POWER: "a power or root is missing, or is too much",
    kinds.COMPARISON: "a comparison is another than the one that is meant",
}


@dataclass(frozen=True)
class Mutant:
    """The right answer with one change."""

    words: str
    cost: int
    function: Callable[..., Any]


@dataclass
class Mutants:
    """All single changes of a right answer's source.

    Attributes
    ----------
    right : callable
    names : sequence of str
        Of all numbers that a learner may put in: those it takes come first.
    """

    right: Callable[..., Any]
    names: Sequence[str]

    @cached_property
    def all(self) -> list[Mutant]:
        """They are made once for a question."""
        tree = _source(self.right)
        if tree is None:
            return []
        target = tree.body[-1]
        assert isinstance(target, ast.FunctionDef)
        taken = [argument.arg for argument in target.args.args]
        if taken != list(self.names[: len(taken)]):
            return []
        # What it does not take may be put in by mistake.
        target.args.args += [ast.arg(name) for name in self.names[len(taken) :]]
        found = []
        for words, edit in [*_worded(edits(tree)), *_misplaced(tree)]:
            with edit.place.holding(edit.new):
                function = self._compiled(tree, target.name)
            if function is not None:
                found.append(Mutant(words, edit.cost, function))
        return found

    def _compiled(self, tree: ast.Module, name: str) -> Callable[..., Any] | None:
        names = dict(getattr(self.right, "__globals__", {}))
        try:
            exec(compile(ast.fix_missing_locations(tree), "<a mistake>", "exec"), names)
        except (SyntaxError, ValueError, TypeError):
            return None
        function: Callable[..., Any] = names[name]
        return function


@cache
def mutants_of(right: Callable[..., Any], names: tuple[str, ...]) -> Mutants:
    """Return the `Mutants` of a right answer; they serve all variants of its question."""
    return Mutants(right, names)


def _source(function: Callable[..., Any]) -> ast.Module | None:
    """Return a function's tree, after those of its own module that it calls; None if unknown."""
    seen: dict[str, ast.FunctionDef] = {}

    def add(function: Any) -> bool:
        try:
            found = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        except (OSError, TypeError, SyntaxError):
            return False
        if not isinstance(found, ast.FunctionDef) or function.__closure__:
            return False
        found.decorator_list = []
        for name in function.__code__.co_names:
            other = function.__globals__.get(name)
            own = inspect.isfunction(other) and other.__module__ == function.__module__
            if own and name not in seen and other is not function:
                add(other)
        seen[found.name] = found
        return True

    return ast.Module(list(seen.values()), []) if add(function) else None


def _worded(found: Iterable[Edit]) -> Iterator[tuple[str, Edit]]:
    """Yield the edits that mean something here, each with its words."""
    for edit in found:
        # How many samples or entries there are is no factor here.
        sized = edit.kind is kinds.MISSING_FACTOR and _is_sized(edit.new)
        words = "" if sized else _words(edit)
        if words:
            yield words, edit


def _is_sized(new: Any) -> bool:
    """Return whether something is multiplied or divided by a size, or divided by a variable."""
    if not isinstance(new, ast.BinOp):
        return False
    is_divided = isinstance(new.op, ast.Div) and isinstance(new.right, ast.Name)
    return is_divided or isinstance(new.right, ast.Subscript | ast.Attribute | ast.Call)


def _misplaced(tree: ast.AST) -> Iterator[tuple[str, Edit]]:
    """Yield the edits that let a factor multiply the other one of two terms."""
    for place in places(tree):
        match place.node:
            case ast.BinOp(first, ast.Add() | ast.Sub() as sign, ast.BinOp(f, ast.Mult(), second)):
                moved = ast.BinOp(ast.BinOp(f, ast.Mult(), first), sign, second)
            case ast.BinOp(ast.BinOp(f, ast.Mult(), first), ast.Add() | ast.Sub() as sign, second):
                moved = ast.BinOp(first, sign, ast.BinOp(f, ast.Mult(), second))
            case _:
                continue
        name = f.id if isinstance(f, ast.Name) else "a factor"
        new = ast.copy_location(moved, place.node)
        yield f"{name} multiplies another term than it should", Edit(place, new, kinds.ORDER, 2)


def _words(edit: Edit) -> str:
    """Return how the mistake is told that an edit makes of what is right; empty for none."""
    kind = mirrored(edit.kind)
    words = WORDS.get(kind, "")
    old, new = edit.place.node, edit.new
    if kind is kinds.EXTRA_FUNCTION and isinstance(new, ast.Call):
        squares = ast.unparse(new.func) in ("np.square", "np.sqrt")
        return WORDS[kinds.POWER] if squares else words
    if kind is kinds.VARIABLE and isinstance(new, ast.Name):
        return f"{new.id} stands where another quantity belongs"
    if kind in (kinds.MISSING_FACTOR, kinds.MISSING_TERM) and isinstance(old, ast.BinOp):
        gone = old.right if new is old.left else old.left
        if isinstance(gone, ast.Name):
            return f"{gone.id} is missing"
    return words


# One mistake after another, or in some entries only


@dataclass(frozen=True)
class Afterwards:
    """Something that is done to a whole result.

    Attributes
    ----------
    words : str
    change : callable
        What comes of an array.
    undo : callable, optional
        Takes it back, if it can be taken back.
    """

    words: str
    change: Callable[[Floats], Any]
    undo: Callable[[Floats], Floats] | None = None


def _reversed(v: Floats) -> Floats:
    return v[..., ::-1] if v.ndim else v


def _upside_down(v: Floats) -> Floats:
    return v[::-1] if v.ndim > 1 else v


SCALED = (
    Afterwards("the sign is the other way round", lambda v: -v, lambda v: -v),
    Afterwards("it is doubled", lambda v: 2 * v, lambda v: v / 2),
    Afterwards("it is halved", lambda v: v / 2, lambda v: 2 * v),
)
MOVED = (
    Afterwards("the entries are in the reverse order", _reversed, _reversed),
    Afterwards("the rows are in the reverse order", _upside_down, _upside_down),
)
SUMMED = (
    Afterwards("the entries are added up to one number", lambda v: [np.sum(v)]),
    Afterwards("the entries are averaged", lambda v: [np.mean(v)]),
    Afterwards("the rows are added up", lambda v: np.sum(v, axis=0) if v.ndim > 1 else v),
    Afterwards("the columns are added up", lambda v: np.sum(v, axis=-1) if v.ndim > 1 else v),
)


def followed(
    explanations: Sequence[Explanation], given: Given
) -> Iterator[tuple[Misconception, float]]:
    """Yield explanations that agree if one operation more is done at the end."""
    for last in (*SCALED, *MOVED):
        assert last.undo is not None
        before = Given(last.undo(given.value), np.abs(last.undo(given.half_unit)))
        if np.array_equal(before.value, given.value):
            continue
        for each in explanations:
            if agrees(before, each.predictions[0]):
                name = f"{each.misconception.name}, and {last.words}"
                weight = TWO_AT_ONCE * each.weight / len((*SCALED, *MOVED))
                yield Misconception(name, each.misconception.answer), weight


def right_but_for_the_end(
    right: Callable[..., Any], expected: Sequence[Floats]
) -> Iterator[Explanation]:
    """Yield explanations by the right answer that is moved or added up in the end."""
    for last in (*MOVED, *SUMMED):
        changed = [np.asarray(last.change(value), float) for value in expected]
        if all(map(np.array_equal, changed, expected)):
            continue
        weight = ONE_CHANGE / len((*MOVED, *SUMMED))
        yield Explanation(Misconception(last.words, right), weight, changed)


def in_parts(
    explanations: Sequence[Explanation], given: Given, right: Mask
) -> Iterator[tuple[Misconception, float]]:
    """Yield what explains the wrong entries, where others are right; or two that do so together.

    Parameters
    ----------
    explanations : sequence of Explanation
    given : Given
    right : array of bool
        Which entries are right.
    """
    wrong = ~right
    partial: list[tuple[Explanation, Mask]] = []
    for each in explanations:
        for mask in each.masks(given):
            if (mask & wrong).any():
                partial.append((each, mask & wrong))
                break
    for each, mask in partial:
        if right.any() and np.array_equal(mask, wrong):
            name = f"{each.misconception.name}, {where(wrong) or 'in some entries'} only"
            told = Misconception(name, each.misconception.answer, each.misconception.hint)
            yield told, TWO_AT_ONCE * each.weight
    for (one, first), (two, second) in combinations(partial, 2):
        rest = wrong & ~first
        if rest.any() and first.any() and np.array_equal(first | second, wrong):
            words = f"{one.misconception.name}, {where(first) or 'in some entries'}"
            name = f"{words}; and {two.misconception.name}, {where(rest) or 'in others'}"
            told = Misconception(name, one.misconception.answer)
            yield told, TWO_AT_ONCE * one.weight * two.weight


def where(mask: Mask) -> str:
    """Say where some entries stand: "in entry 2", "in row 1"; nothing if they are scattered."""
    places = np.argwhere(mask) + 1
    if mask.ndim == 1:
        entries = [str(place[0]) for place in places]
        if len(entries) == 1:
            return f"in entry {entries[0]}"
        return f"in entries {', '.join(entries[:-1])} and {entries[-1]}"
    if len(places) == 1:
        return f"in row {places[0][0]}, column {places[0][-1]}"
    for name, axis in (("row", 0), ("column", 1)):
        if mask.ndim == 2 and mask.shape[axis] > 1 and len(set(places[:, axis])) == 1:
            return f"in {name} {places[0][axis]}"
    return ""


def by_one_change(
    mutants: Mutants, given_names: Iterable[str], sources: Sequence[Numbers]
) -> list[Explanation]:
    """Return explanations by one change of the right answer, with numbers rounded alike.

    Parameters
    ----------
    mutants : Mutants
    given_names : iterable of str
        Which numbers are given, and never rounded.
    sources : sequence of mapping
        Numbers from which a learner may have started, likeliest first.
    """
    known = set(given_names)
    inputs = [
        [
            number if decimals is None or name in known else np.round(number, decimals)
            for name, number in ((name, source[name]) for name in mutants.names)
        ]
        for source in sources
        for decimals in (None, *PAPER)
    ]
    total = max(FEWEST_CHANGES, sum(2.0**-each.cost for each in mutants.all))
    found = []
    for mutant in mutants.all:
        values = [value for numbers in inputs for value in called(mutant.function, numbers)]
        if values:
            told = Misconception(mutant.words, mutant.function)
            found.append(Explanation(told, ONE_CHANGE * 2.0**-mutant.cost / total, values))
    return found
