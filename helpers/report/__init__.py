"""Notebooks as PDF, set by Typst: needs pip, and no TeX.

From the top: `book` finds notebooks, executes what was never run and joins them; `exporter` is nbconvert's
`typstpdf`; its template asks the `typesetter` for one cell after the other, which reads `markdown`, `html`
and `mathematics`; all write Typst through `markup`. What a page looks like is in `templates/typst/workbook.typ`.
"""
