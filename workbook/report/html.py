"""The HTML that notebooks hold, in Markdown and in tables of results, to Typst markup."""

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from workbook.report.context import Context
from workbook.report.listings import listing
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

Position = dict[str, int]  # of a cell in its table: x, y, colspan, rowspan
Row = list[tuple[Tag, Position]]


def can_set(html: str) -> bool:
    """Tell whether every element is known."""
    soup = BeautifulSoup(html, "html.parser")
    for drawing in soup("svg"):
        drawing.decompose()
    return all(tag.name in KNOWN for tag in soup(True))


def render_html(html: str, context: Context, pieces: Sequence[str] = ()) -> str:
    """Return HTML as Typst markup; `<typst piece="3">` stands for `pieces[3]`, markup already."""
    return HTMLRenderer(context, pieces).children(BeautifulSoup(html, "html.parser"))


def attribute(tag: Tag, name: str) -> str:
    """Return the value of an attribute, "" if there is none."""
    value = tag.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


class HTMLRenderer:
    """Walks through HTML; an element without meaning on paper is boxed, its content kept."""

    def __init__(self, context: Context, pieces: Sequence[str]) -> None:
        self.context, self.pieces = context, pieces

    def children(self, tag: Tag) -> str:
        return "".join(self.node(child) for child in tag.children)

    def node(self, node: PageElement) -> str:
        if isinstance(node, PreformattedString):  # a comment, a doctype
            return ""
        if isinstance(node, NavigableString):
            return escape(re.sub(r"\s+", " ", node))
        return self.tag(node) if isinstance(node, Tag) else ""

    def tag(self, tag: Tag) -> str:
        name = tag.name
        if name in INLINE:
            return call(INLINE[name], block(self.children(tag)))
        if name in CODE:
            return self.plain(tag) or call("raw", string(tag.get_text()))
        if name in HEADINGS:
            return self.context.heading(self.children(tag), int(name[1]), tag.get_text())
        if name in BLOCKS:
            return f"\n\n{self.children(tag)}\n\n"
        if name in OTHERS or name == "typst":
            markup: str = getattr(self, f"set_{name}")(tag)
            return markup
        if name in PLAIN | INSIDE:
            return self.children(tag)
        opening = str(tag).split(">")[0] + ">"
        boxed = self.context.problem("HTML that has no meaning on paper", opening)
        return boxed + self.children(tag)

    def plain(self, tag: Tag) -> str | None:
        """Return the content of what would be code, had it no markup inside; else None."""
        return self.children(tag) if tag.find("typst") else None

    def set_typst(self, tag: Tag) -> str:
        return self.pieces[int(attribute(tag, "piece"))] + self.children(tag)

    def set_style(self, tag: Tag) -> str:
        return ""

    def set_br(self, tag: Tag) -> str:
        return "#linebreak()\n" + self.children(tag)

    def set_hr(self, tag: Tag) -> str:
        return "\n\n#line(length: 100%, stroke: 0.5pt + luma(160))\n\n" + self.children(tag)

    def set_a(self, tag: Tag) -> str:
        if "href" not in tag.attrs:
            return self.children(tag)
        return self.context.link(attribute(tag, "href"), self.children(tag))

    def set_img(self, tag: Tag) -> str:
        pixels = attribute(tag, "width").removesuffix("px")
        width = float(pixels) if pixels.isdecimal() else None
        src, alt = attribute(tag, "src"), attribute(tag, "alt")
        return self.context.linked_picture(src, alt, width=width) + self.children(tag)

    def set_svg(self, tag: Tag) -> str:
        title = tag.find(["title", "desc"])
        alt = attribute(tag, "aria-label") or (title.get_text() if title else "")
        return self.context.picture((str(tag).encode(), "svg"), alt)

    def set_ul(self, tag: Tag) -> str:
        return "\n\n" + call("list", *self.items(tag)) + "\n\n"

    def set_ol(self, tag: Tag) -> str:
        return "\n\n" + call("enum", *self.items(tag)) + "\n\n"

    def items(self, tag: Tag) -> list[str]:
        return [block(self.node(child)) for child in tag.children if not str(child).isspace()]

    def set_li(self, tag: Tag) -> str:
        return self.children(tag).strip()

    def set_pre(self, tag: Tag) -> str:
        return self.plain(tag) or listing(tag.get_text())

    def set_blockquote(self, tag: Tag) -> str:
        return call("quote", block(self.children(tag)), block="true")

    def set_table(self, tag: Tag) -> str:
        found = [row for row in tag("tr") if row(["th", "td"])]
        if not found:
            return self.children(tag)
        head = [row for row in found if row.parent and row.parent.name == "thead"]
        header = len(head) or int(not found[0].find("td"))
        rows = place([row(["th", "td"]) for row in found], header)
        options = {"caption": block(self.children(tag.caption))} if tag.caption else {}
        tables = [
            table([self.cells(row) for row in part], header, ["right"] * width, **options)
            for part, width in panels(rows)
        ]
        return "\n\n" + "\n\n".join(tables) + "\n\n"

    def cells(self, row: Row) -> list[str]:
        """Return the Typst expressions of a row of placed cells."""
        expressions = []
        for cell, position in row:
            content = self.children(cell).strip()
            content = call("strong", block(content)) if cell.name == "th" else content
            where = ", ".join(f"{name}: {value}" for name, value in position.items())
            expressions.append(f"table.cell({where})[{content}]")
        return expressions


def place(rows: Sequence[Sequence[Tag]], header: int) -> list[Row]:
    """Return the rows with each cell's position and spans, which never overlap."""
    taken: set[tuple[int, int]] = set()
    placed: list[Row] = []
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


def panels(rows: list[Row]) -> Iterator[tuple[list[Row], int]]:
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


def span(cell: Tag, name: str) -> int:
    """Return how many columns or rows a cell takes."""
    value = attribute(cell, name)
    return int(value) if re.fullmatch("[1-9][0-9]?", value) else 1
