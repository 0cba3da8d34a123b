"""What a notebook is made of, and what is made of it.

`raw` reads a file; `marks` and `cells` say what stands in a cell, `names` what it reads and makes,
`beside` which files it names. `stamp` writes ids, points and checks into a solved notebook, and
`execute` runs it; `learner` makes the edition to work in (with `stubs`, `contents`, `metadata`),
`variants` gives it other numbers.
"""
