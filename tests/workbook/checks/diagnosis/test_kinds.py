"""The kinds of mistake: how each is called, and which is made where another is undone."""

import pytest

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.explanation import Explanation
from workbook.checks.diagnosis.location import Location
from workbook.checks.misconception import Misconception

ALL = {name: kind for name, kind in vars(kinds).items() if isinstance(kind, kinds.Kind)}


def test_names_and_questions_are_as_recorded(note):
    for name, kind in ALL.items():
        note(name, kind.name, kind.question)
    note(*(kind.name for kind in kinds.FACTS))


@pytest.mark.parametrize("kind", ALL.values(), ids=ALL)
def test_what_is_undone_in_wrong_code_is_made_in_right_code(kind):
    other = kinds.mirrored(kind)
    assert kinds.mirrored(other) is kind
    extra, missing = "is too much", "is missing"
    if other is not kind:
        assert {extra, missing} & {kind.name[-len(extra) :], kind.name[-len(missing) :]} or (
            kinds.MISSING_FUNCTION in (kind, other)
        )


def test_what_is_too_much_in_wrong_code_is_missing_in_right_code():
    pairs = [("FUNCTION", kinds), ("FACTOR", kinds), ("TERM", kinds)]
    for name, module in pairs:
        extra, missing = (getattr(module, f"{each}_{name}") for each in ("EXTRA", "MISSING"))
        assert kinds.mirrored(extra) is missing and kinds.mirrored(missing) is extra
    assert kinds.mirrored(kinds.SIGN) is kinds.SIGN


def test_a_location_tells_the_place_and_then_the_kind():
    part = Location(3, "return z - t", "z - t", kinds.SIGN)
    assert part.steps == (
        "Look at line 3 of your cell: return z - t",
        "Line 3, z - t: a sign is turned round.",
    )
    whole = Location(3, "return z - t", "", kinds.SIGN)
    assert whole.steps[1] == "Line 3: a sign is turned round."


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["dW"], "it is halved (dW)"),
        (["dW", "db"], "it is halved (dW and db)"),
        (["dW", "db", "dX"], "it is halved (3 parts)"),
    ],
)
def test_an_explanation_is_told_with_its_parts(parts, name):
    explanation = Explanation(Misconception("it is halved", abs, "Why?"), frozenset(parts), True)
    assert explanation.told_with_parts() == Misconception(name, abs, "Why?")
