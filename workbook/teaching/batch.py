"""Grading many notebooks: on all cores or a cluster, each once, and none that stops the rest.

What was graded is kept by its content, so a second run, or one that was interrupted, goes on from
there. Grades do not depend on where or in which order they were made.
"""

import hashlib
import json
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from helpers.extras import needs
from workbook.checks.finding import HOME, load
from workbook.checks.table import Table
from workbook.teaching.alike import Form, form_of
from workbook.teaching.files import write_text
from workbook.teaching.markup import sources, to_html
from workbook.teaching.sheets import read_sheet

with needs("teaching"):
    import joblib
    from tqdm import tqdm

Name = TypeVar("Name")
# {"score", "max", "questions": [{"id", "points", "max_points", "status", "message",
# "misconception"}]}; points are None where a person has to say.
Result = dict[str, Any]


class Grading(NamedTuple):
    """How a notebook is graded: functions that can be sent to another process.

    Attributes
    ----------
    grade : callable
        ``grade(content, table, variant=variant)`` returns the result of one notebook.
    written : callable
        ``written(content, table)`` returns the text of each written answer, by its question's id.
    limits : str
        What the results depend on besides: another text, and everything is graded anew.
    """

    grade: Callable[..., Result]
    written: Callable[[bytes, Table], Mapping[str, str]]
    limits: str = ""


@dataclass(frozen=True)
class Job:
    """A notebook to grade.

    Attributes
    ----------
    read : callable
        Returns its content, bytes.
    where : str
        Where its table is, as `load` takes it.
    variant : str
    key : str
        Names the result among those that are kept.
    """

    read: Callable[[], bytes]
    where: str
    variant: str
    key: str


@dataclass(frozen=True)
class Outcome:
    """What came of one notebook.

    Attributes
    ----------
    result : dict
        ``{"score", "max", "questions": [{"id", "points", "max_points", "status", …}]}``.
    written : dict
        The text of each written answer that is not empty, and what it looks like in HTML.
    forms : dict
        The form of each long answer in code, to compare.
    trouble : str
        Why the grader itself failed; empty if it did not.
    """

    result: Result
    written: Mapping[str, tuple[str, str]]
    forms: Mapping[str, Form]
    trouble: str = ""

    def dumps(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, text: str) -> "Outcome":
        """Return what `dumps` has written."""
        plain = json.loads(text)
        plain["forms"] = {name: Form(**form) for name, form in plain["forms"].items()}
        plain["written"] = {name: (text, html) for name, (text, html) in plain["written"].items()}
        return cls(**plain)


# One notebook; this runs in the workers


@cache
def table_at(where: str) -> Table:
    """Return the table that is there, loaded once in each process."""
    return load(where)


def grade_one(grading: Grading, content: bytes, where: str, variant: str) -> Outcome:
    """Return what came of one notebook; whatever goes wrong is part of it."""
    table = table_at(where)
    try:
        result = grading.grade(content, table, variant=variant)
        texts = _texts(grading, content, table)
        sheet = read_sheet(content)
        attached = sheet.attachments if sheet else {}
        written = {
            name: (text, to_html(text, sources(attached.get(name, {}))))
            for name, text in texts.items()
            if text.strip()
        }
        json.dumps(result)
    except Exception as error:  # a mistake in the grader must not cost the others their grades
        return failed(table, f"{type(error).__name__}: {error}")
    answered = {each["id"] for each in result["questions"] if each["status"] != "missing"}
    code = sheet.code if sheet else {}
    forms = {name: form_of(code[name]) for name in sorted(answered & code.keys())}
    return Outcome(result, written, {name: form for name, form in forms.items() if form})


def _texts(grading: Grading, content: bytes, table: Table) -> Mapping[str, str]:
    try:
        return grading.written(content, table)
    except ValueError:  # it is no notebook, which the result says, too
        return {}


def failed(table: Table, trouble: str) -> Outcome:
    """Return the outcome of a notebook that the grader itself could not grade."""
    message = "This could not be graded by program; your teacher will look at it."
    questions = [
        {
            "id": question.id,
            "points": 0.0,
            "max_points": question.points,
            "status": "error",
            "message": message,
            "misconception": None,
        }
        for question in table.values()
    ]
    most = sum(question.points for question in table.values())
    return Outcome({"score": 0.0, "max": most, "questions": questions}, {}, {}, trouble)


# Many


def grade_all(
    jobs: Mapping[Name, Job], grading: Grading, kept: Path, *, workers: int = -1, cluster: str = ""
) -> dict[Name, Outcome]:
    """Grade notebooks, and keep each outcome as soon as it is there.

    Parameters
    ----------
    jobs : mapping
        By any names; notebooks with the same key are graded once.
    grading : Grading
    kept : Path
        The folder in which outcomes are kept, and found by the next run.
    workers : int
        Processes; −1 for as many as there are cores.
    cluster : str
        The address of a Dask scheduler that does the work instead.

    Returns
    -------
    dict
        The outcome of each job, in the order of `jobs`.
    """
    kept.mkdir(parents=True, exist_ok=True)
    count = Counter(job.key for job in jobs.values())
    outcomes = {key: found for key in count if (found := _kept(kept, key))}
    rest = {job.key: job for job in jobs.values() if job.key not in outcomes}
    with tqdm(total=len(jobs), desc="grading", unit=" notebooks", disable=None) as bar:
        bar.update(sum(count[key] for key in outcomes))
        with _on(cluster):
            for key, outcome in _graded(rest, grading, workers):
                outcomes[key] = outcome
                if not outcome.trouble:
                    write_text(kept / f"{key}.json", outcome.dumps())
                bar.update(count[key])
    return {name: outcomes[job.key] for name, job in jobs.items()}


@contextmanager
def _on(cluster: str) -> Iterator[None]:
    """Let joblib use a Dask cluster inside this; without an address, this machine's cores."""
    if not cluster:
        yield
        return
    with needs("cluster"):
        from dask.distributed import Client
    with Client(cluster), joblib.parallel_config(backend="dask"):
        yield


def _graded(
    jobs: Mapping[str, Job], grading: Grading, workers: int
) -> Iterator[tuple[str, Outcome]]:
    """Yield outcomes as they come; if a worker dies, the rest goes on, each notebook by itself."""
    rest = dict(jobs)
    try:
        for key, outcome in _parallel(rest.items(), grading, workers):
            del rest[key]
            yield key, outcome
    except Exception:  # joblib gives up on all if one worker is killed, for its memory, say
        for key, job in rest.items():
            try:
                yield from _parallel([(key, job)], grading, workers=2)
            except Exception as error:
                trouble = f"the grading process ended ({type(error).__name__})"
                yield key, failed(table_at(job.where), trouble)


def _parallel(
    jobs: Iterable[tuple[str, Job]], grading: Grading, workers: int
) -> Iterator[tuple[str, Outcome]]:
    run = joblib.Parallel(n_jobs=workers, return_as="generator_unordered")
    found: Iterator[tuple[str, Outcome]] = run(
        joblib.delayed(_keyed)(key, grading, job.read(), job.where, job.variant)
        for key, job in list(jobs)
    )
    return found


def _keyed(
    key: str, grading: Grading, content: bytes, where: str, variant: str
) -> tuple[str, Outcome]:
    return key, grade_one(grading, content, where, variant)


# What is kept


def result_key(digest: str, where: str, variant: str, limits: str) -> str:
    """Return what names the outcome of a notebook: all that it depends on, in one digest."""
    parts = (digest, where, variant, limits, grader_digest(where))
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()


@cache
def grader_digest(where: str) -> str:
    """Return a digest of the code that grades with a table: another version grades anew."""
    found = hashlib.sha256(f"{platform.python_version()} {np.__version__}".encode())
    table = table_at(where)
    folders = [HOME / "helpers", HOME / "workbook"]
    modules = {
        sys.modules.get(each.right.__module__) for each in table.values() if hasattr(each, "right")
    }
    files = {path for folder in folders for path in folder.rglob("*.py")}
    files |= {Path(module.__file__) for module in modules if module and module.__file__}
    files |= set(Path(where).parent.glob("*.py")) if ".py" in where else set()
    for path in sorted(files):
        found.update(path.read_bytes())
    for value in table.truth.values():
        found.update(value.tobytes())
    return found.hexdigest()


def _kept(kept: Path, key: str) -> Outcome | None:
    try:
        return Outcome.loads((kept / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
