"""Which numbers a notebook's text states, and what stands behind each of them.

A number in the text is *measured* if it is a decimal, a percentage, has thousands separators, or
reads "18 of 30" or "± 3". Something in the notebook has to vouch for it:

- a **phrase**: a line that a cell tagged ``claims`` prints, computed from the data. It stands in
  the text word for word, so that a changed seed changes the phrase, and the text no longer has it;
- the code, where it is a **setting**; or what a shown cell has printed right there for the reader;
- a **caption** that computes it: then it does not stand in the cell's source.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbook.notebooks.cells import Cell, Notebook, has_tag

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MEASURED = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+|(?:{NUMBER})(?= ?%)"
    rf"|(?:{NUMBER})(?= of (?:the )?\d)|(?<=\d of )(?:{NUMBER})|(?<=± )(?:{NUMBER})"
)
# A number inside a word, an id, a version or a link is a name.
WHOLE = r"(?<![\w.,/-])(?<!\d–){}(?!\w|[.,/]\d)"
NOT_TEXT = re.compile(r"```.*?```|\]\([^)]*\)|https?://\S+|<!--.*?-->", re.DOTALL)
MARKUP = re.compile(r"[*_$\\`{}\u2009\u202f]|(?<=\d)\xa0(?=\d)")
SIGNS = {r"\,": "", r"\%": "%", r"\pm": "±", r"\cdot": "·", r"\approx": "≈"}


@dataclass(frozen=True)
class Text:
    """What a reader sees of one cell: its id, its text without markup, and its code if any."""

    cell: str
    plain: str
    source: str = ""


def plain(text: str) -> str:
    """Return text without links, markup and line breaks."""
    text = NOT_TEXT.sub(" ", text)
    for command, sign in SIGNS.items():
        text = text.replace(command, sign)
    return " ".join(MARKUP.sub("", text).split())


def texts(notebook: Notebook) -> Iterator[Text]:
    """Yield all that a notebook says in words: Markdown, captions, alternative texts."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if not cell.source.startswith("## References"):
                yield Text(cell.id, plain(cell.source))
            continue
        for output in cell.get("outputs", []):
            said = [output.get("data", {}).get("text/markdown", "")]
            said += [kind.get("alt", "") for kind in output.get("metadata", {}).values() if kind]
            yield from (Text(cell.id, plain(each), strings(cell)) for each in said if each)


def strings(cell: Cell) -> str:
    """Return what stands in the strings of a code cell: words, not what is computed into them."""
    nodes = ast.walk(ast.parse(cell.source))
    words = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return plain(" ".join(words))


def printed(cell: Cell) -> str:
    """Return what a code cell has printed, or shown as text."""
    outputs = cell.get("outputs", [])
    shown = [o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return "\n".join(shown)


def claims(notebook: Notebook) -> dict[str, list[str]]:
    """Return the phrases that each cell tagged ``claims`` has printed."""
    cells = [cell for cell in notebook.cells if has_tag(cell, "claims")]
    return {cell.id: [plain(line) for line in printed(cell).splitlines()] for cell in cells}


def not_in_the_text(notebook: Notebook) -> list[tuple[str, str]]:
    """Return the phrases (cell, phrase) that no text of the notebook has."""
    said = [text.plain for text in texts(notebook)]
    return [
        (cell, phrase)
        for cell, phrases in claims(notebook).items()
        for phrase in phrases
        if not any(places(phrase, text) for text in said)
    ]


def unsupported(notebook: Notebook) -> list[tuple[str, str, str]]:
    """Return the measured numbers (cell, number, where) for which nothing vouches."""
    phrases = {phrase for each in claims(notebook).values() for phrase in each}
    known = settings(notebook) | shown(notebook)
    found = []
    for text in texts(notebook):
        held = [span for phrase in phrases for span in places(phrase, text.plain)]
        for match in re.finditer(WHOLE.format(f"(?:{MEASURED.pattern})"), text.plain):
            start, end = match.span()
            computed = text.source and not places(match[0], text.source)
            in_phrase = any(first <= start and end <= last for first, last in held)
            if not (computed or in_phrase or value(match[0]) in known):
                found.append((text.cell, match[0], text.plain[max(0, start - 40) : end + 25]))
    return found


def places(phrase: str, text: str) -> list[tuple[int, int]]:
    """Return where a phrase stands in a text, and is not a part of a longer word or number."""
    return [match.span() for match in re.finditer(WHOLE.format(re.escape(phrase)), text)]


def value(number: str) -> float:
    """Return a number's value."""
    return float(number.replace(",", ""))


def settings(notebook: Notebook) -> set[float]:
    """Return the numbers that stand in the notebook's own code, percentages of them too."""
    found: set[float] = set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and not has_tag(cell, "claims"):
            nodes = ast.walk(ast.parse(cell.source))
            constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
            found |= {abs(float(n)) for n in constants if isinstance(n, int | float)}
    return found | {round(100 * n, 9) for n in found if n < 1}


def shown(notebook: Notebook) -> set[float]:
    """Return the numbers that cells of the notebook, not those tagged ``claims``, have printed."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and not has_tag(c, "claims")]
    return {value(n) for cell in cells for n in re.findall(NUMBER, printed(cell))}
