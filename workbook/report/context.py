"""What a report knows as a whole, where in it we are, and what it collects on the way."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from logging import Logger
from os import PathLike
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote

from workbook.notebooks.cells import Cell, Notebook
from workbook.report.markup import block, call, string
from workbook.report.pictures import Attachments, Picture, from_address, readable

POINTS_PER_PIXEL = 0.75
PLACE = "//: "  # a comment in the markup that tells whence the lines below it come


class Origin(TypedDict):
    """Where a cell comes from: a notebook's file name and folder, and the cell's number there."""

    notebook: str
    folder: str
    number: int


def locate(notebook: Notebook, name: str, folder: str | PathLike[str]) -> None:
    """Tell every cell where it comes from, in its metadata, unless it knows."""
    for number, cell in enumerate(notebook.cells, start=1):
        origin = Origin(notebook=name, folder=str(folder), number=number)
        cell.metadata.setdefault("origin", origin)


def anchor(words: str) -> str:
    """Return the name by which JupyterLab links to a heading of these words."""
    return words.strip().replace(" ", "-")


class Context:
    """The one thing that all who write a report share; it knows none of them.

    Parameters
    ----------
    anchors : mapping of str to sequence of str
        The notebooks in the report, by file name, and the anchors of each one's headings.
    title : str or None
        A level-one heading of these words is the title already, and everything below it moves up.
    log : logging.Logger

    Attributes
    ----------
    place : str
        Where we are, in words.
    files : dict of str to bytes
        Pictures by the names under which the markup reads them.
    problems : list of str
        What could not be set, and where.
    """

    def __init__(
        self, anchors: Mapping[str, Sequence[str]], title: str | None, log: Logger
    ) -> None:
        self.anchors, self.title, self.log = anchors, title, log
        self.origin = Origin(notebook="", folder="", number=0)
        self.attachments: Attachments = {}
        self.place = "the title"
        self.level = 0
        self.labels: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.problems: list[str] = []

    def enter(self, cell: Cell) -> None:
        """Go on to a cell; it has been located."""
        self.origin = cell.metadata["origin"]
        self.attachments = cell.get("attachments", {})
        self.place = f"{self.origin['notebook']}, cell {self.origin['number']}"

    # Headings and links

    def heading(self, text: str, level: int, words: str) -> str:
        """Set a heading; levels never skip one, and the title is not repeated.

        Parameters
        ----------
        text, words : str
            The heading as markup, and without its marks.
        level : int
            From 1, as the notebook has it.
        """
        name = anchor(words)
        if not name:  # PDF/UA forbids a heading without words
            return f"{text}\n\n"
        marked = self.label(f"{self.origin['notebook']}#{name}")
        if level == 1 and self.title and name == anchor(self.title):
            return f"#metadata(none){marked}\n\n"
        self.level = max(1, min(level - bool(self.title), self.level + 1))
        return f"#heading(level: {self.level}, {block(text)}){marked}\n\n"

    def label(self, name: str) -> str:
        """Return the markup that lets links find what is before it; nothing, the second time."""
        known = name in self.labels
        self.labels.add(name)
        return "" if known else f" #label({string(name)})"

    def link(self, url: str, text: str) -> str:
        """Set a link to a heading here, to the PDF of another notebook, or to the web."""
        path, _, name = unquote(url).partition("#")
        if re.match(r"[a-z]+:", url) or not (path.endswith(".ipynb") or not path):
            return call("link", string(url), block(text))
        notebook = Path(path).name or self.origin["notebook"]
        if notebook not in self.anchors:
            return call("link", string(path.removesuffix(".ipynb") + ".pdf"), block(text))
        targets = [target for target in self.anchors[notebook] if target == name or not name]
        if not targets:
            return text + self.problem(
                "A link to a heading that is not there", f"{notebook}#{name}"
            )
        return call("link", f"label({string(f'{notebook}#{targets[0]}')})", block(text))

    # Pictures

    def linked_picture(
        self,
        url: str,
        alt: str,
        caption: str | None = None,
        width: float | None = None,
        alone: bool = False,
    ) -> str:
        """Set a picture from an attachment, a data address or a file."""
        found = from_address(url, self.attachments, self.origin["folder"])
        if not found:
            return self.problem("A picture that is not there", f"![{alt}]({url[:80]})")
        return self.picture(found, alt, caption, width, alone)

    def picture(
        self,
        found: Picture,
        alt: str,
        caption: str | None = None,
        width: float | None = None,
        alone: bool = False,
    ) -> str:
        """Set a picture, alone as a figure or within a line of text; its width is in pixels."""
        content, suffix = found
        if not readable(content, suffix):
            boxed = self.problem("A picture that cannot be read", alt or suffix)
            return f"{boxed}\n\n{caption}" if caption else boxed
        if not alt:
            self.complain("A picture without alt text")
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
        self.files[name] = content
        options = {"alt": string(alt or f"A picture without a description in {self.place}")}
        if width:
            options["width"] = f"{float(width) * POINTS_PER_PIXEL}pt"
        if alone:
            options["caption"] = block(caption) if caption else "none"
            return call("figure-of", string(name), **options) + "\n\n"
        return call("picture", string(name), **options)

    # What cannot be set

    def problem(self, reason: str, source: str) -> str:
        """Return a visible box with the source, and log it."""
        self.complain(reason, source)
        return call("problem", string(reason), string(source))

    def complain(self, reason: str, source: str = "", place: str | None = None) -> None:
        """Log what could not be set, and where; without a place, where we are."""
        said = f"{place or self.place}: {reason}{': ' if source else ''}{source}"
        self.problems.append(said)
        self.log.warning(said)
