"""Markdown, as JupyterLab reads it, to Typst markup."""

from collections.abc import Iterator
from html import unescape
from typing import Any, cast

from nbconvert.filters.markdown_mistune import MarkdownWithMath

from workbook.report.context import Context
from workbook.report.html import render_html
from workbook.report.listings import listing
from workbook.report.markup import block, call, escape, string, table
from workbook.report.mathematics import MathError, equation

CAPTION = "Table: "

Token = dict[str, Any]  # mistune's; what it holds depends on its type

_markdown = MarkdownWithMath(renderer=None)  # type: ignore[arg-type]  # so that it returns tokens


def render_markdown(source: str, context: Context) -> str:
    """Return Markdown as Typst markup."""
    return MarkdownRenderer(context).render_tokens(tokens(source))


def headings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the level and the words of each heading."""
    for token in tokens(source):
        if token["type"] == "heading":
            yield token["attrs"]["level"], plain_text(token).strip()


def tokens(source: str) -> list[Token]:
    """Return the blocks of a source; a paragraph `Table: …` captions the table after it."""
    blocks: list[Token] = []
    for token in cast(list[Token], _markdown.parse(source)[0]):
        if token["type"] == "table" and blocks and is_caption(blocks[-1]):
            token["caption"] = blocks.pop()["children"]
            token["caption"][0]["raw"] = token["caption"][0]["raw"].removeprefix(CAPTION)
        if token["type"] != "blank_line":
            blocks.append(token)
    return blocks


def is_caption(token: Token) -> bool:
    """Tell whether a block is a paragraph that begins with `Table: `."""
    if token["type"] != "paragraph":
        return False
    begin: str = token["children"][0].get("raw", "")
    return begin.startswith(CAPTION)


def plain_text(token: Token) -> str:
    """Return the words of a token, without their marks."""
    own: str = token.get("raw", " " if token["type"] in ("softbreak", "linebreak") else "")
    return own + "".join(plain_text(child) for child in token.get("children", ()))


class MarkdownRenderer:
    """Sets one token after the other, each by the method of its type."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def render_tokens(self, tokens: list[Token]) -> str:
        """Render one after the other; HTML tags among them enclose the tokens between."""
        tokens = [token for token in tokens if token["type"] != "blank_line"]
        pieces = [self.render_token(token) for token in tokens]
        tags = {i: t["raw"] for i, t in enumerate(tokens) if t["type"] == "inline_html"}
        if not tags:
            return "".join(pieces)
        stand_ins = (f'<typst piece="{i}"></typst>' for i in range(len(tokens)))
        html = "".join(tags.get(i, s) for i, s in enumerate(stand_ins))
        return render_html(html, self.context, pieces)

    def render_children(self, token: Token) -> str:
        return self.render_tokens(token["children"])

    def render_token(self, token: Token) -> str:
        markup: str = getattr(self, f"set_{token['type']}")(token)
        return markup

    # Blocks

    def set_paragraph(self, token: Token) -> str:
        children = token["children"]
        if len(children) == 1 and children[0]["type"] == "image":
            return self.set_image(children[0], alone=True) + "\n\n"
        return self.render_children(token) + "\n\n"

    set_block_text = set_paragraph

    def set_heading(self, token: Token) -> str:
        text = self.render_children(token)
        return self.context.heading(text, token["attrs"]["level"], plain_text(token))

    def set_block_code(self, token: Token) -> str:
        language = token.get("attrs", {}).get("info", "").split(" ")[0]
        return listing(token["raw"], language) + "\n\n"

    def set_block_quote(self, token: Token) -> str:
        return call("quote", block(self.render_children(token)), block="true") + "\n\n"

    def set_block_html(self, token: Token) -> str:
        return render_html(token["raw"], self.context) + "\n\n"

    def set_thematic_break(self, token: Token) -> str:
        return "#line(length: 100%, stroke: 0.5pt + luma(160))\n\n"

    def set_list(self, token: Token) -> str:
        items = [block(self.render_token(item).strip()) for item in token["children"]]
        options = {"tight": str(token["tight"]).lower()}
        if not token["attrs"]["ordered"]:
            return call("list", *items, **options) + "\n\n"
        return call("enum", *items, start=token["attrs"].get("start", 1), **options) + "\n\n"

    def set_list_item(self, token: Token) -> str:
        return self.render_children(token)

    def set_task_list_item(self, token: Token) -> str:
        return ("☑ " if token["attrs"]["checked"] else "☐ ") + self.render_children(token)

    def set_def_list(self, token: Token) -> str:
        return self.render_children(token) + "\n\n"

    def set_def_list_head(self, token: Token) -> str:
        return call("strong", block(self.render_children(token))) + "\n\n"

    def set_def_list_item(self, token: Token) -> str:
        return call("pad", block(self.render_children(token)), left="1.5em") + "\n\n"

    def set_table(self, token: Token) -> str:
        head, *body = token["children"]
        rows = [head["children"]] + [row["children"] for group in body for row in group["children"]]
        align = [cell["attrs"]["align"] or "left" for cell in head["children"]]
        cells = [[block(self.render_children(cell)) for cell in row] for row in rows]
        options: dict[str, object] = {"smallest": 0.8}  # words can go on in the next line
        if "caption" in token:
            options["caption"] = block(self.render_tokens(token["caption"]))
        return table(cells, 1, align, **options) + "\n\n"

    # Inline

    def set_text(self, token: Token) -> str:
        return escape(unescape(token["raw"]))

    def set_emphasis(self, token: Token) -> str:
        return call("emph", block(self.render_children(token)))

    def set_strong(self, token: Token) -> str:
        return call("strong", block(self.render_children(token)))

    def set_strikethrough(self, token: Token) -> str:
        return call("strike", block(self.render_children(token)))

    def set_codespan(self, token: Token) -> str:
        return call("raw", string(token["raw"]))

    def set_softbreak(self, token: Token) -> str:
        return "\n"

    def set_linebreak(self, token: Token) -> str:
        return "#linebreak()\n"

    def set_link(self, token: Token) -> str:
        return self.context.link(token["attrs"]["url"], self.render_children(token))

    def set_image(self, token: Token, alone: bool = False) -> str:
        alt, attrs = plain_text(token), token["attrs"]
        caption = escape(attrs["title"]) if attrs.get("title") else None
        return self.context.linked_picture(attrs["url"], alt, caption, alone=alone)

    def set_inline_html(self, token: Token) -> str:
        return ""  # render_tokens has read it

    def set_block_math(self, token: Token) -> str:
        return self.formula(token["raw"], display=True)

    def set_inline_math(self, token: Token) -> str:
        return self.formula(token["raw"])

    def set_latex_environment(self, token: Token) -> str:
        name, body = token["attrs"]["name"], token["attrs"]["body"]
        return self.formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def set_block_error(self, token: Token) -> str:
        return self.context.problem("This Markdown cannot be read", token["raw"])

    def formula(self, latex: str, display: bool = False) -> str:
        """Set a formula, or box one that cannot be set."""
        try:
            return equation(latex, display) + ";"
        except MathError as error:
            return self.context.problem(str(error), latex)
