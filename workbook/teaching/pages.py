"""Pages for the students and for the teacher: HTML in one file each, to read, to send and to print.

They load nothing and run nothing. Whatever a student typed is escaped, and a page forbids scripts
besides. Students' pages are made of what the checks told them, so no expected value is in them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup, escape

from helpers.extras import needs
from workbook.checks.finding import HOME
from workbook.checks.question import Question
from workbook.checks.table import Table
from workbook.notebooks.cells import first_line_id, has_tag
from workbook.notebooks.contents import OPTIONAL
from workbook.notebooks.marks import MODEL_ANSWER
from workbook.teaching import results as summary
from workbook.teaching.markup import formula, to_html
from workbook.teaching.results import Paper, Results, is_waiting
from workbook.teaching.sheets import read_sheet
from workbook.teaching.written import Answer, Marks

with needs("teaching"):
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"

# How each status is shown: never by its colour alone.
SIGNS = {
    "correct": ("✓", "right"),
    "carried_forward": ("↪", "right, from your own numbers"),
    "needs_review": ("?", "right, as far as can be seen"),
    "wrong": ("✗", "not right yet"),
    "error": ("!", "stopped with an error"),
    "timeout": ("∞", "took too long"),
    "missing": ("○", "not answered"),
}
LOOK_AGAIN = ("wrong", "error", "timeout")
ADVICE = {
    "error": "Restart the kernel, run all cells from the top, and look at the first that stops.",
    "timeout": "Look for a loop that never ends, or try it on a small example first.",
}
LONGEST = 5_000  # characters of a message; an error can quote anything


@cache
def environment() -> Environment:
    """Return the templates, in which everything is escaped that is not said to be HTML."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"points": points, "words": words, "title": title}
    made.filters["with_formulas"] = with_formulas
    made.globals["signs"] = SIGNS
    return made


def points(number: float) -> str:
    """Return 2.5, and 2 for 2.0."""
    return f"{number:.6g}"


def words(text: str) -> Markup:
    """Return a sentence in which `code` stands between backticks, with its indices set as such."""
    parts = re.split(r"``?([^`]+)``?", escape(text))
    parts[1::2] = [f"<code>{code}</code>" for code in parts[1::2]]
    parts[::2] = map(_with_indices, parts[::2])
    return Markup("".join(parts))


# x_j, x_ji, n_{l-1}, δ^l, δ^{l+1}: behind one letter, so that names such as output_dim stay.
INDEX = re.compile(r"(?<!\w)([^\W\d_])([_^])(?:\{([^{}]+)\}|([a-zA-Z]{1,2})(?!\w))")


def _with_indices(text: str) -> str:
    """Return text in which the indices of one-letter names stand below or above the line."""

    def index(match: re.Match[str]) -> str:
        tag = "sub" if match[2] == "_" else "sup"
        return f"{match[1]}<{tag}>{match[3] or match[4]}</{tag}>"

    return INDEX.sub(index, text)


def with_formulas(text: str) -> Markup:
    """Return a comment in which formulas between dollars are set, and nothing else."""
    parts = re.split(r"\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)", text)
    return Markup("").join(
        Markup(formula(part, "inline")) if i % 2 else escape(part) for i, part in enumerate(parts)
    )


def title(notebook: str) -> str:
    """Return a notebook's name as a heading: "Notebook 01: pen and paper"."""
    number, _, rest = notebook.partition("_")
    return f"Notebook {number}: {rest.replace('_', ' ')}" if rest and number.isdigit() else notebook


# A student's page


@dataclass(frozen=True)
class Item:
    """One question on a student's page."""

    question: Question
    status: str
    points: float
    max_points: float
    lines: Sequence[tuple[str, str]]
    comment: str
    waiting: bool


@dataclass(frozen=True)
class Section:
    """One notebook on a student's page."""

    name: str
    score: float
    max: float
    items: Sequence[Item]
    paper: Paper
    optional: frozenset[str] = frozenset()

    @property
    def core(self) -> tuple[float, float]:
        """The points of the questions that are not optional, and the most there are."""
        items = [item for item in self.items if item.question.id not in self.optional]
        return sum(item.points for item in items), sum(item.max_points for item in items)

    def checked(self, *statuses: str) -> list[Item]:
        """Return the questions that a program checks, those of some statuses or all."""
        return [
            item
            for item in self.items
            if item.question.kind != "written" and (not statuses or item.status in statuses)
        ]

    @property
    def unread(self) -> str:
        """What is said of all questions alike, if the whole notebook could not be graded."""
        return self.paper.unread

    @property
    def written(self) -> list[Item]:
        """The questions that are answered in words."""
        return [item for item in self.items if item.question.kind == "written"]


def feedback_page(results: Results, student: str) -> str:
    """Return a student's page."""
    papers = results.papers_of(student)
    sections = [section_of(paper, results.tables[name]) for name, paper in papers.items()]
    sure = [each for each in sections if each.paper.is_sure]
    waiting = sum(item.max_points for each in sure for item in each.items if item.waiting)
    return (
        environment()
        .get_template("feedback.html.j2")
        .render(
            student=student,
            score=sum(each.score for each in sure),
            max=sum(each.max for each in sure),
            graded=bool(sure),
            waiting=waiting,
            sections=sections,
            aside=results.aside.get(student, []),
            absent=[name for name in results.tables if name not in papers],
            passed=summary.PASSED,
            look_again=LOOK_AGAIN,
            advice=ADVICE,
        )
    )


def section_of(paper: Paper, table: Table) -> Section:
    """Return a notebook as it stands on the student's page."""
    items = [
        Item(
            table[each["id"]],
            each["status"],
            each["points"] or 0,
            each["max_points"],
            list(told(each, table[each["id"]])),
            paper.comments.get(each["id"], ""),
            is_waiting(each, table),
        )
        for each in paper.result["questions"]
        if each["id"] in table
    ]
    return Section(
        paper.notebook,
        paper.result["score"],
        paper.result["max"],
        items,
        paper,
        optional_questions(paper.notebook),
    )


def told(result: Mapping[str, Any], question: Question) -> Iterator[tuple[str, str]]:
    """Yield what a check said, line by line: a label, "Seen" or "Next" or none, and the words.

    The page says by itself which question it is, and that it is not right yet.
    """
    lines = str(result["message"])[:LONGEST].splitlines()
    if len(lines) > 1 and lines[0] == f"{question.title} is not right yet.":
        del lines[0]
    elif lines and lines[0].startswith(f"{question.title}: "):
        first = lines[0].removeprefix(f"{question.title}: ")
        lines[0] = first[:1].upper() + first[1:]
    for line in lines:
        match = re.fullmatch(r"(Seen|Next): (.*)", line)
        yield (match[1], match[2]) if match else ("", line)


# The teacher's pages


def class_page(results: Results, files: Mapping[str, str]) -> str:
    """Return the page about the class; `files` are the names of the students' own pages."""
    return (
        environment()
        .get_template("class.html.j2")
        .render(
            results=results,
            files=files,
            distribution=summary.distribution(results),
            counts=summary.counts(results),
            misconceptions=summary.misconceptions(results),
            alike=summary.alike(results),
            attention=list(summary.by_kind(results.attention)),
            waiting=results.waiting(),
            left=_by_reason(results.left),
            optional={name: optional_questions(name) for name in results.tables},
        )
    )


def _by_reason(left: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for path, reason in left:
        reasons.setdefault(reason, []).append(path)
    return reasons


def written_pages(
    results: Results, answers: Sequence[Answer], marks: Marks
) -> Iterator[tuple[str, str]]:
    """Yield the pages on which written answers are read, one for each question, with their paths.

    The first lists the others. With each question stands what was asked and, where the solved
    notebooks are, the model answer.
    """
    by_question: dict[str, list[Answer]] = {}
    for answer in answers:
        by_question.setdefault(answer.question, []).append(answer)
    questions = [
        (name, question, by_question[question.id])
        for name, table in results.tables.items()
        for question in table.values()
        if question.id in by_question
    ]
    if not questions:
        return
    index = environment().get_template("written.html.j2")
    yield "written.html", index.render(questions=questions, marks=marks)
    page = environment().get_template("question.html.j2")
    for i, (name, question, group) in enumerate(questions):
        yield (
            f"written/{question.id}.html",
            page.render(
                notebook=name,
                question=question,
                answers=group,
                marks=marks,
                model=Markup(model_answers(name).get(question.id, "")),
                before=questions[i - 1][1].id if i else "",
                after=questions[i + 1][1].id if i + 1 < len(questions) else "",
            ),
        )


@cache
def optional_questions(notebook: str) -> frozenset[str]:
    """Return the questions off the short path, if the solved notebooks are here to say so."""
    path = HOME / "notebooks" / f"{notebook}.ipynb"
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    return frozenset(first_line_id(cell) for cell in cells if has_tag(cell, OPTIONAL)) - {""}


@cache
def model_answers(notebook: str) -> dict[str, Markup]:
    """Return the model answers of a notebook as HTML, if the solved notebooks are here."""
    path = HOME / "notebooks" / f"{notebook}.ipynb"
    sheet = read_sheet(path.read_bytes()) if path.is_file() else None
    texts = sheet.written if sheet else {}
    return {name: to_html(text.replace(MODEL_ANSWER, "", 1)) for name, text in texts.items()}
