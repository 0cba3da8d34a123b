"""The HTML that notebooks hold, in Markdown and in tables of results, to Typst markup."""

import re

from bs4 import BeautifulSoup, Comment, NavigableString

from workbook.report.markup import block, call, escape, string, table

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

PANEL = 12  # columns


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
            return self.plain(node) or call("raw", string(node.get_text()))
        if name in HEADINGS:
            name, level = node.get_text().strip().replace(" ", "-"), int(name[1])
            return self.typesetter.heading(self.children(node), level, name)
        if name in BLOCKS:
            return f"\n\n{self.children(node)}\n\n"
        if name in OTHERS or name == "typst":
            return getattr(self, f"set_{name}")(node)
        if name in PLAIN | INSIDE:
            return self.children(node)
        opening = str(node).split(">")[0] + ">"
        boxed = self.typesetter.problem("HTML that has no meaning on paper", opening)
        return boxed + self.children(node)

    def plain(self, node):
        """Return the content of what would be code, had it no markup inside; else None."""
        return self.children(node) if node.find("typst") else None

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
        src, alt = node.get("src", ""), node.get("alt", "")
        return self.typesetter.linked_picture(src, alt, width=width) + self.children(node)

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
        return self.plain(node) or self.typesetter.listing(node.get_text())

    def set_blockquote(self, node):
        return call("quote", block(self.children(node)), block="true")

    def set_table(self, node):
        rows = [row for row in node("tr") if row(["th", "td"])]
        if not rows:
            return self.children(node)
        header = sum(row.parent.name == "thead" for row in rows) or int(not rows[0].find("td"))
        rows = [row(["th", "td"]) for row in rows]
        options = {"caption": block(self.children(node.caption))} if node.caption else {}
        tables = [
            table([self.cells(row) for row in part], header, ["right"] * width, **options)
            for part, width in panels(place(rows, header))
        ]
        return "\n\n" + "\n\n".join(tables) + "\n\n"

    def cells(self, row):
        """Return the Typst expressions of a row of placed cells."""
        expressions = []
        for cell, position in row:
            content = self.children(cell).strip()
            content = call("strong", block(content)) if cell.name == "th" else content
            where = ", ".join(f"{name}: {value}" for name, value in position.items())
            expressions.append(f"table.cell({where})[{content}]")
        return expressions


def place(rows, header):
    """Return the rows with each cell's position and spans, which never overlap."""
    taken, placed = set(), []
    for y, row in enumerate(rows):
        placed.append([])
        last = header if y < header else len(rows)
        for cell in row:
            x = next(x for x in range(len(taken) + 1) if (x, y) not in taken)
            free = next(
                w for w in range(1, 100) if (x + w, y) in taken or w == span(cell, "colspan")
            )
            height = min(span(cell, "rowspan"), last - y)
            taken |= {(x + i, y + j) for i in range(free) for j in range(height)}
            placed[-1].append((cell, {"x": x, "y": y, "colspan": free, "rowspan": height}))
    return placed


def panels(rows):
    """Yield the parts of a table that fit a page, each with the first column, and their widths."""
    width = max(at["x"] + at["colspan"] for row in rows for _, at in row)
    spans = any(at["colspan"] > 1 or at["rowspan"] > 1 for row in rows for _, at in row)
    if width <= PANEL or spans:
        yield rows, width
        return
    for start in range(1, width, PANEL - 1):
        shown = [0, *range(start, min(start + PANEL - 1, width))]
        yield (
            [
                [(cell, at | {"x": shown.index(at["x"])}) for cell, at in row if at["x"] in shown]
                for row in rows
            ],
            len(shown),
        )


def span(cell, name):
    """Return how many columns or rows a cell takes."""
    value = cell.get(name, "")
    return int(value) if re.fullmatch("[1-9][0-9]?", value) else 1
