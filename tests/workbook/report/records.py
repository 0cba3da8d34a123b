"""What the report makes of each source, recorded: `python -m tests.workbook.report.records`.

A file in `recorded` is a list of cases: `▶ a title`, a source, `▷`, the Typst that it gives up to
`∎`, and after `⚠` the problems that it reports. Of a formula, the title is the source, and the
Typst stands in the next line. To add a case, write its title, its source and `▷`, and give the
command: it sets every source anew. Read the difference before you commit it: a record says what
comes out, not that it is right.
"""

import logging
import re
import unicodedata
from difflib import unified_diff
from pathlib import Path

from workbook.report.context import Context
from workbook.report.html import render_html
from workbook.report.markdown import render_markdown
from workbook.report.markup import string
from workbook.report.mathematics import MathError, equation

FOLDER = Path(__file__).parent / "recorded"
TITLE, RESULT, END, PROBLEM = "▶ ", "▷", "∎", "⚠ "


def context():
    """A report of two notebooks, in the first cell of the first, whose title is "Title"."""
    log = logging.getLogger("records")
    log.disabled = True
    found = Context({"n.ipynb": ["Title", "Here"], "m.ipynb": ["There"]}, "Title", log)
    found.origin["notebook"], found.place = "n.ipynb", "n.ipynb, cell 1"
    return found


def formula(latex):
    """What stands in the equation that a formula becomes, its alt text apart."""
    try:
        whole = equation(latex)
    except MathError as error:
        return f"{PROBLEM}{error}"
    return whole.replace(f"alt: {string(latex)}, ", "").removeprefix("#math.equation(")[:-1]


def rendered(render):
    """Return what sets a source, followed by the problems that it reports."""

    def result(source):
        here = context()
        markup = render(source, here)
        return "\n".join([markup + END, *(PROBLEM + said for said in here.problems)])

    return result


RECORDS = {
    "commands": formula,
    "field": formula,
    "notebooks": formula,
    "markdown": rendered(render_markdown),
    "html": rendered(render_html),
}


def cases(name):
    """The titles and the sources of a record."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    found = []
    for part in ("\n" + text).split(f"\n{TITLE}")[1:]:
        title, _, rest = part.partition("\n")
        found.append((title, f"{rest}\n".partition(f"\n{RESULT}\n")[0]))
    return found


def written(name):
    """The record as it is today."""
    set_source, lines = RECORDS[name], []
    for title, source in cases(name):
        if set_source is formula:
            lines += [TITLE + title, formula(title), ""]
        else:
            lines += [TITLE + title, source, RESULT, set_source(source), ""]
    return "\n".join(lines)


def difference(name):
    """What is not as it was recorded, as a diff; nothing where all is."""
    before = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    after = written(name).split("\n")
    return "\n".join(unified_diff(before, after, "recorded", "set today", n=4, lineterm=""))


def letters(latex):
    """A formula without its commands, the names of environments and what is not to be seen."""
    unseen = r"\\(begin|end|tag|textcolor|color|phantom|hspace){[^}]*}|\\[a-zA-Z]+"
    seen = re.sub(unseen, "", re.sub(r"({array}){[^}]*}", r"\1", latex))
    return unicodedata.normalize("NFKD", seen)


if __name__ == "__main__":
    for name in RECORDS:
        path = FOLDER / f"{name}.txt"
        path.write_text(written(name), encoding="utf-8", newline="\n")
