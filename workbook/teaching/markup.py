"""Markdown with formulas, as students write it, to HTML that can do no harm in a teacher's browser.

No HTML of theirs stays, no picture is loaded, no address can be clicked; a picture that is attached
stands in the page itself. Formulas become MathML, which browsers set by themselves; one that cannot
be set stands as it was typed.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

import mistune
from latex2mathml.converter import convert
from markupsafe import Markup, escape

LONGEST = 20_000  # characters of an answer that are set; the rest follows as it was typed
LONGEST_FORMULA = 2_000
LARGEST_PICTURES = 8_000_000  # bytes of all pictures in an answer
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}  # their first bytes
ATTACHED = "attachment:"

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
# As JupyterLab reads it, besides dollars: an environment that stands by itself, and \\\\(…\\\\).
ENVIRONMENT = (
    r"\\begin\{(?P<environment>(?:align|equation|gather|multline|eqnarray)\*?)\}"
    r"[\s\S]{1,2000}?\\end\{(?P=environment)\}"
)
PARENTHESES = r"\\{1,2}\((?P<in_line>[^\n]{1,2000}?)\\{1,2}\)"
BRACKETS = r"\\\\\[(?P<by_itself>[\s\S]{1,2000}?)\\\\\]"
TAG = re.compile(f"""<(?:/(?:{ELEMENTS})|(?:{ELEMENTS})(?: (?:{ATTRIBUTES})="[^"<>]*")* ?/?)>""")


class Renderer(mistune.HTMLRenderer):
    """Escapes what is not Markdown; formulas, pictures and links as said above."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(escape=True)
        self.pictures = dict(pictures)

    def heading(self, text: str, level: int, **attributes: object) -> str:
        """Set a heading as a line in bold: the page has its own headings."""
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show an attached picture, once; else say that there is one."""
        source = self.pictures.pop(unquote(url.removeprefix(ATTACHED)), "")
        if source and url.startswith(ATTACHED):
            return f'<img src="{source}" alt="{escape(mistune.util.striptags(text))}">'
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
            unnumbered = re.sub(r"\{(?:align|aligned)\}", "{align*}", latex)
            mathml = convert(unnumbered, display=display)
        except Exception:  # whatever a student's half a formula leads the converter to
            mathml = "<"
        if not re.search("[<>]", TAG.sub("", mathml)):
            return mathml
    return f'<code class="tex">{escape(latex)}</code>'


def other_math(md: mistune.Markdown) -> None:
    """Let Markdown have formulas that stand between other marks than dollars."""
    block, inline = md.block, md.inline
    alone = rf"^ {{0,3}}(?:{ENVIRONMENT}|{BRACKETS})[ \t]*(?:\n|$)"
    block.register("display_math", alone, _block)
    inline.register("environment_inline", ENVIRONMENT, _inline, before="escape")
    inline.register("brackets", BRACKETS, _inline, before="escape")
    inline.register("parentheses", PARENTHESES, _inline, before="escape")


def _block(parser: mistune.BlockParser, match: re.Match[str], state: mistune.BlockState) -> int:
    found = match.groupdict()
    state.append_token({"type": "block_math", "raw": found["by_itself"] or match[0].strip()})
    return match.end()


def _inline(parser: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    found = match.groupdict()
    raw = found.get("in_line") or found.get("by_itself") or match[0]
    kind = "inline_math" if found.get("in_line") else "block_math"
    state.append_token({"type": kind, "raw": raw})
    return match.end()


def sources(attachments: Mapping[str, object]) -> dict[str, str]:
    """Return what is PNG or JPEG, by its bytes, of a cell's attachments, as ``data:…``.

    Parameters
    ----------
    attachments : mapping
        As a notebook has them: by name, base64 by the type that it says.
    """
    found, left = {}, LARGEST_PICTURES
    for name, bundle in attachments.items():
        for data in bundle.values() if isinstance(bundle, dict) else ():
            raw = _decoded("".join(data) if isinstance(data, list) else data)
            kind = next((kind for kind, first in PICTURES.items() if raw.startswith(first)), "")
            if kind and len(raw) <= left:
                left -= len(raw)
                found[name] = f"data:{kind};base64,{b64encode(raw).decode()}"
    return found


def _decoded(data: object) -> bytes:
    try:
        return b64decode(data) if isinstance(data, str) else b""
    except ValueError:
        return b""


def _markdown(text: str, pictures: Mapping[str, str]) -> str:
    plugins: list[str | mistune.plugins.Plugin] = ["math", other_math, "table", "strikethrough"]
    return str(mistune.create_markdown(renderer=Renderer(pictures), plugins=plugins)(text))


def to_html(text: str, pictures: Mapping[str, str] | None = None) -> Markup:
    """Return Markdown as HTML, with `pictures` by the names under which they are attached."""
    beginning, rest = text[:LONGEST], text[LONGEST:]
    try:
        html = _markdown(beginning, pictures or {})
    except Exception:  # nested a thousand deep, say
        html, rest = "", text
    typed = f'<div class="typed">{escape(rest)}</div>' if rest else ""
    return Markup(html + typed)
