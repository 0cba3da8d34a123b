"""A class's results, and what they say together: who has what, and what went wrong most.

Pure functions from results to numbers and words; nothing here reads or writes a file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

from workbook.checks.question import Question
from workbook.checks.table import Table
from workbook.teaching.alike import Alike, Handed, look_alike
from workbook.teaching.batch import Outcome, Result
from workbook.teaching.submissions import Student

PASSED = ("correct", "carried_forward", "needs_review")  # those that have their points

BINS = 10


@dataclass
class Paper:
    """One notebook of one student.

    Attributes
    ----------
    student, notebook : str
    path : str
        Where it was found.
    digest : str
        Of its bytes.
    outcome : Outcome
    result : dict
        The outcome's, with the points for written answers in it.
    comments : dict
        What the teacher wrote beside each graded written answer, by the question's id.
    made_for : str, optional
        The variant that it was made for, if that is another than the student's.
    """

    student: str
    notebook: str
    path: str
    digest: str
    outcome: Outcome
    result: Result
    comments: Mapping[str, str] = field(default_factory=dict)
    made_for: str | None = None

    @property
    def unread(self) -> str:
        """Why nothing in it could be graded; empty if something could."""
        questions = self.result["questions"]
        said = {each["message"] for each in questions if each["status"] == "error"}
        stopped = all(each["status"] == "error" for each in questions)
        return str(said.pop()) if stopped and len(said) == 1 else ""

    @property
    def is_sure(self) -> bool:
        """Whether its points are the student's, and need no person first."""
        return self.made_for is None and not self.unread and not self.outcome.trouble


@dataclass(frozen=True)
class Attention:
    """Something that a person should look at."""

    kind: str
    student: str
    detail: str


@dataclass
class Results:
    """All that a run has found.

    Attributes
    ----------
    tables : dict
        Of the notebooks that somebody handed in, by name.
    students : dict
        By the name under which each appears, in order.
    papers : dict
        By student and notebook.
    attention : list of Attention
    left : list of (path, reason)
        Files that were not graded.
    aside : dict
        The same by student, with the names that the students gave the files.
    unreadable : set
        Students of whom a file that should be a notebook could not be read, so nobody knows which.
    """

    tables: dict[str, Table]
    students: dict[str, Student]
    papers: dict[tuple[str, str], Paper]
    attention: list[Attention] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    aside: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

    @property
    def max(self) -> float:
        """Points that one student can have."""
        return sum(map(most_of, self.tables.values()))

    def papers_of(self, student: str) -> dict[str, Paper]:
        """Return a student's notebooks, by name, in order."""
        found = ((name, self.papers.get((student, name))) for name in self.tables)
        return {name: paper for name, paper in found if paper}

    def score(self, student: str) -> float:
        """Return a student's points in all notebooks whose points are sure."""
        papers = self.papers_of(student).values()
        return float(round(sum(paper.result["score"] for paper in papers if paper.is_sure), 6))

    def grade(self, student: str) -> float | None:
        """Return a student's points; None as long as a person has to look at what came."""
        papers = self.papers_of(student).values()
        known = papers and student not in self.unreadable and all(each.is_sure for each in papers)
        return self.score(student) if known else None

    def waiting(self) -> int:
        """Return how many written answers nobody has graded yet."""
        return sum(
            1
            for paper in self.papers.values()
            for each in paper.result["questions"]
            if is_waiting(each, self.tables[paper.notebook])
        )


def most_of(table: Table) -> float:
    """Return the points of all questions of a table."""
    return float(sum(question.points for question in table.values()))


def is_waiting(question: Mapping[str, object], table: Table) -> bool:
    """Return whether a question's result is a written answer that nobody has graded yet."""
    asked = table.get(str(question["id"]))
    return question["status"] == "needs_review" and asked is not None and asked.kind == "written"


@dataclass(frozen=True)
class Count:
    """How a class did on one question: how many have each status, and the points of those graded.

    A written answer is graded once it is answered and read.
    """

    question: Question
    statuses: Mapping[str, int]
    points: float

    @property
    def answered(self) -> int:
        """How many handed the notebook in."""
        return sum(self.statuses.values())

    @property
    def passed(self) -> float:
        """The share that is right, carried forward included, from 0 to 1."""
        return sum(self.statuses[status] for status in PASSED) / max(self.answered, 1)

    @property
    def read(self) -> int:
        """How many written answers a person has graded."""
        return self.statuses["correct"] + self.statuses["wrong"]


def counts(results: Results) -> dict[str, list[Count]]:
    """Return how the class did on each question of each notebook made for who handed it in."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    points: Counter[str] = Counter()
    for paper in results.papers.values():
        for each in paper.result["questions"] if paper.made_for is None else ():
            found[each["id"]][each["status"]] += 1
            points[each["id"]] += each["points"] or 0
    return {
        name: [Count(asked, found[asked.id], points[asked.id]) for asked in table.values()]
        for name, table in results.tables.items()
    }


@dataclass(frozen=True)
class Common:
    """A misconception, who has it, and what to say about it."""

    question: Question
    name: str
    hint: str
    students: tuple[str, ...]


def misconceptions(results: Results) -> list[Common]:
    """Return what went wrong in a way that is known, the commonest first."""
    who: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (student, notebook), paper in results.papers.items():
        for each in paper.result["questions"]:
            if each["misconception"] and paper.made_for is None:
                who[notebook, each["id"], each["misconception"]].append(student)
    found = [
        Common(question, name, hint_of(question, name), tuple(students))
        for (notebook, question_id, name), students in who.items()
        if (question := results.tables[notebook].get(question_id))
    ]
    order = {id(q): i for i, q in enumerate(q for t in results.tables.values() for q in t.values())}
    return sorted(
        found, key=lambda each: (-len(each.students), order[id(each.question)], each.name)
    )


def hint_of(question: Question, name: str) -> str:
    """Return what the table says to who has a misconception; else the question's own hint."""
    known = getattr(question, "misconceptions", [])
    return next((each.hint for each in known if each.name == name and each.hint), question.hint)


@dataclass(frozen=True)
class Distribution:
    """How the class did as a whole: students per tenth of the points, and the one in the middle."""

    bins: tuple[int, ...]
    median: float
    mean: float
    max: float


def distribution(results: Results) -> Distribution:
    """Return how many students have how much, of those with a grade; the last bin has the full."""
    scores = [grade for each in results.students if (grade := results.grade(each)) is not None]
    most = results.max or 1.0
    bins = Counter(min(int(BINS * score / most), BINS - 1) for score in scores)
    mean = sum(scores) / max(len(scores), 1)
    return Distribution(
        tuple(bins[i] for i in range(BINS)), median(scores or [0.0]), mean, results.max
    )


def alike(results: Results) -> list[Alike]:
    """Return the submissions that look alike; a notebook in which nothing was answered is none."""
    return look_alike(
        Handed(paper.student, paper.notebook, paper.digest, paper.outcome.forms)
        for paper in results.papers.values()
        if any(each["status"] != "missing" for each in paper.result["questions"])
        and not paper.outcome.trouble
    )


def by_kind(attention: list[Attention]) -> Iterator[tuple[str, list[Attention]]]:
    """Yield what needs a person, kind by kind, in the order in which the kinds first came."""
    kinds = list(dict.fromkeys(each.kind for each in attention))
    order = sorted(attention, key=lambda each: kinds.index(each.kind))
    for kind, group in groupby(order, key=lambda each: each.kind):
        yield kind, list(group)


# What the statuses of a paper ask of a person
UNSURE = "right, but an earlier slip could hide a mistake"
STOPPED = "stopped with an error, or took too long"
FAILED = "the grader failed: grade it by hand, and tell the workbook's developers"


def attention_for(paper: Paper, table: Table) -> Iterator[Attention]:
    """Yield what a person should look at in a paper."""
    if paper.outcome.trouble:
        yield Attention(FAILED, paper.student, f"{paper.notebook}: {paper.outcome.trouble}")
        return
    kinds: dict[str, list[str]] = defaultdict(list)
    for each in paper.result["questions"]:
        if each["status"] == "needs_review" and not is_waiting(each, table):
            kinds[UNSURE].append(each["id"])
        elif each["status"] in ("error", "timeout"):
            kinds[STOPPED].append(f"{each['id']} ({each['status']})")
    for kind, ids in kinds.items():
        everything = len(ids) == len(paper.result["questions"]) > 1
        yield Attention(kind, paper.student, "everything" if everything else ", ".join(ids))
