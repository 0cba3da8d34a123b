"""The HTML that notebooks hold, in Markdown and in tables of results, to Typst markup."""

import re

from bs4 import BeautifulSoup, Comment, NavigableString

from helpers.report.markup import block, call, escape, string, table

INLINE = {
    "b": "strong",
    "strong": "strong",
    "i": "emph",
    "em": "emph",
    "cite": "emph",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "sub": "sub",
    "sup": "super",
    "mark": "highlight",
    "summary": "strong",
}
CODE = {"code", "kbd", "samp", "tt", "var"}
PLAIN = {"span", "small", "big", "abbr", "font", "label", "figcaption", "dt", "typst"}
BLOCKS = {
    "p",
    "div",
    "center",
    "section",
    "details",
    "figure",
    "dl",
    "dd",
    "caption",
    "form",
    "article",
    "body",
    "html",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
OTHERS = {"a", "br", "hr", "img", "ul", "ol", "li", "pre", "blockquote", "table", "svg", "style"}
INSIDE = {"thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col"}
KNOWN = set(INLINE) | CODE | PLAIN | BLOCKS | HEADINGS | OTHERS | INSIDE


def can_set(html):
    """Tell whether the renderer knows every element."""
    soup = BeautifulSoup(html, "html.parser")
    for drawing in soup("svg"):
        drawing.decompose()
    return all(tag.name in KNOWN for tag in soup(True))


class HTMLRenderer:
    """Walks through HTML; an element without meaning on paper is boxed, its content kept."""

    def __init__(self, typesetter):
        self.typesetter = typesetter

    def render(self, html, pieces=()):
        """Typst markup; `<typst piece="3">` stands for `pieces[3]`, markup already."""
        self.pieces = pieces
        return self.children(BeautifulSoup(html, "html.parser"))

    def children(self, tag):
        return "".join(self.node(child) for child in tag.children)

    def node(self, node):
        if isinstance(node, Comment):
            return ""
        if isinstance(node, NavigableString):
            return escape(re.sub(r"\s+", " ", node))
        name = node.name
        if name in INLINE:
            return call(INLINE[name], block(self.children(node)))
        if name in CODE:
            return (
                call("raw", string(node.get_text()))
                if not node.find("typst")
                else self.children(node)
            )
        if name in HEADINGS:
            text = node.get_text().strip()
            return self.typesetter.heading(
                self.children(node), int(name[1]), text.replace(" ", "-")
            )
        if name in BLOCKS:
            return f"\n\n{self.children(node)}\n\n"
        if name in OTHERS or name == "typst":
            return getattr(self, f"set_{name}")(node)
        if name in PLAIN | INSIDE:
            return self.children(node)
        opening = str(node).split(">")[0] + ">"
        return self.typesetter.problem(
            "HTML that has no meaning on paper", opening
        ) + self.children(node)

    def set_typst(self, node):
        return self.pieces[int(node["piece"])] + self.children(node)

    def set_style(self, node):
        return ""

    def set_br(self, node):
        return "#linebreak()\n" + self.children(node)

    def set_hr(self, node):
        return "\n\n#line(length: 100%, stroke: 0.5pt + luma(160))\n\n" + self.children(node)

    def set_a(self, node):
        if "href" not in node.attrs:
            return self.children(node)
        return self.typesetter.link(node["href"], self.children(node))

    def set_img(self, node):
        width = node.get("width", "").removesuffix("px")
        width = float(width) if width.isdecimal() else None
        return self.typesetter.linked_picture(
            node.get("src", ""), node.get("alt", ""), width=width
        ) + self.children(node)

    def set_svg(self, node):
        title = node.find(["title", "desc"])
        alt = node.get("aria-label") or (title.get_text() if title else "")
        return self.typesetter.picture((str(node).encode(), "svg"), alt)

    def set_ul(self, node):
        return "\n\n" + call("list", *self.items(node)) + "\n\n"

    def set_ol(self, node):
        return "\n\n" + call("enum", *self.items(node)) + "\n\n"

    def items(self, node):
        return [block(self.node(child)) for child in node.children if not str(child).isspace()]

    def set_li(self, node):
        return self.children(node).strip()

    def set_pre(self, node):
        return (
            self.typesetter.listing(node.get_text())
            if not node.find("typst")
            else self.children(node)
        )

    def set_blockquote(self, node):
        return call("quote", block(self.children(node)), block="true")

    def set_table(self, node):
        rows = [row for row in node("tr") if row(["th", "td"])]
        if not rows:
            return self.children(node)
        header = sum(
            row.parent.name == "thead" or not row.find("td")
            for row in rows[:1] + node.select("thead tr")[1:]
        )
        cells = [[self.cell(cell) for cell in row(["th", "td"])] for row in rows]
        width = max(sum(int(cell.get("colspan", 1)) for cell in row(["th", "td"])) for row in rows)
        caption = self.children(node.caption).strip() if node.caption else None
        return "\n\n" + table(cells, header, ["right"] * width, caption) + "\n\n"

    def cell(self, cell):
        spans = [
            f"{name}: {int(cell[name])}" for name in ("colspan", "rowspan") if name in cell.attrs
        ]
        content = self.children(cell).strip()
        content = call("strong", block(content)) if cell.name == "th" else content
        return f"table.cell({', '.join(spans)})[{content}]"
