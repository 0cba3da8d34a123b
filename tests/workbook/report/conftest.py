"""What the tests of the report share: notebooks built in code, and PDFs read back."""

import unicodedata
from io import BytesIO

import pytest
import typst
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pypdf import PdfReader

from workbook.report.exporter import TypstPDFExporter

PIXEL = (  # a red PNG of one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def markdown(*sources):
    """A notebook of Markdown cells."""
    return new_notebook(cells=[new_markdown_cell(source) for source in sources])


def code(source, *outputs, **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata=metadata)


def compiled(markups):
    """A PDF of pieces of markup, each on a page of its own size."""
    preamble = '#set document(title: "Pages")\n#set page(width: auto, height: auto)\n'
    source = preamble + "\n#pagebreak()\n".join(markups)
    return typst.compile(source.encode(), pdf_standards=["ua-1"], ignore_system_fonts=True)


def pages(markups):
    """What stands on the page of each piece of markup, letters without their style and marks."""
    read = [page.extract_text() for page in PdfReader(BytesIO(compiled(markups))).pages]
    return [unicodedata.normalize("NFKD", text) for text in read]


class Pdf:
    """A PDF and what its making reported."""

    def __init__(self, content, problems):
        self.content, self.problems = content, problems
        self.reader = PdfReader(BytesIO(content))

    @property
    def text(self):
        """All words, white space as single spaces, ligatures and mathematical letters undone."""
        pages = " ".join(page.extract_text() for page in self.reader.pages)
        breaks = "\u200b"  # where a long name may go on in the next line
        return " ".join(unicodedata.normalize("NFKC", pages).replace(breaks, "").split())

    @property
    def letters(self):
        return "".join(self.text.split())

    @property
    def places(self):
        """Every piece of text on the first page, its left end and its base line in points."""
        found = {}

        def visit(words, turned, placed, *_):
            if words.strip():
                plain = unicodedata.normalize("NFKC", words).strip()
                found[plain] = (
                    turned[0] * placed[4] + turned[4],
                    turned[3] * placed[5] + turned[5],
                )

        self.reader.pages[0].extract_text(visitor_text=visit)
        return found


@pytest.fixture
def export():
    """Notebook to `Pdf`; options are the exporter's traits. The language has no hyphens."""

    def export(notebook, **options):
        exporter = TypstPDFExporter(**{"language": "zxx"} | options)
        content, resources = exporter.from_notebook_node(notebook)
        return Pdf(content, resources["problems"])

    return export
