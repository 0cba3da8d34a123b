"""Markdown with formulas, as students write it, to HTML that can do no harm in a teacher's browser.

No HTML of theirs stays, no picture is loaded, no address can be clicked. Formulas become MathML,
which browsers set by themselves; one that cannot be set stands as it was typed.
"""

import re
from functools import lru_cache

import mistune
from latex2mathml.converter import convert
from markupsafe import Markup, escape

LONGEST = 20_000  # characters of an answer that are set; the rest follows as it was typed
LONGEST_FORMULA = 2_000

# What MathML is made of. The converter lets tags inside \\text{…} through, so all else is refused.
ELEMENTS = (
    "math|mrow|mi|mo|mn|ms|mtext|mspace|mfrac|msqrt|mroot|msub|msup|msubsup|munder|mover|munderover"
    "|mtable|mtr|mtd|mstyle|mpadded|mphantom|menclose|mmultiscripts|mprescripts|none"
)
ATTRIBUTES = (
    "xmlns|display|displaystyle|scriptlevel|stretchy|fence|form|separator|width|height|depth|voffset"
    "|minsize|maxsize|lspace|rspace|mathvariant|mathsize|mathcolor|mathbackground|columnalign"
    "|columnspacing|columnlines|rowalign|rowspacing|rowlines|accent|accentunder|linethickness"
    "|notation|movablelimits|largeop|symmetric|bevelled"
)
TAG = re.compile(f"""<(?:/(?:{ELEMENTS})|(?:{ELEMENTS})(?: (?:{ATTRIBUTES})="[^"<>]*")* ?/?)>""")


class Renderer(mistune.HTMLRenderer):
    """Escapes what is not Markdown; formulas, pictures and links as said above."""

    def __init__(self) -> None:
        super().__init__(escape=True)

    def heading(self, text: str, level: int, **attributes: object) -> str:
        """Set a heading as a line in bold: the page has its own headings."""
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Say that there is a picture."""
        return f"[picture: {text}]"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Show where a link leads, without leading there."""
        return f"{text} <code>{escape(url)}</code>"

    def inline_math(self, text: str) -> str:
        """Set a formula in a line."""
        return formula(text, "inline")

    def block_math(self, text: str) -> str:
        """Set a formula on a line of its own."""
        return f'<div class="formula">{formula(text, "block")}</div>\n'


@lru_cache(maxsize=20_000)  # a class writes the same formulas over and over
def formula(latex: str, display: str) -> str:
    """Return a formula as MathML, or as it was typed."""
    if len(latex) <= LONGEST_FORMULA:
        try:
            mathml = convert(latex, display=display)
        except Exception:  # whatever a student's half a formula leads the converter to
            mathml = "<"
        if not re.search("[<>]", TAG.sub("", mathml)):
            return mathml
    return f'<code class="tex">{escape(latex)}</code>'


_markdown = mistune.create_markdown(renderer=Renderer(), plugins=["math", "table", "strikethrough"])


def to_html(text: str) -> Markup:
    """Return Markdown as HTML."""
    beginning, rest = text[:LONGEST], text[LONGEST:]
    try:
        html = str(_markdown(beginning))
    except Exception:  # nested a thousand deep, say
        html, rest = "", text
    typed = f'<div class="typed">{escape(rest)}</div>' if rest else ""
    return Markup(html + typed)
