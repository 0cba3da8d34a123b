"""The nbconvert exporter: a notebook to PDF by Typst, without TeX."""

import re
import unicodedata
from copy import deepcopy
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

import typst
from nbconvert.exporters import TemplateExporter
from nbconvert.preprocessors import Preprocessor
from nbconvert.utils.exceptions import ConversionException
from traitlets import Bool, List, Unicode, default
from traitlets.config import Config

from workbook.report.markdown import plain_text, tokens
from workbook.report.markup import array, string
from workbook.report.typesetter import PLACE, Typesetter

TEMPLATES = Path(__file__).parent / "templates"
HEADING = re.compile(
    r"^(```|~~~).*?^\1|^ {0,3}(?P<marks>#{1,6})(?!#)[^\n]+", re.MULTILINE | re.DOTALL
)
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MISSING_GLYPHS = re.compile(r'the text `"(.+?)"` could not be displayed')


class ReportError(ConversionException):
    """A report that cannot be made; when strict, for anything that could not be set."""


class KeepTagged(Preprocessor):
    """Keeps the cells with a tag, and the headings that lead to them."""

    tag = Unicode("report", help="The tag of the cells to keep.").tag(config=True)

    def preprocess(self, nb, resources):
        kept, open_headings = [], []
        for cell in nb.cells:
            wanted = self.tag in cell.metadata.get("tags", ())
            for level, heading in headings(cell):
                open_headings = [(n, h) for n, h in open_headings if n < level]
                if not wanted:
                    open_headings.append((level, heading))
            if wanted:
                kept += [heading for _, heading in open_headings] + [cell]
                open_headings = []
        nb.cells = kept
        return nb, resources


def headings(cell):
    """Yield the headings of a Markdown cell: the level, and a cell of just that line."""
    if cell.cell_type != "markdown":
        return
    for match in HEADING.finditer(cell.source):
        if match["marks"]:
            heading = deepcopy(cell)
            heading.source = match[0]
            yield len(match["marks"]), heading


class TypstPDFExporter(TemplateExporter):
    """A notebook as a PDF: searchable, accessible (PDF/UA-1), and every time the same bytes.

    What cannot be set stands in a visible box, and a warning in the log names its cell.
    """

    export_from_notebook = "PDF via Typst"
    output_mimetype = "application/pdf"

    title = Unicode(help="Title of the report; without one, the first heading is it.").tag(
        config=True
    )
    authors = List(Unicode(), help="Authors of the report.").tag(config=True)
    language = Unicode("en", help="Language of the report, as in RFC 3066.").tag(config=True)
    contents = Bool(False, help="A title page and a table of contents come first.").tag(config=True)
    only_tagged = Bool(
        False, help="Keep only the cells tagged `report`, and the headings above them."
    ).tag(config=True)
    strict = Bool(False, help="Raise an error if anything could not be set.").tag(config=True)
    font_paths = List(
        Unicode(), help="Folders with more fonts, for scripts that Typst's own lack."
    ).tag(config=True)

    template_extension = Unicode(".typ.j2").tag(config=True, affects_environment=True)

    @default("file_extension")
    def _file_extension_default(self):
        return ".pdf"

    @default("template_name")
    def _template_name_default(self):
        return "typst"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(TEMPLATES)]

    @property
    def default_config(self):
        config = Config(
            {
                "CoalesceStreamsPreprocessor": {"enabled": True},
                "TagRemovePreprocessor": {
                    "remove_cell_tags": {"remove-cell"},
                    "remove_input_tags": {"remove-input"},
                    "remove_all_outputs_tags": {"remove-output"},
                },
            }
        )
        config.merge(super().default_config)
        return config

    def default_filters(self):
        yield from super().default_filters()
        yield ("typst_string", string)
        yield ("typst_array", array)

    def _init_preprocessors(self):
        super()._init_preprocessors()
        self.register_preprocessor(KeepTagged(parent=self, enabled=self.only_tagged))
        self.register_preprocessor(self._prepare)

    def _prepare(self, notebook, resources):
        """Give the template its title, and a typesetter for the cells that are left."""
        title = (
            self.title or first_heading(notebook) or resources["metadata"].get("name", "Notebook")
        )
        resources["typesetter"] = Typesetter(
            notebook.cells, None if self.title else title, self.log
        )
        resources["report"] = {
            "title": title,
            "authors": self.authors,
            "language": self.language,
            "contents": str(self.contents),
        }
        return notebook, resources

    def from_notebook_node(self, nb, resources=None, **kw):
        nb = deepcopy(nb)
        metadata = (resources or {}).get("metadata", {})
        locate(nb, f"{metadata.get('name', 'notebook')}.ipynb", metadata.get("path", ""))
        source, resources = super().from_notebook_node(nb, resources, **kw)
        typesetter = resources.pop("typesetter")
        pdf = self.compile(source, typesetter)
        if self.strict and typesetter.problems:
            raise ReportError("Not everything could be set:\n" + "\n".join(typesetter.problems))
        resources["output_extension"] = ".pdf"
        resources["problems"] = typesetter.problems
        return pdf, resources

    def compile(self, source, typesetter):
        """Return the PDF; a character that no font has becomes its number, in a box."""
        source = replace(source, set(UNPRINTABLE.findall(source)), typesetter)
        with TemporaryDirectory() as folder:
            main = Path(folder, "main.typ")
            copy(TEMPLATES / "typst" / "workbook.typ", folder)
            for name, content in typesetter.files.items():
                Path(folder, name).write_bytes(content)
            missing = True
            while missing:
                main.write_bytes(source.encode())
                try:
                    return typst.compile(
                        main,
                        font_paths=self.font_paths,
                        ignore_system_fonts=True,
                        pdf_standards=["ua-1"],
                    )
                except typst.TypstError as error:
                    message = getattr(error, "diagnostic", str(error))
                missing = missing_glyphs(message) & set(source)
                source = replace(source, missing, typesetter)
        raise ReportError(f"Typst refuses the report:\n{message}")


def first_heading(notebook):
    """Return the words of the first level-one heading, or None."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "markdown")
    found = (token for cell in cells for token in tokens(cell.source) if token["type"] == "heading")
    return next(
        (plain_text(token).strip() for token in found if token["attrs"]["level"] == 1), None
    )


def missing_glyphs(message):
    """Return the characters that Typst complains about, which it writes as Rust does."""
    texts = "".join(MISSING_GLYPHS.findall(message))
    texts = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), texts)
    return {character for character in texts if not character.isascii()}


def locate(notebook, name, folder):
    """Tell every cell where it comes from, unless it knows."""
    for number, cell in enumerate(notebook.cells, start=1):
        cell.metadata.setdefault(
            "origin", {"notebook": name, "folder": str(folder), "number": number}
        )


def replace(source, characters, typesetter):
    """Put numbers in place of characters; comments in the source tell their cells."""
    lines, place = [], "the title"
    for line in source.split("\n"):
        place = line.removeprefix(PLACE) if line.startswith(PLACE) else place
        for character in sorted(characters & set(line)):
            name = unicodedata.name(character, "unnamed")
            number = f"⟦U+{ord(character):04X}⟧"
            typesetter.complain(f"no font has {number}", name, place)
            line = line.replace(character, number)
        lines.append(line)
    return "\n".join(lines)
