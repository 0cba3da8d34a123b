"""Notebooks as PDF, set by Typst: needs pip, and no TeX.

From the top: `book` reads notebooks and joins them; `exporter` is nbconvert's `typstpdf`, whose
template asks the `typesetter` for one cell after the other; that reads `markdown`, `html` and
`mathematics` (with its table of `symbols`), finds `pictures` and prepares `listings`; all write
Typst through `markup`. What a page looks like is in `templates/typst/workbook.typ`.

What a notebook says to it:

- The tag `report` keeps a cell, and the headings above it, with `--only-tagged`; the tags
  `remove-cell`, `remove-input` and `remove-output` leave out what they say.
- Markdown displayed right after a picture with alt text is its caption; that is what
  `helpers.plots.figure` does. In Markdown: `![alt text](net.svg "Caption.")`, alone in a paragraph.
- A paragraph `Table: caption` captions the table after it.
- A widget stands in its `image/png`, with `alt` in the metadata.
- `[text](02_gradient_check.ipynb#The-V-curve)` is a link within a report of both notebooks, and to
  `02_gradient_check.pdf` from a report of one.
"""
