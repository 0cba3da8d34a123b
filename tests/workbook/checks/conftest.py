"""What these tests' answers are told is compared, word by word, with what was written down.

A test asks for what matters to it: that a mistake is named, say. The whole message, the steps of
help, the places that are found and the words of each refusal are kept besides, in the folder
`said`, and compared when the test is over. After they were changed on purpose,

    python -m tests.workbook.checks.record

writes them anew, and the difference is read like code.
"""

import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.workbook.recorded import assert_same
from workbook.checks import code
from workbook.checks.diagnosis import parts
from workbook.checks.question import Question, TableError
from workbook.checks.result import NotRightYet

FOLDER = Path(__file__).parent / "said"
PATIENCE = 20.0  # seconds: what is found must not depend on how busy a machine is
RECORDING = "RECORD_WHAT_IS_SAID"

# What depends on the machine, on Python's version, or on the tests before.
VARYING = (
    (
        re.compile(
            r"((?:it )?raised \w+|fails: \w+): .*?(?=, at `|, on inputs? |, on the input |$)"
        ),
        r"\1: …",
    ),
    (re.compile(r"\((\w*(?:Error|Exception)): .*\)"), r"(\1: …)"),
    (re.compile(r"0x[0-9a-f]+"), "0x…"),
    (re.compile(r"<cell \d+>"), "<cell>"),
    (re.compile(r"\S*/\S+\.py\b"), "….py"),
)

told_now = defaultdict(dict)  # while recording: module → test → lines


def lines_of(result):
    """Return what a learner is told, and what else is known of an answer."""
    names = ("right", "answered", "review", "carried", "sure", "failed", "together")
    marks = " ".join(name for name in names if getattr(result, name))
    return [f"({marks})", *result.message.splitlines(), *result.steps]


def _constant(line):
    for pattern, words in VARYING:
        line = pattern.sub(words, line)
    return line.replace("\n", " ⏎ ")


@cache
def recorded(module):
    """Return what was written down for a module's tests."""
    path = FOLDER / f"{module}.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    blocks = [block.strip("\n").splitlines() for block in f"\n{text}".split("\n== ")[1:]]
    return {block[0]: block[1:] for block in blocks}


@pytest.fixture
def unrecorded():
    """Ask for nothing to be compared: what is told depends on time, or comes in many examples."""


@pytest.fixture(autouse=True)
def note(request, monkeypatch):
    """Compare what is told during a test with the record, and what the test itself notes."""
    if hasattr(request.function, "hypothesis") or "unrecorded" in request.fixturenames:
        yield
        return
    blocks = {}

    def note(*lines):
        blocks[tuple(_constant(str(line)) for line in lines)] = None

    with monkeypatch.context() as patch:
        _listen(patch, note)
        yield note
    told = [line for block in blocks for line in ("", *block)][1:]
    module, test = request.path.stem, request.node.name
    if os.environ.get(RECORDING):
        told_now[module][test] = told
    else:
        assert_same(told, recorded(module).get(test, []))


def _listen(monkeypatch, note):
    """Note what is graded, located, explained and refused."""
    grade, located, explain = Question.grade, code.Code.located, code.explain
    refuse, show = TableError.__init__, NotRightYet.__init__

    def graded(self, answers, seed=0):
        result = grade(self, answers, seed)
        note(*lines_of(result))
        return result

    def placed(self, answers, seed=0):
        found = located(self, answers, seed)
        note(*(line for each in found for line in each.steps))
        return found

    def explained(*arguments, **named):
        if len(arguments) < 6:
            named.setdefault("seconds", PATIENCE)
        found = explain(*arguments, **named)
        for each in found:
            how, mistake = "surely" if each.sure else "perhaps", each.misconception
            note(f"{how}: {mistake.name} ({', '.join(sorted(each.parts))}) {mistake.hint}")
        return found

    def refused(self, *words):
        note(*words)
        refuse(self, *words)

    def shown(self, *arguments, **named):
        show(self, *arguments, **named)
        note(*str(self).splitlines())

    monkeypatch.setattr(code, "SECONDS", PATIENCE)
    monkeypatch.setattr(Question, "grade", graded)
    monkeypatch.setattr(code.Code, "located", placed)
    monkeypatch.setattr(code, "explain", explained)
    monkeypatch.setattr(parts, "explain", explained)
    monkeypatch.setattr(TableError, "__init__", refused)
    monkeypatch.setattr(NotRightYet, "__init__", shown)


def pytest_sessionfinish(session):
    """Write what was told, while recording."""
    for module, tests in told_now.items():
        text = "".join(
            f"== {test}\n" + "".join(f"{line}\n" for line in lines) + "\n"
            for test, lines in tests.items()
            if lines
        )
        path = FOLDER / f"{module}.txt"
        if text:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
