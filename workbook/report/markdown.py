"""Markdown, as JupyterLab reads it, to Typst markup."""

from html import unescape

from mistune import BaseRenderer
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from workbook.report.html import HTMLRenderer
from workbook.report.markup import block, call, escape, string, table

CAPTION = "Table: "

_parse = MarkdownWithMath(renderer=None).parse


def tokens(source):
    """Return the blocks of a source; a paragraph `Table: …` captions the table after it."""
    blocks = []
    for token in _parse(source)[0]:
        if token["type"] == "table" and blocks and is_caption(blocks[-1]):
            token["caption"] = blocks.pop()["children"]
            token["caption"][0]["raw"] = token["caption"][0]["raw"].removeprefix(CAPTION)
        if token["type"] != "blank_line":
            blocks.append(token)
    return blocks


def is_caption(token):
    """Tell whether a block is a paragraph that begins with `Table: `."""
    return token["type"] == "paragraph" and token["children"][0].get("raw", "").startswith(CAPTION)


def plain_text(token):
    """Return the words of a token, without their marks."""
    own = token.get("raw", " " if token["type"] in ("softbreak", "linebreak") else "")
    return own + "".join(plain_text(child) for child in token.get("children", ()))


def anchor(heading):
    """Return the name by which JupyterLab links to a heading."""
    return plain_text(heading).strip().replace(" ", "-")


class TypstRenderer(BaseRenderer):
    """Mistune's renderer interface; what needs the whole report, the typesetter does.

    Parameters
    ----------
    typesetter : workbook.report.typesetter.Typesetter
    """

    NAME = "typst"

    def __init__(self, typesetter):
        super().__init__()
        self.typesetter = typesetter
        self.html = HTMLRenderer(typesetter)

    def render(self, source):
        return self.render_tokens(tokens(source), None)

    def render_tokens(self, tokens, state):
        """Render one after the other; HTML tags among them enclose the tokens between."""
        tokens = [token for token in tokens if token["type"] != "blank_line"]
        pieces = [self.render_token(token, state) for token in tokens]
        tags = {i: t["raw"] for i, t in enumerate(tokens) if t["type"] == "inline_html"}
        if not tags:
            return "".join(pieces)
        stand_ins = (f'<typst piece="{i}"></typst>' for i in range(len(tokens)))
        return self.html.render("".join(tags.get(i, s) for i, s in enumerate(stand_ins)), pieces)

    def render_children(self, token, state):
        return self.render_tokens(token["children"], state)

    # Blocks

    def paragraph(self, token, state):
        children = token["children"]
        if len(children) == 1 and children[0]["type"] == "image":
            return self.image(children[0], state, alone=True) + "\n\n"
        return self.render_children(token, state) + "\n\n"

    block_text = paragraph

    def heading(self, token, state):
        text = self.render_children(token, state)
        return self.typesetter.heading(text, token["attrs"]["level"], anchor(token))

    def block_code(self, token, state):
        language = token.get("attrs", {}).get("info", "").split(" ")[0]
        return self.typesetter.listing(token["raw"], language) + "\n\n"

    def block_quote(self, token, state):
        return call("quote", block(self.render_children(token, state)), block="true") + "\n\n"

    def block_html(self, token, state):
        return self.html.render(token["raw"]) + "\n\n"

    def thematic_break(self, token, state):
        return "#line(length: 100%, stroke: 0.5pt + luma(160))\n\n"

    def list(self, token, state):
        items = [block(self.render_token(item, state).strip()) for item in token["children"]]
        options = {"tight": str(token["tight"]).lower()}
        if not token["attrs"]["ordered"]:
            return call("list", *items, **options) + "\n\n"
        return call("enum", *items, start=token["attrs"].get("start", 1), **options) + "\n\n"

    def list_item(self, token, state):
        return self.render_children(token, state)

    def task_list_item(self, token, state):
        return ("☑ " if token["attrs"]["checked"] else "☐ ") + self.render_children(token, state)

    def def_list(self, token, state):
        return self.render_children(token, state) + "\n\n"

    def def_list_head(self, token, state):
        return call("strong", block(self.render_children(token, state))) + "\n\n"

    def def_list_item(self, token, state):
        return call("pad", block(self.render_children(token, state)), left="1.5em") + "\n\n"

    def table(self, token, state):
        head, *body = token["children"]
        rows = [head["children"]] + [row["children"] for group in body for row in group["children"]]
        align = [cell["attrs"]["align"] or "left" for cell in head["children"]]
        cells = [[block(self.render_children(cell, state)) for cell in row] for row in rows]
        options = {"smallest": 0.8}  # words can go on in the next line
        if "caption" in token:
            options["caption"] = block(self.render_tokens(token["caption"], state))
        return table(cells, 1, align, **options) + "\n\n"

    # Inline

    def text(self, token, state):
        return escape(unescape(token["raw"]))

    def emphasis(self, token, state):
        return call("emph", block(self.render_children(token, state)))

    def strong(self, token, state):
        return call("strong", block(self.render_children(token, state)))

    def strikethrough(self, token, state):
        return call("strike", block(self.render_children(token, state)))

    def codespan(self, token, state):
        return call("raw", string(token["raw"]))

    def softbreak(self, token, state):
        return "\n"

    def linebreak(self, token, state):
        return "#linebreak()\n"

    def link(self, token, state):
        return self.typesetter.link(token["attrs"]["url"], self.render_children(token, state))

    def image(self, token, state, alone=False):
        alt, attrs = plain_text(token), token["attrs"]
        caption = escape(attrs["title"]) if attrs.get("title") else None
        return self.typesetter.linked_picture(attrs["url"], alt, caption, alone=alone)

    def inline_html(self, token, state):
        return ""  # render_tokens has read it

    def block_math(self, token, state):
        return self.typesetter.formula(token["raw"], display=True)

    def inline_math(self, token, state):
        return self.typesetter.formula(token["raw"])

    def latex_environment(self, token, state):
        name, body = token["attrs"]["name"], token["attrs"]["body"]
        return self.typesetter.formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def block_error(self, token, state):
        return self.typesetter.problem("This Markdown cannot be read", token["raw"])
