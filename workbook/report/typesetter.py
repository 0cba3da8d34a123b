"""Sets the cells of notebooks as Typst markup."""

from workbook.notebooks.cells import WIDGET, Cell, Output
from workbook.notebooks.marks import without_marks
from workbook.report import pictures
from workbook.report.context import PLACE, Context
from workbook.report.html import can_set, render_html
from workbook.report.listings import listing, terminal, without_captions
from workbook.report.markdown import render_markdown


class Typesetter:
    """Typst markup for each cell in turn, as the template asks for it."""

    def __init__(self, context: Context) -> None:
        self.context = context

    # Cells

    def start(self, cell: Cell) -> str:
        """Begin a cell; the comment leads from Typst's messages back to it."""
        self.context.enter(cell)
        return f"{PLACE}{self.context.place}\n"

    def markdown(self, source: str) -> str:
        return render_markdown(source, self.context)

    def code(self, cell: Cell) -> str:
        source = without_marks(cell.source)
        if cell.outputs:
            source = without_captions(source)
        return listing(source, "python", sticky=bool(cell.outputs)) if source else ""

    def raw(self, cell: Cell) -> str:
        return listing(cell.source)

    def unknown(self, cell: Cell) -> str:
        return self.context.problem("A cell of unknown type", cell.source)

    # Outputs

    def outputs(self, outputs: list[Output]) -> str:
        """Set outputs in turn; Markdown right after a described picture is its caption."""
        parts, skip = [], False
        for output, following in zip(outputs, [*outputs[1:], None], strict=True):
            caption = caption_of(output, following)
            if not skip:
                parts.append(self.output(output, caption and self.markdown(caption).strip()))
            skip = caption is not None
        return "\n\n".join(parts)

    def output(self, output: Output, caption: str | None = None) -> str:
        if output.output_type == "stream":
            return terminal(output.text, output.name)
        if output.output_type == "error":
            return terminal("\n".join(output.traceback), "error")
        if kind := pictures.best(output.data):
            return self.picture(output, kind, caption)
        return self.bundle(output.data)

    def picture(self, output: Output, kind: str, caption: str | None) -> str:
        found = pictures.of_kind(kind, output.data[kind])
        details = output.metadata.get(kind, output.metadata)
        alt, width = details.get("alt", ""), details.get("width")
        return self.context.picture(found, alt, caption, width, alone=True)

    def bundle(self, data: dict[str, str]) -> str:
        """Set what says most on paper of an output without a picture."""
        if WIDGET in data:
            source = data.get("text/plain", WIDGET)
            return self.context.problem("A widget without a static twin", source)
        if "text/html" in data and (can_set(data["text/html"]) or "text/plain" not in data):
            return render_html(data["text/html"], self.context)
        if "text/markdown" in data:
            return self.markdown(data["text/markdown"])
        if "text/latex" in data:
            return self.latex(data["text/latex"].strip())
        if "text/plain" in data:
            return terminal(data["text/plain"], "result")
        if not data:  # a display that was emptied, such as a bar's whose work is done
            return ""
        kinds = ", ".join(data)
        return self.context.problem("An output of a kind that cannot be printed", kinds)

    def latex(self, source: str) -> str:
        if source.startswith("$") or "\\begin{" in source:
            return self.markdown(source)
        return self.context.problem("LaTeX that is not a formula", source)


def caption_of(output: Output, following: Output | None) -> str | None:
    """Return the Markdown right after a picture that has alt text, or None."""
    described = any("alt" in output.get("metadata", {}).get(k, {}) for k in pictures.SUFFIXES)
    caption: str = following.get("data", {}).get("text/markdown", "") if following else ""
    return caption if described and caption else None
