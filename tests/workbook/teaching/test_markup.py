"""Markdown of students: set, and harmless."""

import re
from base64 import b64encode

import pytest

from workbook.teaching import markup
from workbook.teaching.markup import sources, to_html


def test_markdown_and_formulas_are_set():
    html = to_html("So **this**: $x^2$\n\n$$\\frac{1}{2}$$\n\n- one\n- two")
    assert "<strong>this</strong>" in html and "<li>two</li>" in html
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html and "<mfrac>" in html


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](http://elsewhere/x.png)",
        "<http://elsewhere>",
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$$\mbox{<script>alert(1)</script>}$$",
        r"$\href{javascript:alert(1)}{x}$",
        '$\\color{"onclick=alert(1)}x$',
        "| a |\n|---|\n| <svg onload=alert(1)> |",
        "```\n</code><script>alert(1)</script>\n```",
        "# <b>x</b>",
        "x" * 20_000 + "<script>alert(1)</script>",
    ],
)
def test_nothing_that_a_student_types_can_run_load_or_lead_away(evil):
    html = to_html(evil)
    tags = re.findall(r"<[^>]*>", html)
    assert not re.search(r"<(script|img|svg|a|b|iframe|style)\b", html)
    assert not [tag for tag in tags if re.search(r"\s(on\w+|href|src|style)\s*=", tag)]


def test_what_cannot_be_set_stands_as_it_was_typed():
    typed = r'<p><code class="tex">\text{&lt;b&gt;}</code></p>'
    assert to_html(r"$\text{<b>}$").strip() == typed
    assert "a" * 2_001 in to_html("$" + "a" * 2_001 + "$")


@pytest.mark.parametrize(
    "evil", ["[" * 20_000, "> " * 9_000, "$" + "{" * 1_900 + "$", "*a " * 6_000]
)
def test_an_answer_made_to_hang_the_page_is_set_soon(evil):
    assert to_html(evil)


@pytest.mark.parametrize(
    "text",
    [
        "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
        r"So \begin{align*} a &= b \\ c &= d \end{align*} it is",
        "before\n\\begin{equation}\na = b\n\\end{equation}\nafter",
        r"in a line \(a = b\), and \\(c = d\\)",
        r"\\[a = b\\]",
        r"So \\[a = b\\] it is",
    ],
)
def test_formulas_without_dollars_are_set_as_jupyterlab_sets_them(text):
    html = to_html(text)
    assert "<mi>a</mi>" in html and "<mi>b</mi>" in html
    assert "\\" not in html and "(1)" not in html


@pytest.mark.parametrize(
    ("text", "display"),
    [
        (r"So \begin{align*}a\end{align*} it is", "block"),
        (r"So \\[a\\] it is", "block"),
        (r"\\[a\\]", "block"),
        (r"So \(a\) it is", "inline"),
    ],
)
def test_a_formula_stands_by_itself_or_in_the_line(text, display):
    html = to_html(text)
    assert re.findall('display="([a-z]+)"', html) == [display]
    assert ('<div class="formula"><math' in html) == (display == "block")


def test_what_cannot_be_read_at_all_stands_as_it_was_typed(monkeypatch):
    def fail(text, pictures):
        raise RecursionError

    monkeypatch.setattr(markup, "_markdown", fail)
    assert to_html("<b> so") == '<div class="typed">&lt;b&gt; so</div>'


def test_code_and_escaped_brackets_are_no_formulas():
    assert r"<code>\(x\)</code>" in to_html(r"`\(x\)`")
    assert "[x]" in to_html(r"an escaped \[x\]")


@pytest.mark.parametrize("evil", [r"\(" * 9_000, r"\begin{align}" * 1_500, r"\\[" * 6_000])
def test_half_a_formula_many_times_is_set_soon(evil):
    assert to_html(evil)


PNG = b"\x89PNG\r\n\x1a\n and so on"
SHOWN = f'<img src="data:image/png;base64,{b64encode(PNG).decode()}"'


def attached(raw, kind="image/png"):
    return {"my foto.png": {kind: b64encode(raw).decode()}}


def test_an_attached_picture_stands_in_the_page_once():
    html = to_html("![<b>](attachment:my%20foto.png) " * 3, sources(attached(PNG)))
    assert html.count(SHOWN) == 1 and html.count("[picture: ") == 2 and "<b>" not in html


def test_a_picture_is_known_by_its_bytes_and_not_by_what_it_says_of_itself():
    assert sources(attached(b"<svg onload='alert(1)'/>")) == {}
    assert sources(attached(PNG, "image/svg+xml"))["my foto.png"].startswith("data:image/png;")
    assert sources({"x": {"image/png": "ä"}, "y": None, "z": {"image/png": 1}}) == {}


def test_pictures_of_an_answer_are_bounded_together(monkeypatch):
    monkeypatch.setattr(markup, "LARGEST_PICTURES", len(PNG))
    one = attached(PNG)["my foto.png"]
    assert list(sources({"a": one, "b": one})) == ["a"]


def test_a_name_that_is_no_attachment_shows_nothing():
    assert "<img" not in to_html("![x](my%20foto.png)", sources(attached(PNG)))
