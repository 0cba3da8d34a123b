"""Notebooks as learners hand them in: a solved one, changed cell by cell."""

import json

from tests import ROOT


def solved(name="01_pen_and_paper"):
    """Return a solved notebook, as JSON."""
    return json.loads((ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))


def content(notebook):
    """Return the bytes of a notebook's file."""
    return json.dumps(notebook).encode()


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def position(notebook, cell_id):
    """Return where the cell of an id stands."""
    return [grade_id(cell) for cell in notebook["cells"]].index(cell_id)


def cell_of(notebook, cell_id):
    return notebook["cells"][position(notebook, cell_id)]


def answer(notebook, question_id, source):
    """Put another answer into a question's cell."""
    cell_of(notebook, question_id)["source"] = f"# {question_id}\n{source}"


def up_to(notebook, question_id):
    """Leave out what stands below a question's check."""
    del notebook["cells"][position(notebook, f"{question_id}-check") + 1 :]
    return notebook


def code_cell(source):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}


def with_answers(**answers):
    """Return notebook 01, solved but for some answers: q1_3="y = [1]"."""
    notebook = solved()
    for question_id, source in answers.items():
        answer(notebook, question_id.replace("_", "-"), source)
    return notebook
