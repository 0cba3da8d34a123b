"""What people read, recorded whole: `python -m tests.workbook.records` writes it anew.

Each function below gives a text that `recorded` holds: what the command can be told, the pages of
learners and of teachers, a class's grades, a notebook stamped and emptied. Read the difference
before you commit it: a record says what comes out, not that it is right.
"""

import json
from argparse import ArgumentParser
from difflib import unified_diff
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.workbook.teaching.test_results import CLASS, results_of
from workbook import cli
from workbook.checks import Table
from workbook.learning.page import start_page
from workbook.learning.shown import one_notebook, overview
from workbook.learning.standing import Standing
from workbook.notebooks.contents import OPTIONAL
from workbook.notebooks.learner import learners_copy
from workbook.notebooks.stamp import stamp
from workbook.teaching import gradebook, pages, release, terminal
from workbook.teaching.markup import to_html
from workbook.teaching.points import points_csv, points_html, points_of
from workbook.teaching.results import Attention
from workbook.teaching.submissions import Student
from workbook.teaching.written import Answer, Mark, merge

FOLDER = Path(__file__).parent / "recorded"

SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
TYPED = """# A **heading**

Words *with* `code` & <b>tags</b>, $x^2$ and $$\\frac{a}{b}$$ and \\(y\\) and \\[z\\].

\\begin{align} a &= b \\end{align}

- one
- ~~two~~ [a link](https://x.org) ![dot](attachment:dot.png) ![gone](attachment:gone.png)

| a | b |
|:--|--:|
| 1 | 2 |

```python
x = 1
```

> quoted

1. first
"""


def options():
    """What each command can be told."""
    said = []
    for name, (run, declare) in cli.COMMANDS.items():
        parser = ArgumentParser()
        declare(parser)
        said.append(f"{name}: {run.__doc__}")
        for each in parser._actions[1:]:
            kind = getattr(each.type, "__name__", "text")
            shape = f"{each.nargs}, {kind}, {each.default!r}, {each.choices}, {each.required}"
            called = " ".join(each.option_strings) or each.dest
            said.append(f"  {called} {each.metavar} → {each.dest}: {shape}\n    {each.help}")
        exclusive = [[a.dest for a in g._group_actions] for g in parser._mutually_exclusive_groups]
        said += [f"  one of {names}" for names in exclusive]
    return "\n".join(said)


def standings():
    stand = {"q1-1": "right", "q1-2": "tried", "q1-3": "open", "q1-4": "open", "q1-a": "written"}
    first = Standing("01_a", "One & all", 90, 60, stand, 1, 3.5, ("01_a.new.ipynb",))
    second = Standing("02_bee", "Two", 45, 0, {"q2-1": "open"}, 0, 1)
    return [first, second, Standing("03_c", "Three", 0, 0, {"q3-1": "right"}, 1, 1)]


def lines_of(html):
    return html.replace("><", ">\n<")


def progress():
    """How far a learner has come, in a terminal and in a notebook."""
    first, second, third = standings()
    shown = [overview([first, second, third]), overview([]), one_notebook("x<y", None)]
    shown += [one_notebook(each.name, each) for each in (first, second, third)]
    return "\n\n".join(f"{each!r}\n{lines_of(each._repr_html_())}" for each in shown)


def start():
    """The start page before anything is done, and later."""
    said = []
    for these in (standings()[1:2], standings()):
        page = json.loads(start_page(these))
        about = page["metadata"]
        about["language_info"]["version"] = about["language_info"]["codemirror_mode"]["version"] = 0
        said.append(json.dumps(page, indent=1, ensure_ascii=False).replace("\\n", "\n"))
    return "\n\n".join(said)


def coffee():
    table = Table("coffee")
    table.value("coffee-1")(heat)
    table.value("coffee-2", points=0.5)(twice)
    table.code("coffee-3", points=2, cases=lambda rng: [(1,)])(double)
    table.written("coffee-a", points=3)
    return table


def heat():
    """The heat, in kelvin."""
    return 60


def twice(heat):
    """Twice the heat."""
    return 2 * heat


def double(a):
    """Twice of all."""
    return 2 * a


def notebooks():
    """A notebook, stamped; and its learner's edition, with and without a variant."""
    bodies = ["heat = 60", "twice = 2 * heat", "def double(a):\n    return 2 * a"]
    cells = [
        new_code_cell(f"# coffee-{i}\n{SOLUTION.format(body)}", id=f"cell-{i}")
        for i, body in enumerate(bodies, start=1)
    ]
    top = new_markdown_cell("# Coffee\n\n## Hot\n\n## Cold", id="top")
    imports = new_code_cell("from workbook.questions import coffee, check", id="imports")
    hidden = new_code_cell("only = 1", id="only", metadata={"tags": ["solved-only"]})
    reads = new_code_cell("print(twice)", id="reads", execution_count=3)
    words = new_markdown_cell("<!-- coffee-a -->\n**Model answer.** It cools.", id="words")
    book = new_notebook(cells=[top, imports, hidden, *cells, reads, words])
    book.metadata["workbook"] = {"minutes": 5}
    said = [", ".join(stamp(book, coffee()))]
    copies = (learners_copy(book, coffee()), learners_copy(book, coffee(), variant='A "b"'))
    plain = learners_copy(book, coffee(), model_answers=False)
    for each in (book, *copies, plain):
        about = {key: each.metadata[key] for key in ("workbook",)}
        said.append(json.dumps(about))
        for cell in each.cells:
            number = cell.get("execution_count")
            said.append(f"[{cell.cell_type} {cell.id} {number} {json.dumps(cell.metadata)}]")
            said.append(cell.source)
    return "\n".join(said)


MESSAGES = {
    "wrong": "{0} is not right yet.\nSeen: you have 3.\nIt looks as if **it** is cold.\nNext: Why?",
    "error": "{0} stopped.\nSeen: an error.",
    "timeout": "{0} took too long.",
    "missing": "{0} has no answer yet.",
    "needs_review": "{0}: your teacher reads it.",
}


def results():
    """A class's results, what checks say replaced by words that stay."""
    found = results_of(CLASS)
    for paper in found.papers.values():
        for question in paper.result["questions"]:
            said = MESSAGES.get(question["status"], "{0} is right.")
            question["message"] = said.format(question["id"])
    found.students = {
        name: Student(name, identifier=str(number), system="moodle")
        for number, name in enumerate(found.students, start=70)
    }
    found.attention += [Attention("a kind", name, "<b>&") for name in ("Bo", "Cy")]
    found.attention.append(Attention("other kind", "Ada", "once"))
    found.left += [("Bo/<x>.pdf", "is no notebook"), ("y", "is no notebook"), ("z", "is empty")]
    found.aside["Bo"] = [("x.pdf", "is no notebook")]
    return found


def feedback():
    """The pages that students are given."""
    found = results()
    return "\n\n".join(body(pages.feedback_page(found, name)) for name in ("Ada", "Bo", "Di", "Ed"))


def body(page):
    return page.partition("<body")[2]


def the_class():
    """The page about the class."""
    found = results()
    return body(pages.class_page(found, {name: f"{name}'s" for name in found.students}))


def written():
    """The pages on which written answers are read."""
    answers = [Answer("Ada", "q9-a", 2.0, "x", "<p>x</p>"), Answer("Bo", "q9-a", 2.0, "y", "y")]
    marks = merge(answers, {("Ada", "q9-a"): Mark("1.5", "<i>Good</i>")})
    found = dict(pages.written_pages(results(), answers, marks))
    return "\n\n".join(f"{name}\n{body(page)}" for name, page in found.items())


def grades():
    """Files of grades, and what the command says in the end."""
    found = results()
    said = [gradebook.grades_csv(found), gradebook.moodle_csv(found)]
    said.append(gradebook.student_json(found, "Di"))
    said += [terminal.told(found, Path("out"), ["one", "two"], "moodle")]
    alone = results_of({"Ada": {}})
    alone.papers["Ada", "sample"].result["questions"].pop()
    said += [terminal.told(alone, Path("out"), [])]
    found.students = {
        name: Student(name, identifier="9", system="canvas") for name in found.students
    }
    return "\n\n".join([*said, gradebook.canvas_csv(found)])


def points():
    """What each question is worth: the page for a teacher, and the table."""
    cells = [new_code_cell(f"# {name}", id=name) for name in ("coffee-1", "coffee-2")]
    cells.append(new_markdown_cell("<!-- coffee-a -->", id="why"))
    for cell in cells[1:]:
        cell.metadata["tags"] = [OPTIONAL]
    tea = Table("tea")
    tea.written("tea-a", "Why\n  <so>?", points=2.5)
    lines = [*points_of(coffee(), new_notebook(cells=cells)), *points_of(tea, new_notebook())]
    return "\n\n".join([points_html(lines), points_csv(lines)])


def read_me():
    """What a class is told beside the notebooks."""
    one, two = Path("notebooks/01_pen_and_paper.ipynb"), Path("coffee.ipynb")
    return "\n\n".join([release._read_me([one, two], ""), release._read_me([two], "Ada")])


def typed():
    """What a student typed, set."""
    return to_html(TYPED, {"dot.png": "data:image/png;base64,AA=="})


OF_TEACHING = feedback, the_class, written, grades, points, read_me, typed
OF_LEARNING = progress, start
RECORDS = options, notebooks, *OF_LEARNING, *OF_TEACHING


def text(make):
    return "\n".join(line.rstrip() for line in make().splitlines()) + "\n"


def difference(make):
    """What is not as it was recorded, as a diff; nothing where all is."""
    before = (FOLDER / f"{make.__name__}.txt").read_text(encoding="utf-8").split("\n")
    after = text(make).split("\n")
    return "\n".join(unified_diff(before, after, "recorded", "made today", n=3, lineterm=""))


if __name__ == "__main__":
    for make in RECORDS:
        path = FOLDER / f"{make.__name__}.txt"
        path.write_text(text(make), encoding="utf-8", newline="\n")
