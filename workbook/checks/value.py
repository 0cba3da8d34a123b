"""Values: held to the decimals they are given with, and carried forward.

What is expected is computed anew from the learner's own earlier answers, so that one slip costs
one answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from workbook.checks.diagnosis.paper import PAPER, rounded_inside
from workbook.checks.diagnosis.values import (
    FEWEST_KNOWN,
    IN_TABLE,
    UNKNOWN,
    Explanation,
    Verdict,
    agrees,
    by_one_change,
    chance,
    explanation,
    followed,
    in_parts,
    is_choice,
    judged,
    mutants_of,
    right_but_for_the_end,
    where,
    with_rounded_inputs,
)
from workbook.checks.misconception import Misconception
from workbook.checks.question import Checked, TableError, nearest, parameters_of
from workbook.checks.reading import Floats, Given, Missing, NotANumber, fixed, read
from workbook.checks.result import Result, unanswered, wrong

HALF_UNIT = 0.005  # of the last of two decimals
MOST_WORDS = 99  # of a message
NUMERICAL = 1e-5  # relative: how far grids and small numbers ε may lead away
FAR = 0.05  # relative: further than that no rounding on the way leads
FEW = 3  # right entries, from which on it is told where the others stand
MANY_DIGITS = 1e-5  # half a unit of the last of so many that they leave no doubt
COARSE = 1e-3  # relative, of the coarsest type of number: float16

FACTORS = {
    -1.0: "the sign is the other way round",
    2.0: "it is twice as large as it should be",
    0.5: "it is half as large as it should be",
    -2.0: "it has the wrong sign and is twice as large as it should be",
    -0.5: "it has the wrong sign and is half as large as it should be",
    10.0: "the decimal point is one place too far right",
    0.1: "the decimal point is one place too far left",
}

Earlier = Mapping[str, Given]


@dataclass(frozen=True)
class Expected:
    """A value, and how far the rounding of earlier answers can move each of its entries."""

    value: Floats
    spread: Floats | float = 0.0

    def times(self, factor: float) -> "Expected":
        """Return the value that many times."""
        return Expected(factor * self.value, abs(factor) * self.spread)

    @property
    def transposed(self) -> "Expected":
        """The value with rows and columns exchanged."""
        return Expected(self.value.T, np.broadcast_to(self.spread, self.value.shape).T)

    def distance(self, given: Given) -> float:
        """Return the largest difference in units of what rounding allows; ≤ 1 is agreement."""
        allowed = (given.half_unit + self.spread) * (1 + 1e-9)
        with np.errstate(invalid="ignore", divide="ignore"):
            difference = np.abs(given.value - self.value)
            units = np.where(difference == 0, 0, difference / allowed)
            units = np.where(np.isfinite(allowed), units, np.inf)  # of what has no bounds
        return float(np.max(units, initial=0))

    def agreement(self, given: Given) -> NDArray[np.bool_]:
        """Return which entries are within what rounding allows, of a value of the same shape."""
        with np.errstate(invalid="ignore"):
            near: NDArray[np.bool_] = (
                np.abs(given.value - self.value) <= given.half_unit + self.spread
            )
        return near

    def has_the_numbers_of(self, given: Given) -> bool:
        """Return whether only the shape is another."""
        return given.value.size == self.value.size and self.agrees(given.reshaped(self.value.shape))

    def agrees(self, given: Given) -> bool:
        """Return whether shapes are the same and all numbers within what rounding allows."""
        return given.value.shape == self.value.shape and self.distance(given) <= 1


@dataclass(eq=False, kw_only=True)
class Value(Checked):
    """A value answered in a cell, by hand or by code.

    Attributes
    ----------
    right : callable
        Computes the value; its parameters are the names of given numbers and earlier answers.
    also : callable, optional
        Another way to the value, from other earlier answers: right is what agrees with either.
    given : mapping
        The given numbers by their names.
    truths : mapping
        The true value of each earlier answer, by its name.
    """

    kind: ClassVar[str] = "value"

    also: Callable[..., Any] | None = None
    given: Mapping[str, Floats] = field(default_factory=dict)
    truths: Mapping[str, Floats]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.numbers = {**self.given, **self.truths}
        self.uses = parameters_of(self.right)
        self.also_uses = parameters_of(self.also) if self.also else ()
        self._from_the_truth: dict[str, Expected] = {}
        self._require_earlier((*self.uses, *self.also_uses), "the right answer")
        self.truth = self.true_value(self.numbers)
        if self.also and not np.allclose(
            self._computed(self.also, self.also_uses, "also", self.numbers), self.truth
        ):
            raise TableError(f"{self.id}: the other way does not lead to the right answer")

    def _require_earlier(self, names: Sequence[str], whose: str) -> None:
        for name in names:
            if name not in self.numbers:
                raise TableError(
                    f"{self.id}: {whose} takes {name}, which is no given number, nor an answer of "
                    "an earlier question" + nearest(name, self.numbers)
                )

    def true_value(self, numbers: Mapping[str, Floats]) -> Floats:
        """Return what is right over some given numbers and earlier answers.

        Raises
        ------
        TableError
            If nothing finite is.
        """
        value = self._computed(self.right, self.uses, "the right answer", numbers)
        if not np.isfinite(value).all():
            raise TableError(f"{self.id}: the right answer holds nan or infinity, or nothing")
        return value

    def _add(self, misconception: Misconception) -> None:
        uses = misconception.uses or parameters_of(misconception.answer)
        misconception = replace(misconception, uses=uses)
        self._require_earlier(uses, repr(misconception.name))
        self.answer_with(misconception)
        super()._add(misconception)

    def answer_with(self, misconception: Misconception) -> Floats:
        """Return what a learner with a misconception answers, whose earlier answers are right."""
        whose = repr(misconception.name)
        return self._computed(misconception.answer, misconception.uses, whose, self.numbers)

    def variant(
        self, given: Mapping[str, Floats], truths: Mapping[str, Floats], salt: int
    ) -> "Value":
        """Return this question over other given numbers, and what follows from them.

        Raises
        ------
        TableError
            If something cannot be computed from these.
        """
        numbers = {**given, **truths}
        names = {*self.uses, *self.also_uses}.union(*(each.uses for each in self.misconceptions))
        if all(np.array_equal(numbers[name], self.numbers[name]) for name in names):
            return self
        other = replace(self, given=dict(given), truths=dict(truths))
        for misconception in self.misconceptions:
            other._add(misconception)
        return other

    def _computed(
        self,
        function: Callable[..., Any],
        uses: Sequence[str],
        whose: str,
        numbers: Mapping[str, Floats],
    ) -> Floats:
        """Return what a function gives for some numbers, or refuse it."""
        try:
            with np.errstate(all="ignore"):
                value = function(*(numbers[name] for name in uses))
            if value is None:
                raise TypeError("it gives None: is a `return` missing?")
            return fixed(value)  # who would change it in place is refused here
        except Exception as error:
            kind = type(error).__name__
            raise TableError(f"{self.id}: {whose} cannot be computed ({kind}: {error})") from error

    @property
    def takes(self) -> tuple[str, ...]:
        """Name of the answer, then those of the earlier answers it builds on."""
        names = dict.fromkeys((self.name, *self.uses, *self.also_uses))
        return tuple(name for name in names if name not in self.given)

    @property
    def optional(self) -> frozenset[str]:
        """What only the other way needs."""
        return frozenset(self.also_uses) - {self.name, *self.uses}

    def _grade(self, answers: Mapping[str, Any], seed: int) -> Result:
        try:
            given = read(answers[self.name])
        except Missing as reason:
            return unanswered(self.title, str(reason))
        except NotANumber as reason:
            return wrong(self.title, str(reason), (), "Give plain numbers.")
        if self.truth.size == given.value.size == 1:
            given = given.reshaped(self.truth.shape)
        earlier, absent = self._earlier(self.uses, answers)
        if absent:
            return wrong(
                self.title,
                f"this answer is checked against your own {' and '.join(absent)}, "
                "which is missing or has another shape",
                (),
                f"Answer {' and '.join(absent)} first, then run this check again.",
            )
        expected = list(self._expected(earlier, answers))
        agreements = [each.agrees(given) for each in expected]
        if any(agreements) or self._is_nearly(given, earlier, expected):
            review = not agreements[0] and self._hides_misconception(given, earlier)
            carried = not agreements[0] and any(self.slips(answers))
            return Result(title=self.title, right=True, review=review, carried=carried)
        return self._diagnosis(given, earlier, expected)

    @np.errstate(all="ignore")
    def _is_nearly(self, given: Given, earlier: Earlier, expected: list[Expected]) -> bool:
        """Return whether it is right but for how it was computed.

        That is by a fine grid or with a small ε, or with results on the way that were rounded,
        where nothing that is known to be wrong gives the same.
        """
        if given.value.shape != self.truth.shape or not np.isfinite(given.value).all():
            return False
        computed = Expected(self.truth, NUMERICAL * np.abs(self.truth))
        whole = np.array_equal(self.truth, np.round(self.truth))
        near = not whole and computed.agrees(given)
        usual = Expected(expected[1].value, 2 * HALF_UNIT + FAR * np.abs(expected[1].value))
        if not near and not (usual.agrees(given) and self._is_rounded_inside(given, earlier)):
            return False
        return not self.matching(given, earlier) and not any(
            agrees(given, value)
            for misconception in self.misconceptions
            for source in self._sources(earlier)
            for value in with_rounded_inputs(misconception, source, self.given)
        )

    def _is_rounded_inside(self, given: Given, earlier: Earlier) -> bool:
        """Return whether it is right if results on the way are rounded."""
        names = [name for name in self.uses if name not in self.given]
        return any(
            agrees(given, value)
            for source in self._sources(earlier)
            for value in rounded_inside(
                self.right, {name: source[name] for name in self.uses}, names
            )
        )

    def at_a_glance(
        self, written: Iterable[Floats], answers: Mapping[str, Any]
    ) -> Iterator[tuple[bool, list[Misconception]]]:
        """Yield of each answer whether it is right, and else which known mistakes fit: three.

        This is what a check finds before it looks closer; `answers` are the earlier ones.
        """
        earlier, _ = self._earlier(self.uses, answers)
        expected = list(self._expected(earlier, answers))
        for given in map(read, written):
            if self.truth.size == given.value.size == 1:
                given = given.reshaped(self.truth.shape)
            right = any(each.agrees(given) for each in expected)
            yield right, [] if right else self.matching(given, earlier)[:3]

    def _expected(self, earlier: Earlier, answers: Mapping[str, Any]) -> Iterator[Expected]:
        """Yield the values that are right: the true one, and what follows from earlier answers."""
        yield Expected(self.truth)
        yield self._predict(self.right, self.uses, earlier)
        # Arithmetic typed into the cell has many digits, and may start from numbers rounded on
        # paper.
        for decimals in PAPER:
            rounded = {
                name: Given.exact(np.round(given.value, decimals))
                for name, given in earlier.items()
            }
            yield self._predict(self.right, self.uses, rounded)
        others, absent = self._earlier(self.also_uses, answers)
        if self.also and not absent:
            yield self._predict(self.also, self.also_uses, others)

    def _earlier(
        self, names: Sequence[str], answers: Mapping[str, Any]
    ) -> tuple[dict[str, Given], list[str]]:
        """Return the earlier answers as `Given`, and the names of those that cannot be used.

        One that is transposed or has other brackets has cost its own point, and is put right here.
        """
        earlier, absent = {}, []
        for name in names:
            if name in self.given:
                continue
            truth = self.truths[name]
            try:
                given = read(answers.get(name))
            except NotANumber:
                absent.append(name)
                continue
            if given.value.shape != truth.shape == given.value.T.shape:
                given = given.transposed
            if given.value.size == truth.size and np.isfinite(given.value).all():
                earlier[name] = _rounded_from(truth, given.reshaped(truth.shape))
            else:
                absent.append(name)
        return earlier, absent

    def slips(self, answers: Mapping[str, Any]) -> Iterator[str]:
        """Yield the names of earlier answers that are wrong, and not by rounding alone."""
        earlier, _ = self._earlier((*self.uses, *self.also_uses), answers)
        for name, given in earlier.items():
            if not Expected(self.truths[name], HALF_UNIT).agrees(given):
                yield name

    def unusable(self, answers: Mapping[str, Any]) -> list[str]:
        """Return the names of earlier answers that are missing, or cannot be computed with."""
        return self._earlier((*self.uses, *self.also_uses), answers)[1]

    @np.errstate(all="ignore")  # a wrong number may leave the domain of a logarithm
    def _predict(
        self, function: Callable[..., Any], uses: Sequence[str], earlier: Earlier
    ) -> Expected:
        """Return function(earlier answers), and how far their rounding can move it.

        Each entry of each earlier answer is moved by half a unit of its last decimal, up and down;
        the moves that this makes in the result are added up. Names that are no earlier answer of
        this question take their true value, which is not rounded.
        """
        inputs = {
            name: earlier[name].value if name in earlier else self.numbers[name] for name in uses
        }
        try:
            value = np.asarray(function(*inputs.values()), float)
        except Exception:  # earlier answers of which nothing follows, the root of −1, say
            return Expected(np.full(self.truth.shape, np.nan))
        spread = np.zeros(value.shape)
        for name in inputs.keys() & earlier.keys():
            half_unit = earlier[name].half_unit
            for index in map(tuple, np.argwhere(half_unit)) if half_unit.any() else ():
                moves = []
                for sign in (1, -1):
                    moved = inputs[name].copy()
                    moved[index] += sign * half_unit[index]
                    other = function(*(inputs | {name: moved}).values())
                    moves.append(np.abs(np.asarray(other, float) - value))
                spread = spread + np.maximum(*moves)
        return Expected(value, spread)

    def matching(self, given: Given, earlier: Earlier) -> list[Misconception]:
        """Return the misconceptions that give this answer, nearest first."""
        rounded = any(given.half_unit.any() for given in earlier.values())
        found = []
        for misconception in self.misconceptions:
            predictions = [self._predicted(misconception)]
            if rounded:
                function, uses = misconception.answer, misconception.uses
                predictions.append(self._predict(function, uses, earlier))
            distances = [
                each.distance(given)
                for each in predictions
                if each.value.shape == given.value.shape
            ]
            if distances and min(distances) <= 1:
                found.append((min(distances), misconception))
        return [misconception for _, misconception in sorted(found, key=lambda pair: pair[0])]

    def _predicted(self, misconception: Misconception) -> Expected:
        """Return what a misconception gives from true numbers; kept for reuse."""
        if misconception.name not in self._from_the_truth:
            predicted = self._predict(misconception.answer, misconception.uses, {})
            self._from_the_truth[misconception.name] = predicted
        return self._from_the_truth[misconception.name]

    def _hides_misconception(self, given: Given, earlier: Earlier) -> bool:
        """Return whether earlier slips make a misconception agree that true numbers tell apart."""
        exact = replace(given, value=self.truth)
        return any(
            not self._predicted(misconception).agrees(exact)
            for misconception in self.matching(given, earlier)
        )

    def _diagnosis(self, given: Given, earlier: Earlier, expected: list[Expected]) -> Result:
        """Return the `Result` of a wrong value: what was seen, what it looks like, what to try."""
        verdict = self._verdict(given, earlier, expected)
        known = verdict.told
        if not known and given.value.shape != self.truth.shape:
            seen = f"it has shape {given.value.shape} where {self.truth.shape} is asked for"
            hint = _shape_hint(given.value, self.truth.shape) or self.hint
            return wrong(self.title, seen, (), hint)
        seen = "you have " + np.array2string(
            given.value,
            separator=", ",
            prefix="Seen: you have ",
            formatter={"float_kind": "{:.6g}".format},
        )
        same_shape = given.value.shape == self.truth.shape
        if same_shape and not any(each in self.misconceptions for each in known):
            told = next((words for each in expected if (words := _describe(given, each))), "")
            seen += f"; {told}" if told else ""
        hint = self.hint
        whole = np.array_equal(given.value, np.round(given.value))
        if len(known) > 1 and not whole and given.half_unit.max() > COARSE / 2:
            hint += " More decimals would tell which of these it is."
        result = replace(wrong(self.title, seen, known, hint), sure=verdict.sure)
        if not verdict.sure and len(known) != 1 and hint:  # whose hint it is, is not known
            result = replace(result, hint=hint.strip())
        if len(result.message.split()) > MOST_WORDS:
            result = replace(result, looks_like=known[:2])
        return result

    def _verdict(self, given: Given, earlier: Earlier, expected: list[Expected]) -> Verdict:
        """Return which mistakes explain a wrong value: the table's first, then any."""
        known = self.matching(given, earlier)
        share = IN_TABLE / max(FEWEST_KNOWN, len(self.misconceptions))
        unknown = UNKNOWN * chance(given, self.truth)
        plain = [(misconception, share) for misconception in known]
        verdict = judged(plain, unknown)
        if verdict.sure and given.half_unit.max() < MANY_DIGITS:
            return verdict
        if is_choice(self.truth) or not np.isfinite(given.value).all():
            return verdict
        sources = self._sources(earlier)
        with np.errstate(all="ignore"):
            table = [explanation(each, share, sources, self.given) for each in self.misconceptions]
            more = [each for each in table if each.misconception not in known]
            supported = plain + _supports(more, given)
            verdict = judged(supported, unknown)
            if verdict.sure or known or any(each.has_the_numbers_of(given) for each in expected):
                return verdict
            return self._by_operators(given, expected, table, supported, sources)

    def _by_operators(
        self,
        given: Given,
        expected: list[Expected],
        table: list[Explanation],
        supported: list[tuple[Misconception, float]],
        sources: list[dict[str, Floats]],
    ) -> Verdict:
        """Return which mistakes explain a value that no misconception of the table does."""
        unknown = UNKNOWN * chance(given, self.truth)
        names = tuple(dict.fromkeys((*self.uses, *self.numbers)))
        changes = by_one_change(mutants_of(self.right, names), self.given, sources)
        changes += right_but_for_the_end(self.right, [each.value for each in expected])
        one = supported + _supports(changes, given)
        verdict = judged(one, unknown)
        if verdict.told:  # one mistake is likelier than two
            return verdict
        two = list(followed([*table, *changes], given))
        if given.value.shape == self.truth.shape and self.truth.size > 1:
            right = np.any([each.agreement(given) for each in expected], axis=0)
            two += in_parts([*table, *changes], given, right)
        return judged(one, unknown, two)

    def _sources(self, earlier: Earlier) -> list[dict[str, Floats]]:
        """Return the numbers from which a learner may have started: the own ones, the true ones."""
        true = dict(self.numbers)
        own = true | {name: given.value for name, given in earlier.items()}
        same = all(np.array_equal(own[name], number) for name, number in true.items())
        return [true] if same else [own, true]


def _supports(
    explanations: Iterable[Explanation], given: Given
) -> list[tuple[Misconception, float]]:
    """Return the explanations that agree with what was given, with the weight that is left."""
    found = ((each.misconception, each.support(given)) for each in explanations)
    return [pair for pair in found if pair[1] > 0]


def _rounded_from(truth: Floats, given: Given) -> Given:
    """Return an earlier answer; an entry that is the true number exactly has not been rounded.

    What rounding may move is measured by the true number: 1e14 in place of 0.3 is coarser by far
    than any answer, and everything would follow from it.
    """
    exact = np.isclose(given.value, truth, rtol=0, atol=1e-12)
    coarsest = 2 * HALF_UNIT + COARSE * np.abs(truth)
    return replace(given, half_unit=np.where(exact, 0, np.minimum(given.half_unit, coarsest)))


def _shape_hint(value: Floats, shape: tuple[int, ...]) -> str:
    if value.ndim == 2 and value.T.shape == shape:
        return "Is it transposed?"
    if value.size == np.prod(shape):
        return "There are as many entries as asked for: look at the brackets."
    if _is_split_by_commas(value, int(np.prod(shape))):
        return "Are there commas in the numbers? Python writes 0.3, not 0,3."
    return ""


def _is_split_by_commas(value: Floats, size: int) -> bool:
    """Return whether there are as many numbers too many as pairs of whole ones side by side."""
    entries, pairs, i = value.ravel(), 0, 0
    while i < len(entries) - 1:
        is_pair = entries[i] == round(entries[i]) and entries[i + 1] == round(entries[i + 1]) >= 0
        pairs += is_pair
        i += 2 if is_pair else 1
    return 0 < entries.size - size <= pairs


def _describe(given: Given, expected: Expected) -> str:
    """Say what a wrong value has in common with the expected one, without giving it away."""
    if not np.isfinite(given.value).all():
        return "nan and infinity are no answers"
    for factor, words in FACTORS.items() if np.any(given.value) and np.any(expected.value) else ():
        if expected.times(factor).agrees(given):
            return words
    if expected.value.ndim == 2 and expected.value.size > 1 and expected.transposed.agrees(given):
        return "it is transposed"
    coarse = replace(given, half_unit=2 * given.half_unit)
    if expected.agrees(coarse) and np.all(np.abs(given.value) <= np.abs(expected.value)):
        return "its digits are cut off rather than rounded"
    near = expected.agreement(given)
    if not near.any() or is_choice(expected.value):
        return ""
    told = f"{near.sum()} of {near.size} entries are right"
    place = where(~near)
    return f"{told}: look {place}" if near.sum() >= FEW and place else told
