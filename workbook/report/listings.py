"""Code and printed text, made ready for a page."""

import ast
import re

COLUMNS = 100  # those of the code style
ANSI = re.compile(r"\x1b\[[0-9;?]*[@-~]")
NBGRADER_MARK = re.compile(
    r"^[ \t]*###[ \t]*(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME|TESTS)\b.*\n?", re.MULTILINE
)


def without_marks(source):
    """Return code without the comments that tell nbgrader what to hide."""
    return NBGRADER_MARK.sub("", source).strip("\n")


def without_captions(source):
    """Return code whose calls of `figure` show the figure only: its caption stands below it.

    >>> without_captions('figure(fig, "What to see.", alt="A curve.")')
    'figure(fig, …)'
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a magic command, say
        return source
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id="figure"), args=[fig, _, *_]):
                call, fig = (ast.get_source_segment(source, part) for part in (node, fig))
                source = source.replace(call, f"figure({fig}, …)")
    return source


def fold(text, columns=COLUMNS):
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
