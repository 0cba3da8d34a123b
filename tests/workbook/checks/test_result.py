"""What is said of an answer, in every form that it can take; and how much of it."""

from dataclasses import replace

import pytest

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.explanation import Explanation
from workbook.checks.diagnosis.location import Location
from workbook.checks.misconception import Misconception
from workbook.checks.result import WIDTH, NotRightYet, Result, unanswered, wrong

SIGN = Misconception("the sign is wrong", abs, "Which way does it go?")
HALF = Misconception("it is halved", abs)
TWICE = Misconception("it is doubled", abs, "Is it twice too large?")
SQUARE = Misconception("it is squared", abs, "What is squared?")

PLAIN = Result(title="q1-1 a", seen="you have 3")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "q1-1 a is not right yet.\nSeen: you have 3."),
        ({"right": True, "hint": "No."}, "q1-1 a is right"),
        ({"answered": False, "hint": "Fill it in."}, "q1-1 a: you have 3.\nFill it in."),
        ({"seen": "is it 3?"}, "q1-1 a is not right yet.\nSeen: is it 3?"),
        ({"seen": "it is 3."}, "q1-1 a is not right yet.\nSeen: it is 3."),
        ({"hint": "Why?"}, "q1-1 a is not right yet.\nSeen: you have 3.\nNext: Why?"),
        (
            {"looks_like": (SIGN,), "hint": "Why?"},
            "q1-1 a is not right yet.\nSeen: you have 3.\n"
            "It looks as if the sign is wrong.\nNext: Why?",
        ),
        (
            {"looks_like": (SIGN,), "sure": False},
            "q1-1 a is not right yet.\nSeen: you have 3.\nIt might be that the sign is wrong.",
        ),
        (
            {"looks_like": (SIGN, HALF), "hint": "Why?"},
            "q1-1 a is not right yet.\nSeen: you have 3.\nIt looks like one of these:\n"
            "  - the sign is wrong\n  - it is halved\nNext: Why?",
        ),
        (
            {"looks_like": (SIGN, HALF), "together": True},
            "q1-1 a is not right yet.\nSeen: you have 3.\nIt looks as if:\n"
            "  - the sign is wrong\n  - it is halved",
        ),
    ],
)
def test_the_message_of_each_form_of_result(changes, message):
    assert replace(PLAIN, **changes).message == message


def test_a_result_is_by_itself_wrong_answered_sure_and_no_more():
    assert Result(title="q1-1 a") == Result(
        title="q1-1 a",
        right=False,
        answered=True,
        seen="",
        looks_like=(),
        together=False,
        hint="",
        locations=(),
        example="",
        review=False,
        carried=False,
        sure=True,
        failed=False,
    )


def test_an_unanswered_question_says_what_to_do():
    result = unanswered("q1-1 a")
    assert not result.answered and not result.right
    assert result.message == (
        "q1-1 a: it is not answered yet.\nFill in the cell above, run it, then run this check."
    )
    assert unanswered("q1-1 a", "there is no a yet", "Run it.").message == (
        "q1-1 a: there is no a yet.\nRun it."
    )


def test_of_what_it_may_be_three_are_kept_and_the_first_hint_there_is():
    result = wrong("q1-1 a", "you have 3", [HALF, TWICE, SIGN, SQUARE], "The question's own.")
    assert result == replace(PLAIN, looks_like=(HALF, TWICE, SIGN), hint="Is it twice too large?")
    assert wrong("q1-1 a", "you have 3", [HALF], "The question's own.").hint == (
        "The question's own."
    )


# Explained


def explanation(misconception, *parts, sure=True):
    return Explanation(misconception, frozenset(parts), sure)


def test_nothing_explains_nothing():
    assert PLAIN.explained([]) is PLAIN


def test_one_that_is_sure_is_told_alone():
    result = replace(PLAIN, hint="My own.").explained([explanation(HALF, "dW")])
    assert result == replace(PLAIN, looks_like=(HALF,), hint="My own.", sure=True)


def test_what_is_sure_for_parts_of_its_own_is_told_together_with_the_parts():
    given = [explanation(HALF, "dW"), explanation(SIGN, "db"), explanation(TWICE, "X", sure=False)]
    result = PLAIN.explained(given)
    assert result.message == (
        "q1-1 a is not right yet.\nSeen: you have 3.\nIt looks as if:\n"
        "  - it is halved (dW)\n  - the sign is wrong (db)\nNext: Which way does it go?"
    )
    assert result.sure and result.together


def test_what_is_likely_is_one_of_these():
    given = [explanation(each, "dW", sure=False) for each in (HALF, SIGN, TWICE, SQUARE)]
    result = PLAIN.explained(given)
    assert result.looks_like == (HALF, SIGN, TWICE)
    assert not result.sure and not result.together
    assert result.hint == "Which way does it go?"


@pytest.mark.parametrize(("words", "kept"), [(79, 2), (80, 1)])
def test_a_message_has_a_hundred_words_at_most(words, kept):
    """Of these 21 stand in the rest of it: with 79 they are a hundred."""
    long = Misconception(" ".join(["word"] * words), abs)
    result = PLAIN.explained([explanation(each, "dW", sure=False) for each in (HALF, long)])
    assert len(result.looks_like) == kept
    assert (len(result.message.split()) == 100) == (kept == 2)


def test_the_last_one_is_told_however_long_it_is():
    long = Misconception(" ".join(["word"] * 200), abs)
    assert PLAIN.explained([explanation(long, "dW")]).looks_like == (long,)


# Located


PLACE = Location(2, "y = a + b", "a + b", kinds.SIGN)
FACT = Location(1, "def f(a):", "a", kinds.UNUSED)


def test_a_place_begins_with_its_question_and_puts_guesses_aside():
    guess = replace(PLAIN, looks_like=(SIGN,), hint="Which?", sure=False)
    located = guess.located([PLACE])
    assert located == replace(guess, looks_like=(), hint=kinds.SIGN.question, locations=(PLACE,))


def test_what_is_sure_remains_and_the_place_is_told_besides():
    known = replace(PLAIN, looks_like=(SIGN,), hint="Which?")
    assert known.located([PLACE]) == replace(known, locations=(PLACE,))


def test_a_fact_says_nothing_where_something_is_sure_and_little_where_it_is_likely():
    known = replace(PLAIN, looks_like=(SIGN,), hint="Which?")
    assert known.located([FACT]) is known
    guess = replace(known, sure=False)
    assert guess.located([FACT]) == replace(guess, locations=(FACT,))
    assert PLAIN.located([FACT]) == replace(
        PLAIN, locations=(FACT,), hint="Does your code look at everything that it is given?"
    )


def test_no_place_changes_nothing():
    assert PLAIN.located([]) is PLAIN


def test_steps_are_the_places_and_last_an_example():
    result = replace(PLAIN, locations=(PLACE, FACT), example="a = [1.]")
    assert result.steps == [*PLACE.steps, *FACT.steps, "It fails already for a = [1.]."]
    assert replace(result, example="").steps == [*PLACE.steps, *FACT.steps]


# Shown


def test_as_many_steps_are_told_as_asked_for_and_how_to_ask_for_more():
    result = replace(PLAIN, example="a = [1.]", locations=(PLACE,))
    one, two, three = PLACE.steps + ("It fails already for a = [1.].",)
    more = 'check("q1-1", hint=1)'
    assert str(NotRightYet(result)) == result.message
    assert str(NotRightYet(result, 0, more)) == f"{result.message}\nMore: {more}"
    assert str(NotRightYet(result, 2, more)) == f"{result.message}\n{one}\n{two}\nMore: {more}"
    assert str(NotRightYet(result, 3, more)) == (
        f"{result.message}\n{one}\n{two}\n{three}\nThat is all that can be told."
    )
    assert str(NotRightYet(PLAIN, 0, more)) == PLAIN.message
    assert str(NotRightYet(PLAIN, 1, more)) == f"{PLAIN.message}\nThat is all that can be told."


def test_of_an_unanswered_question_nothing_more_is_told():
    result = unanswered("q1-1 a")
    assert str(NotRightYet(result, 1, "more")) == result.message
    assert NotRightYet(result).result is result


def test_jupyter_shows_a_red_cross_or_a_ring_and_lines_that_fit():
    long = replace(PLAIN, seen=" ".join(["word"] * 30))
    first, *rest = NotRightYet(long)._render_traceback_()
    assert first == "\x1b[31m\x1b[1m✗ q1-1 a is not right yet.\x1b[0m"
    assert rest[0].splitlines()[0] == "Seen:" + " word" * 15
    assert WIDTH == 80
    ring, hint = NotRightYet(unanswered("q1-1 a"))._render_traceback_()
    assert ring == "\x1b[31m\x1b[1m○ q1-1 a: it is not answered yet.\x1b[0m"
    assert hint == "Fill in the cell above, run it, then run this check."
