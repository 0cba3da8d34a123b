"""The nbconvert exporter: a notebook to PDF by Typst, without TeX."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

from nbconvert.exporters import TemplateExporter
from traitlets import Bool, List, Unicode, default
from traitlets.config import Config

from workbook.notebooks.cells import Notebook
from workbook.report.context import Context, anchor, locate
from workbook.report.markdown import headings
from workbook.report.markup import array, string
from workbook.report.pdf import ReportError, make_pdf
from workbook.report.selection import KeepTagged, Resources
from workbook.report.typesetter import Typesetter

TEMPLATES = Path(__file__).parent / "templates"


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
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "typst"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    @property
    def default_config(self) -> Config:
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

    def default_filters(self) -> Iterator[tuple[str, Callable[..., object]]]:
        yield from super().default_filters()
        yield ("typst_string", string)
        yield ("typst_array", array)

    def _init_preprocessors(self) -> None:
        super()._init_preprocessors()
        self.register_preprocessor(KeepTagged(parent=self, enabled=self.only_tagged))
        self.register_preprocessor(self._prepare)

    def _prepare(self, notebook: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Give the template its title, and a typesetter for the cells that are left."""
        found = outline(notebook)
        first = next((text for part in found.values() for level, text in part if level == 1), "")
        title = self.title or first or resources["metadata"].get("name", "Notebook")
        anchors = {name: [anchor(text) for _, text in part] for name, part in found.items()}
        context = Context(anchors, None if self.title else title, self.log)
        resources["typesetter"] = Typesetter(context)
        resources["report"] = {
            "title": title,
            "authors": self.authors,
            "language": self.language,
            "contents": str(self.contents),
        }
        return notebook, resources

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own PDFs are bytes as well
        self, nb: Notebook, resources: Resources | None = None, **kw: object
    ) -> tuple[bytes, Resources]:
        nb = deepcopy(nb)
        metadata = (resources or {}).get("metadata", {})
        locate(nb, f"{metadata.get('name', 'notebook')}.ipynb", metadata.get("path", ""))
        source, resources = super().from_notebook_node(nb, resources, **kw)
        context = resources.pop("typesetter").context
        pdf = make_pdf(source, context, self.font_paths)
        if self.strict and context.problems:
            raise ReportError("Not everything could be set:\n" + "\n".join(context.problems))
        resources["output_extension"] = ".pdf"
        resources["problems"] = context.problems
        return pdf, resources


def outline(notebook: Notebook) -> dict[str, list[tuple[int, str]]]:
    """Return the levels and the words of all headings, by the notebook that they come from."""
    found: dict[str, list[tuple[int, str]]] = {}
    for cell in notebook.cells:
        part = found.setdefault(cell.metadata["origin"]["notebook"], [])
        if cell.cell_type == "markdown":
            part += headings(cell.source)
    return found
