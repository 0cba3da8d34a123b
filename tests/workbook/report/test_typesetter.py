"""workbook.report.typesetter: cells, their outputs, pictures and links."""

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook, new_output, new_raw_cell

from tests.workbook.report.conftest import PIXEL, code, markdown

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="9">
<text y="8" font-size="8">drawn</text></svg>"""
PICTURE = {"image/png": PIXEL, "text/plain": "<Figure>"}
ALT = {"image/png": {"alt": "A red dot.", "width": 40}}


def display(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def cells(*cells):
    return new_notebook(cells=list(cells))


def alt_texts(pdf):
    return [
        str(o["/Alt"])
        for o in map(pdf.reader.get_object, range(1, len(pdf.reader.xref[0])))
        if isinstance(o, dict) and "/Alt" in o
    ]


def test_picture_keeps_alt_text_and_caption(export):
    shown = code(
        "figure()", display(PICTURE, **ALT), display({"text/markdown": "What $\\eta$ *does*."})
    )
    pdf = export(cells(shown))
    assert pdf.text.count("Figure 1. What η does.") == 1
    assert "A red dot." in alt_texts(pdf)
    assert pdf.problems == []


def test_picture_without_alt_text_is_a_problem(export):
    assert "alt text" in export(cells(code("show()", display(PICTURE)))).problems[0]


def test_markdown_output_is_no_caption_of_what_has_no_alt_text(export):
    pdf = export(
        cells(
            code("f()", new_output("stream", text="out"), display({"text/markdown": "**words**"}))
        )
    )
    assert "out words" in pdf.text


def test_widget_gives_way_to_its_static_twin(export):
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "0"}} | PICTURE
    pdf = export(
        cells(code("slider", display(widget, **ALT), display({"text/markdown": "A twin."})))
    )
    assert "Figure 1. A twin." in pdf.text
    assert pdf.problems == []


def test_widget_without_twin_is_boxed(export):
    widget = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "0"},
        "text/plain": "IntSlider(value=3)",
    }
    pdf = export(cells(code("slider", display(widget))))
    assert "IntSlider(value=3)" in pdf.text
    assert len(pdf.problems) == 1


def test_latex_output_is_a_formula(export):
    assert (
        "a=b"
        in export(cells(code("f()", display({"text/latex": "$\\displaystyle a = b$"})))).letters
    )


def test_unprintable_output_is_boxed(export):
    pdf = export(cells(code("f()", display({"application/x-sound": "beep"}))))
    assert "application/x-sound" in pdf.text
    assert len(pdf.problems) == 1


def test_an_emptied_display_leaves_no_trace(export):
    pdf = export(cells(code("f()", display({}), display({"text/plain": "after"}))))
    assert "after" in pdf.text
    assert pdf.problems == []


def test_attachment_and_data_address_and_file(export, tmp_path):
    (tmp_path / "net.svg").write_text(SVG)
    attached = new_markdown_cell(
        '![one](attachment:a%20b.png "The caption.")', attachments={"a b.png": {"image/png": PIXEL}}
    )
    attached.metadata["origin"] = {"notebook": "n.ipynb", "folder": str(tmp_path), "number": 1}
    linked = new_markdown_cell(f"![two](data:image/png;base64,{PIXEL}) and ![three](net.svg)")
    linked.metadata["origin"] = {"notebook": "n.ipynb", "folder": str(tmp_path), "number": 2}
    pdf = export(cells(attached, linked))
    assert "Figure 1. The caption." in pdf.text
    assert sorted(alt_texts(pdf)) == ["one", "three", "two"]
    assert "drawn" in pdf.text
    assert pdf.problems == []


@pytest.mark.parametrize(
    "url",
    ["missing.png", "attachment:missing.png", "data:image/x;base64,AA==", "https://x.org/a.png"],
)
def test_missing_picture_is_boxed(export, url):
    pdf = export(markdown(f"![What it was]({url})"))
    assert "What it was" in pdf.text
    assert url in pdf.text
    assert len(pdf.problems) == 1


def test_colours_are_set_and_their_codes_are_not(export):
    stream = new_output(
        "stream", text="\x1b[31mred\x1b[0m \x1b[1;44mbold\x1b[0m \x1b[38;5;241mgrey\x1b[39m\n"
    )
    error = new_output(
        "error", ename="E", evalue="v", traceback=["\x1b[0;31mValueError\x1b[0m: no"]
    )
    pdf = export(cells(code("f()", stream, error)))
    assert "red bold grey ValueError: no" in pdf.text
    assert "[31m" not in pdf.text


def test_carriage_returns_overwrite(export):
    stream = new_output("stream", text="10 %\r50 %\r100 %\r\nnext\r")
    assert "print() 100 % next" in export(cells(code("print()", stream)), title="T").text.replace(
        "T ", "", 1
    )


def test_control_characters_are_seen(export):
    pdf = export(cells(code("f()", new_output("stream", text="a\x07b\tc"))))
    assert "a⟦U+0007⟧b c" in pdf.text
    assert "cell 1" in pdf.problems[0]


def test_graders_marks_are_left_out_and_what_they_enclose_is_not(export):
    solution = "### BEGIN SOLUTION\na = 1\n### END SOLUTION"
    source = f"# q1-1\n{solution}\n### BEGIN HIDDEN TESTS\nb = 2\n### END HIDDEN TESTS"
    pdf = export(cells(code(source)))
    assert "# q1-1 a = 1 b = 2" in pdf.text
    assert "###" not in pdf.text


def test_raw_cell_is_shown_as_it_stands(export):
    assert "#let x = *raw*" in export(cells(new_raw_cell("#let x = *raw*"))).text


def test_link_to_a_heading_leads_there(export):
    pdf = export(markdown("# Title", "[down](#The-V-curve)", "## The V-curve"))
    (annotation,) = [a.get_object() for a in pdf.reader.pages[0]["/Annots"]]
    assert "/URI" not in annotation.get("/A", {})
    assert pdf.problems == []


def test_link_to_no_heading_is_a_problem(export):
    pdf = export(markdown("# Title", "[gone](#Nowhere)"))
    assert "gone" in pdf.text
    assert "#Nowhere" in pdf.problems[0]


def test_link_to_a_notebook_outside_the_report_leads_to_its_pdf(export):
    pdf = export(markdown("[two](02_gradient_check.ipynb#The-V-curve)"))
    (annotation,) = [a.get_object() for a in pdf.reader.pages[0]["/Annots"]]
    assert annotation["/A"]["/URI"] == "02_gradient_check.pdf"


def test_headings_of_the_same_words_are_both_set(export):
    assert export(markdown("# T", "## Check\n\none", "## Check\n\ntwo")).text.count("Check") == 2


def test_levels_never_skip_one(export):
    pdf = export(markdown("# T", "### Deep", "###### Deeper"), title="Given")
    levels = [item for item in pdf.reader.outline if not isinstance(item, list)]
    assert [str(item.title) for item in levels] == ["T"]


def test_listing_of_a_figure_does_not_repeat_its_caption(export):
    source = 'fig = plot(x)\nfigure(\n    fig,\n    "What η *does*.",\n    alt="A red dot.",\n)'
    shown = code(source, display(PICTURE, **ALT), display({"text/markdown": "What η *does*."}))
    text = export(cells(shown)).text
    assert "fig = plot(x) figure(fig, ...)" in text
    assert text.count("What η does.") == 1


@pytest.mark.parametrize("data", ["iVBORw0KGgo=", "not base64!"])
def test_broken_picture_is_boxed_and_its_caption_kept(export, data):
    shown = code("f()", display({"image/png": data}, **ALT), display({"text/markdown": "See."}))
    pdf = export(cells(shown))
    assert "A picture that cannot be read: A red dot. See." in pdf.text
    assert len(pdf.problems) == 1
