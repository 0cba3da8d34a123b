"""Code and printed text, made ready for a page and set there."""

import ast
import re

from bs4 import BeautifulSoup
from bs4.element import Tag
from nbconvert.filters import ansi2html

from workbook.report.markup import array, call, string

COLUMNS = 100  # those of the code style
ANSI = re.compile(r"\x1b\[[0-9;?]*[@-~]")


def listing(code: str, language: str = "", sticky: bool = False) -> str:
    """Set code, or other text as it stands; if sticky, on the page of what follows."""
    options = {"language": string(language), "sticky": str(sticky).lower()}
    return call("listing", string(fold(code.rstrip("\n"))), **options)


def terminal(text: str, kind: str) -> str:
    """Set text as a terminal shows it, in its colours."""
    html = BeautifulSoup(ansi2html(fold(text.strip("\r\n"))), "html.parser")
    pieces = []
    for piece in html.children:
        colours = " ".join(piece.get("class") or ()) if isinstance(piece, Tag) else ""
        pieces.append(array([string(piece.get_text()), string(colours)]))
    return call("terminal", *pieces, kind=string(kind))


def without_captions(source: str) -> str:
    """Return code whose calls of `figure` show the figure only: its caption stands below it.

    >>> without_captions('figure(fig, "What to see.", alt="A curve.")')
    'figure(fig, …)'
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic command, say
        return source
    shorter = source
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="figure"), args=[shown, _, *_]):
                whole, fig = (ast.get_source_segment(source, part) for part in (node, shown))
                shorter = shorter.replace(str(whole), f"figure({fig}, …)")
    return shorter


def fold(text: str, columns: int = COLUMNS) -> str:
    """Return text whose long lines go on in the next; colour codes take no room.

    >>> print(fold("abcdef", columns=4))
    abcd
    ↪ ef
    """
    lines = []
    for line in text.replace("\r\n", "\n").expandtabs().split("\n"):
        folded, column = [], 0
        for piece in re.findall(f"{ANSI.pattern}|.", line):
            if len(piece) == 1:
                if column == columns:
                    folded.append("\n↪ ")
                    column = 2
                column += 1
            folded.append(piece)
        lines.append("".join(folded))
    return "\n".join(lines)
