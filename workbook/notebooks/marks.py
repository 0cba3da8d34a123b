"""What an author or a learner finds written in a notebook's cells: ids, marks, placeholders.

An answer cell begins with its question's id, ``# q1-1``, and the cell that checks it with
``# q1-1-check``; a written answer, in Markdown, with ``<!-- q1-a -->``. Marks say what nbgrader and
`learner` leave out. This is about text alone and imports nothing, so that whatever runs beside a
learner need not wait for nbformat.
"""

import re

CHECK = "-check"  # behind the question's id, that of the cell which checks it
CODE_ID = re.compile(r"# *([\w-]+) *$", re.M)
MARKDOWN_ID = re.compile(r"<!-- *([\w-]+) *--> *$", re.M)

STUB = "raise NotImplementedError"
PLACE_TO_WRITE = "*Your answer:*"
MODEL_ANSWER = "**Model answer.**"
SOLUTIONS = "solutions"  # the folder of the solved notebooks, beside a learner's
SOLVED = ".solved.ipynb"  # how their names end, so that two open tabs are told apart

BEGIN_SOLUTION = "### BEGIN SOLUTION"
BEGIN = re.compile(rf"^([ \t]*){BEGIN_SOLUTION}$")
END = re.compile(r"^([ \t]*)### END SOLUTION$")
SOLUTION = re.compile(rf"^([ \t]*){BEGIN_SOLUTION}\n.*?^[ \t]*### END SOLUTION$", re.M | re.S)
HIDDEN = re.compile(r"^### BEGIN (HIDDEN TESTS|MARK SCHEME)\n.*?^### END \1$", re.M | re.S)
MARK = re.compile(
    r"^[ \t]*###[ \t]*(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME|TESTS)\b.*\n?", re.M
)


def without_solutions(source: str, stub: str = STUB) -> str:
    """Return code whose solutions are gone; where one stood indented, as a body, is `stub`."""
    return SOLUTION.sub(lambda solution: solution[1] and f"{solution[1]}{stub}", source)


def without_hidden_tests(source: str) -> str:
    """Return code without what is tried, or read by graders, only when it is graded."""
    return HIDDEN.sub("", source)


def without_marks(source: str) -> str:
    """Return code without the comments that tell nbgrader what to hide; what they enclose stays."""
    return MARK.sub("", source).strip("\n")
