"""Stands in for isolated grading where a test is about what is around it: it trusts the notebooks.

Answers are run in this process, cell by cell, and graded by the table.
"""

import os

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests import ROOT
from workbook.teaching.batch import Grading
from workbook.teaching.sheets import read_sheet

SAMPLE = str(ROOT / "tests" / "workbook" / "checks" / "sample.py")

RIGHT = {
    "q9-1": "a = [-0.1242, -0.4085]",
    "q9-2": "z = [-0.1236, -0.3872]",
    "q9-3": "slope = [0.9847, 0.8501]",
    "q9-4": "total = -0.4509",
    "q9-8": "share = [0.2741, 0.8589]",
    "q9-5": "def tanh_backward(dz, z):\n    return dz * (1 - z * z)",
    "q9-6": """class ReLU:
    def forward(self, a):
        self.z = np.maximum(a, 0)
        return self.z

    def backward(self, dz):
        return dz * (self.z > 0)""",
    "q9-7": "def relu_and_mask(a):\n    return np.maximum(a, 0), a > 0",
    "q9-a": "Since tanh' is 1 - z*z, and $z$ was kept.",
}


def notebook(answers, **about):
    """A notebook with some answers, as bytes."""
    cells = [new_code_cell("import numpy as np")]
    for question_id, source in answers.items():
        if question_id[-1].isalpha():
            cells.append(new_markdown_cell(f"<!-- {question_id} -->\n{source}"))
        else:
            cells.append(new_code_cell(f"# {question_id}\n{source}"))
    made = new_notebook(cells=cells, metadata={"workbook": about} if about else {})
    for k, cell in enumerate(made.cells):
        cell.id = f"cell-{k}"
    return nbformat.writes(made).encode()


def hand_in(folder, students, name="sample.ipynb"):
    """A folder STUDENT/sample.ipynb for each student: of answers, or of bytes as they are."""
    for student, content in students.items():
        (folder / student).mkdir(parents=True)
        raw = content if isinstance(content, bytes) else notebook(content)
        (folder / student / name).write_bytes(raw)
    return folder


def grade(content, table, *, variant=""):
    """The result of a notebook, in the form that every grader gives."""
    sheet = read_sheet(content)
    if sheet is None:
        unread = ("error", "this is no notebook", None)
        questions = [result_entry(question, *unread) for question in table.values()]
        return {
            "score": 0,
            "max": sum(each["max_points"] for each in questions),
            "questions": questions,
        }
    if "grader, fail" in str(sheet.code):
        raise RuntimeError("a mistake in the grader")
    if "worker, die" in str(sheet.code):
        os._exit(3)
    names, questions = {}, []
    exec("import numpy as np", names)
    for question in table.values():
        source = (sheet.written if question.kind == "written" else sheet.code).get(question.id)
        questions.append(entry(question, source, names, table))
    score = sum(each["points"] or 0 for each in questions)
    most = sum(question.points for question in table.values())
    return {"score": score, "max": most, "questions": questions}


def entry(question, source, names, table):
    return result_entry(question, *answered(question, source, names, table))


def result_entry(question, status, message, misconception):
    points = question.points if status in ("correct", "carried_forward") else 0
    if status == "needs_review":
        points = None
    return {
        "id": question.id,
        "points": points,
        "max_points": question.points,
        "status": status,
        "message": message,
        "misconception": misconception,
    }


def answered(question, source, names, table):
    if not source or not words(source):
        return "missing", f"{question.title}: it is not answered yet.", None
    if question.kind == "written":
        return "needs_review", f"{question.title}: your teacher reads it.", None
    try:
        exec(source, names)
    except TimeoutError:
        return "timeout", "The cell ran for longer than 10 seconds and was stopped.", None
    except Exception as error:
        return "error", f"The cell stopped: {type(error).__name__}: {error}", None
    given = {name: names.get(name) for name in question.takes}
    result = table.grade(question.id, seed=704 if question.kind == "code" else 0, **given)
    if not result.answered:
        return "missing", result.message, None
    if not result.right:
        named = result.looks_like[0].name if result.looks_like else None
        return "wrong", result.message, named
    if question.kind == "value":
        truths = {name: table.truth[name] for name in question.takes}
        if not table.grade(question.id, **truths | {question.name: given[question.name]}).right:
            return "carried_forward", result.message, None
    return "correct", result.message, None


def written(content, table):
    """The written answers, by the ids of their questions."""
    sheet = read_sheet(content)
    if sheet is None:
        raise ValueError("this is no notebook")
    return {name: words(text) for name, text in sheet.written.items() if name in table}


def words(text):
    """What stands in the place for an answer."""
    return text.replace("*Your answer:*", "").strip()


GRADING = Grading(grade, written)
