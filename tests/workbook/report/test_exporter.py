"""workbook.report.exporter: the PDF as a whole."""

import tomllib
from importlib import import_module

import pytest
from nbconvert.exporters import Exporter
from nbformat.v4 import new_markdown_cell, new_notebook, new_output, new_raw_cell

from tests import ROOT
from tests.workbook.report.conftest import code, markdown
from workbook.report import exporter
from workbook.report.exporter import ReportError, TypstPDFExporter


def tagged(cell, *tags):
    cell.metadata["tags"] = list(tags)
    return cell


def test_entry_point_is_an_exporter():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, name = project["entry-points"]["nbconvert.exporters"]["typstpdf"].split(":")
    assert issubclass(getattr(import_module(module), name), Exporter)


def test_title_author_and_language_are_in_the_file(export):
    pdf = export(markdown("words"), title="A *title*", authors=["Ada", "Grace"], language="de")
    assert pdf.reader.metadata.title == "A *title*"
    assert "Ada" in pdf.reader.metadata.author
    assert "Grace" in pdf.reader.metadata.author
    assert pdf.reader.trailer["/Root"]["/Lang"] == "de"
    assert "A *title* Ada and Grace words" in pdf.text


def test_first_heading_is_the_title_once(export):
    pdf = export(markdown("# Backprop by *hand*\n\nwords", "## First\n\nmore"))
    assert pdf.reader.metadata.title == "Backprop by hand"
    assert pdf.text.count("Backprop by hand") == 1
    assert [str(item.title) for item in pdf.reader.outline] == ["First"]


def test_same_notebook_same_bytes(export):
    notebook = markdown("# T", "words $x$")
    assert export(notebook).content == export(notebook).content


def test_file_says_it_is_accessible(export):
    root = export(markdown("# T\n\n$x$")).reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_character_without_glyph_is_boxed_and_its_cell_named(export):
    pdf = export(
        new_notebook(
            cells=[new_markdown_cell("# T"), new_markdown_cell("a 😀 b"), code("x = '王'")]
        )
    )
    assert "a ⟦U+1F600⟧ b" in pdf.text
    assert "'⟦U+738B⟧'" in pdf.text
    assert pdf.problems == [
        "notebook.ipynb, cell 2: no font has ⟦U+1F600⟧: GRINNING FACE",
        "notebook.ipynb, cell 3: no font has ⟦U+738B⟧: CJK UNIFIED IDEOGRAPH-738B",
    ]


def test_character_without_glyph_in_a_formula(export):
    pdf = export(markdown("$x + 😀_i$"))
    assert "⟦U+1F600⟧" in pdf.letters


def test_strict_raises_what_else_is_logged(export):
    with pytest.raises(ReportError, match=r"cell 2: .*\\nosuch"):
        export(markdown("# T", "$\\nosuch$"), strict=True)


def test_strict_says_nothing_of_what_is_right(export):
    assert export(markdown("# T", "$x$"), strict=True).problems == []


def test_only_tagged_keeps_tagged_cells_and_the_headings_above(export):
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# T\n\nintroduction"),
            new_markdown_cell("## One\n\nprose\n\n```\n## no heading\n```"),
            new_markdown_cell("## Two\n\nprose"),
            new_markdown_cell("### Deep"),
            tagged(code("kept = 1", new_output("stream", text="result")), "report"),
            new_markdown_cell("## Three"),
            tagged(new_markdown_cell("answer"), "report"),
            code("dropped = 2"),
        ]
    )
    assert export(notebook, only_tagged=True).text == "T Two Deep kept = 1 result Three answer 1"


def test_no_input_leaves_outputs(export):
    pdf = export(
        new_notebook(cells=[code("secret = 1", new_output("stream", text="result"))]),
        exclude_input=True,
    )
    assert "result" in pdf.text
    assert "secret" not in pdf.text


def test_tags_remove_parts(export):
    cells = [
        tagged(code("input1", new_output("stream", text="output1")), "remove-input"),
        tagged(code("input2", new_output("stream", text="output2")), "remove-output"),
        tagged(new_markdown_cell("cell3"), "remove-cell"),
    ]
    text = export(new_notebook(cells=cells)).text
    assert "output1 input2" in text
    assert "cell3" not in text
    assert "input1" not in text


def test_notebook_is_left_as_it_was():
    notebook = markdown("# T", "words")
    before = notebook.copy()
    TypstPDFExporter().from_notebook_node(notebook)
    assert notebook == before
    assert "origin" not in notebook.cells[0].metadata


def test_empty_notebook_is_a_page(export):
    assert len(export(new_notebook()).reader.pages) == 1


WHOLE = r"""#import "workbook.typ": (
  data-table, figure-of, listing, picture, problem, report, terminal)
#show: report.with(
  title: "One \"two\"",
  authors: ("Ada", "Grace", ),
  language: "de",
  contents: true,
)

//: notebook.ipynb, cell 1
#metadata(none) #label("notebook.ipynb#One-"two"")

words

//: notebook.ipynb, cell 2
#listing("x = 1", language: "python", sticky: true);

#terminal(("out", "", ), kind: "stdout");

//: notebook.ipynb, cell 3
#listing("raw", language: "", sticky: false);

//: notebook.ipynb, cell 4
#heading(level: 1, [Last]) #label("notebook.ipynb#Last")
"""


@pytest.fixture
def source(monkeypatch):
    """What stands in the Typst of a notebook, instead of its PDF."""
    given = []
    monkeypatch.setattr(exporter, "make_pdf", lambda *args: given.append(args) or b"pdf")

    def source(notebook, resources=None, **options):
        found = TypstPDFExporter(**options).from_notebook_node(notebook, resources)
        return given[-1][0], given[-1], found

    return source


def test_the_whole_source_is_a_report_of_its_cells(source):
    cells = [
        new_markdown_cell('# One "two"\n\nwords'),
        code("x = 1", new_output("stream", text="ou"), new_output("stream", text="t")),
        new_raw_cell("raw"),
        new_markdown_cell("## Last"),
    ]
    options = {"authors": ["Ada", "Grace"], "language": "de", "contents": True}
    text, _, (pdf, resources) = source(new_notebook(cells=cells), **options)
    lines = [line for line in text.split("\n") if line]
    expected = WHOLE.replace('One-"two""', 'One-\\"two\\""')
    expected = expected.replace("(\n  data", "data", 1).replace("terminal)", "terminal", 1)
    assert lines == [line for line in expected.split("\n") if line]
    assert pdf == b"pdf"
    assert resources["output_extension"] == ".pdf"
    assert "typesetter" not in resources


@pytest.mark.parametrize(
    ("cells", "options", "title"),
    [
        (["words"], {}, "My notebook"),
        (["## Two"], {}, "My notebook"),
        (["## Two", "# *One*", "# Other"], {}, "One"),
        (["# One"], {"title": "Given"}, "Given"),
    ],
)
def test_the_title_is_the_one_given_or_the_first_heading_or_the_name(source, cells, options, title):
    text, _, _ = source(markdown(*cells), {"metadata": {"name": "My notebook"}}, **options)
    assert f'\n  title: "{title}",\n  authors: (),\n  language: "en",\n  contents: false,\n' in text


def test_a_notebook_without_a_name_is_called_notebook(source):
    text, _, _ = source(markdown("words"), {"metadata": {}})
    assert '  title: "Notebook",\n' in text
    assert "//: notebook.ipynb, cell 1\n" in text


def test_pictures_are_looked_for_beside_the_notebook(source):
    metadata = {"metadata": {"name": "n", "path": "there"}}
    _, (_, context, fonts), _ = source(markdown("a", "b"), metadata, font_paths=["fonts"])
    assert context.origin == {"notebook": "n.ipynb", "folder": "there", "number": 2}
    assert fonts == ["fonts"]


def test_a_given_title_leaves_the_first_heading_where_it_is(source):
    text, _, _ = source(markdown("# One"), title="Given")
    assert "#heading(level: 1, [One])" in text


def test_links_know_every_heading_of_each_notebook(source):
    _, (_, context, _), _ = source(markdown("# One\n\n## Two *a*", "no", "### Three"))
    assert context.anchors == {"notebook.ipynb": ["One", "Two-a", "Three"]}


def test_strict_lists_all_that_could_not_be_set(export):
    with pytest.raises(ReportError) as caught:
        export(markdown("$\\no$", "$\\nay$"), strict=True)
    assert str(caught.value) == (
        "Not everything could be set:\n"
        "notebook.ipynb, cell 1: the command \\no is not known: \\no\n"
        "notebook.ipynb, cell 2: the command \\nay is not known: \\nay"
    )


def test_what_the_exporter_says_of_itself():
    made = TypstPDFExporter()
    assert made.export_from_notebook == "PDF via Typst"
    assert made.output_mimetype == "application/pdf"
    assert made.file_extension == ".pdf"
    assert made.template_name == "typst"


HELP = {
    "title": ("", "Title of the report; without one, the first heading is it."),
    "authors": ([], "Authors of the report."),
    "language": ("en", "Language of the report, as in RFC 3066."),
    "contents": (False, "A title page and a table of contents come first."),
    "only_tagged": (False, "Keep only the cells tagged `report`, and the headings above them."),
    "strict": (False, "Raise an error if anything could not be set."),
    "font_paths": ([], "Folders with more fonts, for scripts that Typst's own lack."),
}


def test_every_option_can_be_configured_and_says_what_it_is():
    traits, made = TypstPDFExporter.class_traits(config=True), TypstPDFExporter()
    assert {name: (getattr(made, name), traits[name].help) for name in HELP} == HELP


def test_another_kind_of_template_can_be_configured_and_is_loaded_anew():
    trait = TypstPDFExporter.class_traits()["template_extension"]
    assert trait.default_value == ".typ.j2"
    assert trait.metadata == {"config": True, "affects_environment": True}
