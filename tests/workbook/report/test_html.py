"""workbook.report.html: tables and the other HTML of notebooks."""

from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_notebook, new_output

from tests.workbook.report.conftest import Pdf, code, markdown
from workbook.report.exporter import TypstPDFExporter
from workbook.report.html import can_set

SPANS = st.sampled_from(["", "colspan=2", "rowspan=2", "colspan=3 rowspan=9", "colspan=0"])
CELLS = st.tuples(st.sampled_from(["td", "th"]), SPANS).map(lambda c: "<{0} {1}>q</{0}>".format(*c))
TABLES = st.lists(st.lists(CELLS, max_size=4), max_size=4)

FRAME = """<div><style scoped>.x { color: red }</style>
<table border="1" class="dataframe"><caption>Two runs</caption>
<thead><tr><th></th><th colspan="2">loss</th></tr>
<tr><th></th><th>mean</th><th>std</th></tr></thead>
<tbody><tr><th>deep</th><td>0.12</td><td>0.01</td></tr>
<tr><th>wide</th><td>0.15</td><td>0.02</td></tr></tbody>
</table></div>"""


def shown(export, html, plain="plain words"):
    data = {"text/html": html, "text/plain": plain}
    return export(new_notebook(cells=[code("show()", new_output("display_data", data=data))]))


def test_table_keeps_cells_spans_and_caption(export):
    pdf = shown(export, FRAME)
    assert "Table 1. Two runs loss mean std deep 0.12 0.01 wide 0.15 0.02" in pdf.text
    assert "color" not in pdf.text
    assert pdf.problems == []


def test_wide_table_stays_on_the_page(export):
    row = "".join(f"<td>{i / 7:.6f}</td>" for i in range(20))
    pdf = shown(export, f"<table><tr>{row}</tr></table>")
    width = float(pdf.reader.pages[0].mediabox.width)
    positions = []
    pdf.reader.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, *_: positions.append(cm[0] * tm[4] + cm[4])
    )
    assert "2.714286" in pdf.text
    assert max(positions) < width


def test_what_has_no_meaning_on_paper_gives_way_to_its_plain_text(export):
    pdf = shown(export, "<script>draw()</script><canvas></canvas>", plain="a chart in words")
    assert "a chart in words" in pdf.text


def test_without_plain_text_it_is_boxed(export):
    data = {"text/html": "<p>words</p><iframe src='x.html'></iframe>"}
    pdf = export(new_notebook(cells=[code("show()", new_output("display_data", data=data))]))
    assert "words" in pdf.text
    assert len(pdf.problems) == 1
    assert "<iframe" in pdf.problems[0]


def test_knows_what_it_can_set():
    assert can_set(FRAME)
    assert can_set('<p>a <svg><circle r="1"/></svg></p>')
    assert can_set("<table><colgroup><col></colgroup><tr><td>1</td></tr></table>")
    assert not can_set("<video></video>")


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_any_table_is_set_and_keeps_its_cells(rows):
    html = "".join("<tr>" + "".join(cells) + "</tr>" for cells in rows)
    exporter = TypstPDFExporter(title="Tables")
    exporter.log.disabled = True
    source = f"<table><thead>{html}</thead>{html}</table>"
    content, resources = exporter.from_notebook_node(markdown(source))
    assert Pdf(content, resources["problems"]).letters.count("q") >= 2 * html.count("q")
