"""Sets the cells of notebooks as Typst markup, and keeps what their pages need besides."""

import ast
import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup
from nbconvert.filters import ansi2html

from helpers.report.html import can_set
from helpers.report.markdown import TypstRenderer, anchor, tokens
from helpers.report.markup import array, block, call, string
from helpers.report.mathematics import MathError, equation

COLUMNS = 100  # of a listing, before a line is folded: those of the code style
PICTURES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
SUFFIXES = {
    ".svg": "svg",
    ".png": "png",
    ".jpg": "jpg",
    ".jpeg": "jpg",
    ".gif": "gif",
    ".webp": "webp",
    ".pdf": "pdf",
}
WIDGET = "application/vnd.jupyter.widget-view+json"
NBGRADER_MARK = re.compile(
    r"^\s*###\s*(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME|TESTS)\b.*\n?", re.MULTILINE
)
ANSI = re.compile(r"\x1b\[[0-9;?]*[@-~]")
POINTS_PER_PIXEL = 0.75


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
        """Begin a cell; the comment in the source leads from Typst's messages back to it."""
        self.origin = cell.metadata["origin"]
        self.attachments = cell.get("attachments", {})
        return f"// {self.place}\n"

    @staticmethod
    def label(notebook, heading):
        return f"{notebook}#{heading}"

    @property
    def place(self):
        return f"{self.origin['notebook']}, cell {self.origin['number']}"

    def markdown(self, source):
        return self.renderer.render(source)

    def code(self, cell):
        source = NBGRADER_MARK.sub("", cell.source).strip("\n")
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
        data, metadata = output.data, output.get("metadata", {})
        for kind, suffix in PICTURES.items():
            if kind in data:
                content = data[kind].encode() if suffix == "svg" else base64.b64decode(data[kind])
                details = metadata.get(kind, metadata)
                return self.picture(
                    content,
                    suffix,
                    details.get("alt", ""),
                    caption,
                    details.get("width"),
                    alone=True,
                )
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
        here = [
            known
            for known in self.anchors
            if known == label or (not name and known.startswith(label))
        ]
        if not here:
            return text + self.problem("A link to a heading that is not there", label)
        return call("link", f"label({string(here[0])})", block(text))

    def linked_picture(self, url, alt, caption=None, alone=False, width=None):
        """Set a picture from an attachment, a data address or a file."""
        if url.startswith("attachment:"):
            bundle = self.attachments.get(unquote(url.removeprefix("attachment:")), {})
            found = [
                (base64.b64decode(bundle[kind]), suffix)
                for kind, suffix in PICTURES.items()
                if kind in bundle
            ]
        elif match := re.fullmatch(r"data:([\w/+.-]+);base64,(.*)", url, re.DOTALL):
            found = (
                [(base64.b64decode(match[2]), PICTURES[match[1]])] if match[1] in PICTURES else []
            )
        else:
            path = Path(self.origin["folder"], unquote(url))
            found = (
                [(path.read_bytes(), SUFFIXES[path.suffix])]
                if path.is_file() and path.suffix in SUFFIXES
                else []
            )
        if not found:
            return self.problem("A picture that is not there", f"![{alt}]({url[:80]})")
        return self.picture(*found[0], alt, caption, width, alone)

    def picture(self, content, suffix, alt, caption=None, width=None, alone=False):
        """Set a picture, alone as a figure or within a line of text."""
        if not alt:
            self.complain("A picture without alt text", "")
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
        self.files[name] = content
        options = {"alt": string(alt or f"A picture without a description in {self.place}")}
        if width:
            options["width"] = f"{float(width) * POINTS_PER_PIXEL}pt"
        if not alone and not caption:
            return call(
                "box",
                f"image({string(name)}, {', '.join(f'{k}: {v}' for k, v in options.items())})",
            )
        return (
            call("picture", string(name), **options, caption=block(caption) if caption else "none")
            + "\n\n"
        )

    # What cannot be set

    def problem(self, reason, source):
        """Return a visible box with the source, and log it."""
        self.complain(reason, source)
        return call("problem", string(reason), string(source))

    def complain(self, reason, source, place=None):
        self.problems.append(f"{place or self.place}: {reason}{': ' if source else ''}{source}")
        self.log.warning(self.problems[-1])


def caption_of(output, following):
    """Return the Markdown after a picture, or a widget's twin, with alt text, or None."""
    if following is None or "text/markdown" not in following.get("data", {}):
        return None
    pictured = any(kind in output.get("data", {}) for kind in PICTURES)
    described = any("alt" in output.get("metadata", {}).get(kind, {}) for kind in PICTURES)
    return following.data["text/markdown"] if pictured and described else None


def anchor_of(title):
    """Return the name by which JupyterLab would link to the title, if there is one."""
    return title.strip().replace(" ", "-") if title else None


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
