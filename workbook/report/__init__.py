"""Notebooks as PDF, set by Typst: needs pip, and no TeX.

Each module uses only those below it:

- `book` reads notebooks and joins them.
- `offered` is what nbconvert loads; `exporter` is its `typstpdf`, whose template asks for one cell
  after the other. Which cells it shows is in `selection`; `pdf` has Typst make the file.
- `typesetter` sets cells and their outputs, `markdown` and `html` what is in them.
- `context` is the one object that all these share: it knows the report as a whole and where in it
  we are, sets headings, links and pictures, and collects what could not be set.
- `pictures`, `listings` and `mathematics` (with its table of `symbols`) are functions that need to
  know no report.
- `markup` has the few words of Typst that all write.

What a page looks like is in `templates/typst/workbook.typ`.

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
