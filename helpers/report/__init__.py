"""Notebooks as PDF, set by Typst: needs pip, and no TeX.

From the top: `book` reads notebooks and joins them; `exporter` is nbconvert's `typstpdf`, whose
template asks the `typesetter` for one cell after the other; that reads `markdown`, `html` and
`mathematics` (with its table of `symbols`), finds `pictures` and prepares `listings`; all write
Typst through `markup`. What a page looks like is in `templates/typst/workbook.typ`.
"""
