"""Sets the cells of notebooks as Typst markup, and keeps what their pages need besides."""

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup
from nbconvert.filters import ansi2html

from workbook.report import pictures
from workbook.report.html import can_set
from workbook.report.listings import fold, without_captions, without_marks
from workbook.report.markdown import TypstRenderer, anchor, tokens
from workbook.report.markup import array, block, call, string
from workbook.report.mathematics import MathError, equation

WIDGET = "application/vnd.jupyter.widget-view+json"
POINTS_PER_PIXEL = 0.75
PLACE = "//: "  # a comment in the source that tells whence the lines below it come


class Typesetter:
    """Typst markup for each cell in turn.

    Parameters
    ----------
    cells : list of NotebookNode
        Each with `metadata["origin"]`: its notebook's name and folder, and its number there.
    title : str, optional
        A level-one heading of these words is the title already, and everything below it moves up.
    log : logging.Logger

    Attributes
    ----------
    files : dict of str to bytes
        Pictures by the names under which the markup reads them.
    problems : list of str
        What could not be set, and where.
    """

    def __init__(self, cells, title, log):
        self.title, self.log = title, log
        self.files, self.problems = {}, []
        self.origin, self.attachments = {}, {}
        self.level = 0
        self.renderer = TypstRenderer(self)
        self.notebooks = {cell.metadata["origin"]["notebook"] for cell in cells}
        self.anchors = [
            self.label(cell.metadata["origin"]["notebook"], anchor(token))
            for cell in cells
            if cell.cell_type == "markdown"
            for token in tokens(cell.source)
            if token["type"] == "heading"
        ]
        self.labels = set()

    # Cells

    def start(self, cell):
        """Begin a cell; the comment leads from Typst's messages back to it."""
        self.origin = cell.metadata["origin"]
        self.attachments = cell.get("attachments", {})
        return f"{PLACE}{self.place}\n"

    @staticmethod
    def label(notebook, heading):
        return f"{notebook}#{heading}"

    @property
    def place(self):
        return f"{self.origin['notebook']}, cell {self.origin['number']}"

    def markdown(self, source):
        return self.renderer.render(source)

    def code(self, cell):
        source = without_marks(cell.source)
        if cell.outputs:
            source = without_captions(source)
        return self.listing(source, "python", sticky=bool(cell.outputs)) if source else ""

    def outputs(self, outputs):
        """Set outputs in turn; Markdown right after a described picture is its caption."""
        parts, skip = [], False
        for output, following in zip(outputs, [*outputs[1:], None], strict=True):
            caption = caption_of(output, following)
            if not skip:
                parts.append(self.output(output, caption and self.markdown(caption).strip()))
            skip = caption is not None
        return "\n\n".join(parts)

    def output(self, output, caption=None):
        if output.output_type == "stream":
            return self.terminal(output.text, output.name)
        if output.output_type == "error":
            return self.terminal("\n".join(output.traceback), "error")
        data = output.data
        for kind in pictures.SUFFIXES:
            if kind in data:
                details = output.metadata.get(kind, output.metadata)
                found, alt = pictures.from_bundle({kind: data[kind]}), details.get("alt", "")
                return self.picture(found, alt, caption, details.get("width"), alone=True)
        if WIDGET in data:
            return self.problem("A widget without a static twin", data.get("text/plain", WIDGET))
        if "text/html" in data and (can_set(data["text/html"]) or "text/plain" not in data):
            return self.renderer.html.render(data["text/html"])
        if "text/markdown" in data:
            return self.markdown(data["text/markdown"])
        if "text/latex" in data:
            return self.latex(data["text/latex"])
        if "text/plain" in data:
            return self.terminal(data["text/plain"], "result")
        return self.problem("An output of a kind that cannot be printed", ", ".join(data))

    # Parts of cells

    def listing(self, code, language="", sticky=False):
        """Set code, or other text as it stands; if sticky, on the page of what follows."""
        options = {"language": string(language), "sticky": str(sticky).lower()}
        return call("listing", string(fold(code.rstrip("\n"))), **options)

    def terminal(self, text, kind):
        """Set text as a terminal shows it, in its colours."""
        html = ansi2html(fold(text.strip("\r\n")))
        pieces = [
            array([string(piece.get_text()), string(" ".join(piece.parent.get("class", ())))])
            for piece in BeautifulSoup(html, "html.parser").find_all(string=True)
        ]
        return call("terminal", *pieces, kind=string(kind))

    def latex(self, source):
        source = source.strip()
        if source.startswith("$") or "\\begin{" in source:
            return self.markdown(source)
        return self.problem("LaTeX that is not a formula", source)

    def formula(self, latex, display=False):
        try:
            return equation(latex, display) + ";"
        except MathError as error:
            return self.problem(str(error), latex)

    def heading(self, text, level, name):
        """Set a heading; levels never skip one, and the title is not repeated."""
        if not name:  # PDF/UA forbids a heading without words
            return f"{text}\n\n"
        label = self.label(self.origin["notebook"], name)
        marked = "" if label in self.labels else f" #label({string(label)})"
        self.labels.add(label)
        if level == 1 and name == anchor_of(self.title):
            return f"#metadata(none){marked}\n\n"
        self.level = max(1, min(level - bool(self.title), self.level + 1))
        return f"#heading(level: {self.level}, {block(text)}){marked}\n\n"

    def link(self, url, text):
        """Set a link to a heading here, to the PDF of another notebook, or to the web."""
        path, _, name = unquote(url).partition("#")
        if re.match(r"[a-z]+:", url) or not (path.endswith(".ipynb") or not path):
            return call("link", string(url), block(text))
        notebook = Path(path).name or self.origin["notebook"]
        if notebook not in self.notebooks:
            return call("link", string(path.removesuffix(".ipynb") + ".pdf"), block(text))
        label = self.label(notebook, name)
        targets = [a for a in self.anchors if a == label or (not name and a.startswith(label))]
        if not targets:
            return text + self.problem("A link to a heading that is not there", label)
        return call("link", f"label({string(targets[0])})", block(text))

    def linked_picture(self, url, alt, caption=None, width=None, alone=False):
        """Set a picture from an attachment, a data address or a file."""
        found = pictures.from_address(url, self.attachments, self.origin["folder"])
        if not found:
            return self.problem("A picture that is not there", f"![{alt}]({url[:80]})")
        return self.picture(found, alt, caption, width, alone)

    def picture(self, found, alt, caption=None, width=None, alone=False):
        """Set a picture, alone as a figure or within a line of text."""
        content, suffix = found
        if not pictures.readable(content, suffix):
            boxed = self.problem("A picture that cannot be read", alt or suffix)
            return f"{boxed}\n\n{caption}" if caption else boxed
        if not alt:
            self.complain("A picture without alt text", "")
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

    def problem(self, reason, source):
        """Return a visible box with the source, and log it."""
        self.complain(reason, source)
        return call("problem", string(reason), string(source))

    def complain(self, reason, source, place=None):
        self.problems.append(f"{place or self.place}: {reason}{': ' if source else ''}{source}")
        self.log.warning(self.problems[-1])


def caption_of(output, following):
    """Return the Markdown right after a picture that has alt text, or None."""
    described = any("alt" in output.get("metadata", {}).get(k, {}) for k in pictures.SUFFIXES)
    caption = following and following.get("data", {}).get("text/markdown")
    return caption if described and caption else None


def anchor_of(title):
    """Return the name by which JupyterLab would link to the title, if there is one."""
    return title.strip().replace(" ", "-") if title else None
