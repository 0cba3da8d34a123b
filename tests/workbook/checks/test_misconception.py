"""A known way to be wrong, as it is written down."""

from dataclasses import FrozenInstanceError

import pytest

from workbook.checks.misconception import Misconception


def test_a_misconception_does_not_change_and_can_be_a_key():
    sign = Misconception("the sign is wrong", abs)
    with pytest.raises(FrozenInstanceError):
        sign.name = "it is halved"
    assert sign in {Misconception("the sign is wrong", abs): 1}
    assert sign != Misconception("the sign is wrong", len)


def test_a_misconception_has_a_name_an_answer_and_what_more_is_known():
    assert Misconception("it is halved", abs) == Misconception(
        name="it is halved", answer=abs, hint="", equivalent="", uses=()
    )
    assert Misconception("it is halved", abs, "Why?", "all are 0", ("a",)) == Misconception(
        name="it is halved", answer=abs, hint="Why?", equivalent="all are 0", uses=("a",)
    )
