"""What stands on the pages: the words for each status, and nothing that gives an answer away."""

import html
import re
from dataclasses import FrozenInstanceError

import pytest

from tests import ROOT
from tests.workbook.checks.sample import table
from tests.workbook.teaching.standin import RIGHT
from tests.workbook.teaching.test_results import CLASS, results_of
from workbook.teaching import pages
from workbook.teaching.pages import (
    SIGNS,
    class_page,
    feedback_page,
    section_of,
    title,
    told,
    with_formulas,
    words,
    written_pages,
)
from workbook.teaching.results import Attention
from workbook.teaching.written import Answer, Mark, merge


def seen(page):
    """The words of a page, without tags."""
    body = page.partition("<body")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(scope="module")
def results():
    found = results_of(CLASS)
    found.attention.append(Attention("a kind", "Bo", "<b>&"))
    found.left.append(("Bo/<x>.pdf", "is no notebook"))
    return found


def test_a_page_names_the_student_the_points_and_what_went_wrong(results):
    page = seen(feedback_page(results, "Bo"))
    assert "Feedback for Bo 7 of 10 points" in page
    assert "7 of the 8 answers that are checked by program are right" in page
    assert "you have [0.1242, 0.4085]" in page
    assert "It looks as if the sign is wrong." in page
    assert "Next Which way does it go?" in page


def test_carried_forward_is_explained_and_named(results):
    page = seen(feedback_page(results, "Bo"))
    assert "Right, from your own numbers In q9-2" in page
    assert "a slip costs its own question, and no later one" in page
    assert "a slip costs" not in seen(feedback_page(results, "Ada"))


def test_a_doubt_is_explained_and_costs_nothing():
    found = results_of({"Ada": RIGHT})
    found.papers["Ada", "sample"].result["questions"][1]["status"] = "needs_review"
    page = seen(feedback_page(found, "Ada"))
    assert "All 8 answers that are checked by program are right" in page
    assert "q9-2: this follows from your own earlier numbers, and you have the points" in page


def test_one_who_has_all_is_told_so(results):
    assert "All 8 answers that are checked by program are right" in seen(
        feedback_page(results, "Ada")
    )


def test_what_is_open_is_named(results):
    page = seen(feedback_page(results, "Di"))
    assert "0 of 10 points" in page and "Still open q9-1 ( a ), q9-2 ( z )" in page


def test_every_status_is_a_sign_and_a_word_and_not_a_colour_alone():
    given = "correct carried_forward needs_review wrong error timeout missing"  # by grade_notebook
    assert SIGNS.keys() == set(given.split())
    assert len({sign for sign, _ in SIGNS.values()}) == len(SIGNS)


def test_a_notebook_that_could_not_be_read_is_told_once():
    found = results_of({"Ada": b"no json"})
    page = seen(feedback_page(found, "Ada"))
    assert page.count("This is no notebook") == 1 and "hand it in again" in page
    assert "q9-1" not in page


@pytest.mark.parametrize("status", ["error", "timeout"])
def test_what_stopped_gets_a_next_step(results, status):
    paper = results.papers["Ed", "sample"]
    first, *rest = paper.result["questions"]
    paper.result = paper.result | {"questions": [first | {"status": status}, *rest]}
    assert f"Next {pages.ADVICE[status]}" in seen(feedback_page(results, "Ed"))


def test_no_expected_value_is_on_the_page_of_one_who_has_none_right():
    values = {"q9-1": "a", "q9-2": "z", "q9-3": "slope", "q9-8": "share"}
    answers = {name: f"{answer} = [7.7, 8.8]" for name, answer in values.items()}
    answers |= {"q9-4": "total = 9", "q9-5": "def tanh_backward(dz, z):\n    return dz"}
    found = results_of({"Ada": answers})
    assert found.score("Ada") == 0
    numbers = re.findall(r"\d+\.\d+", seen(feedback_page(found, "Ada")))
    assert numbers and set(numbers) == {"7.7", "8.8"}


def test_the_class_page_says_who_what_and_how_many(results):
    page = class_page(results, {name: name for name in results.students})
    said = seen(page)
    assert "5 students" in said and "of 10 points" in said
    assert "2 q9-1 a the sign is wrong Which way does it go?" in said
    assert "A kind (1) Bo : <b>&" in said and "<b>&" not in page
    assert "is no notebook" in said and "<x>" not in page
    assert 'href="feedback/Bo.html"' in page
    assert "This proves nothing" in said
    assert "! stopped with an error ∞ took too long" in said


def test_a_class_of_one_and_an_empty_one_have_a_page():
    for students in ({"Ada": RIGHT}, {"Ada": {}}):
        assert "The class" in class_page(results_of(students), {"Ada": "Ada"})


def test_written_answers_are_read_question_by_question(results, monkeypatch):
    monkeypatch.setattr(pages, "model_answers", lambda notebook: {"q9-a": "<p>Model</p>"})
    answers = [Answer("Ada", "q9-a", 2.0, "x", "<p>x</p>"), Answer("Bo", "q9-a", 2.0, "y", "y")]
    marks = merge(answers, {("Ada", "q9-a"): Mark("1.5", "<i>Good</i>")})
    found = dict(written_pages(results, answers, marks))
    assert list(found) == ["written.html", "written/q9-a.html"]
    assert "1 of 2" in seen(found["written.html"])
    said = seen(found["written/q9-a.html"])
    assert "Why does the way back need only z?" in said and "Model answer Model" in said
    assert "Ada 1.5 of 2 x <i>Good</i>" in said and "Bo to be read y" in said


def test_model_answers_come_from_the_solved_notebook():
    found = pages.model_answers("01_pen_and_paper")
    assert len(found) == 12 and not any("Model answer" in text for text in found.values())
    assert "<math" in found["q1-a"]
    assert pages.model_answers("no_such_notebook") == {}


def test_titles_are_read_from_names():
    assert title("01_pen_and_paper") == "Notebook 01: pen and paper"
    assert title("coffee") == title("coffee") == "coffee"


def test_the_templates_call_nothing_in_from_elsewhere():
    for path in (ROOT / "workbook" / "teaching" / "templates").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|@import|url\(|<script|<link|<img", text), path.name


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("TITLE is not right yet.\nSeen: 3.", [("Seen", "3.")]),
        ("TITLE is not right yet.\nSeen: 3.\nodd: 4.\nNext: Why?",
         [("Seen", "3."), ("", "odd: 4."), ("Next", "Why?")]),
        ("TITLE is not right yet.", [("", "TITLE is not right yet.")]),
        ("TITLE: it is not answered yet.", [("", "It is not answered yet.")]),
        ("q9-2 (z): it is odd.", [("", "q9-2 (z): it is odd.")]),
        ("Nothing: odd.\nseen: 3.", [("", "Nothing: odd."), ("", "seen: 3.")]),
        ("", []),
        ("x" * 6_000, [("", "x" * 5_000)]),
    ],
)  # fmt: skip
def test_what_a_check_said_is_told_line_by_line(message, lines):
    question = table["q9-1"]
    lines = [(label, text.replace("TITLE", question.title)) for label, text in lines]
    assert list(told({"message": message.replace("TITLE", question.title)}, question)) == lines


def test_what_stands_on_a_page_cannot_be_changed_by_it(results):
    section = section_of(results.papers["Bo", "sample"], table)
    for each in (section, section.items[0]):
        with pytest.raises(FrozenInstanceError):
            each.score = each.points = 100.0


def test_indices_are_set_where_one_letter_has_them_and_names_in_code_stay():
    asks = "δ^l from δ^{l+1}, y_j and n_{l-1}: not output_dim, `a_b`"
    assert words(asks) == (
        "δ<sup>l</sup> from δ<sup>l+1</sup>, y<sub>j</sub> and n<sub>l-1</sub>: "
        "not output_dim, <code>a_b</code>"
    )
    assert words("x_{<b>}") == "x<sub>&lt;b&gt;</sub>"


def test_a_formula_in_a_comment_is_set_and_money_is_none():
    html = with_formulas("<b> $x^2$, for $5 and $6")
    assert "<msup>" in html and html.startswith("&lt;b&gt;") and html.endswith("for $5 and $6")


def test_optional_questions_are_marked_and_the_core_has_a_sum_of_its_own(results, monkeypatch):
    monkeypatch.setattr(pages, "optional_questions", lambda notebook: frozenset({"q9-1"}))
    bo = seen(feedback_page(results, "Bo"))
    assert "Of the core questions 7 of 9 points" in bo and "7 of 10 points" in bo
    assert "q9-1 a optional" in bo and "q9-2 optional" not in bo
    assert "q9-1 ( a , optional )" in seen(feedback_page(results, "Di"))
    page = seen(class_page(results, {name: name for name in results.students}))
    assert "q9-1 a optional The pre-activations" in page and page.count("optional") == 1


def test_what_is_optional_comes_from_the_solved_notebook_or_nothing_is_said(results):
    found = pages.optional_questions("01_pen_and_paper")
    assert "q1-36" in found and "q1-1" not in found
    assert pages.optional_questions("no_such_notebook") == frozenset()
    assert "optional" not in seen(feedback_page(results, "Bo"))
