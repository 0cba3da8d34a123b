"""Answers as they are typed in a notebook: their source can be read, as that of a cell."""

import linecache
import textwrap
from itertools import count

import numpy as np

numbers = count()


def typed(source, name, **names):
    """Run a cell, and return what it calls `name`; `names` are there before."""
    source = textwrap.dedent(source).lstrip("\n")
    filename = f"<cell {next(numbers)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    notebook = {"__name__": "__main__", "np": np, **names}
    exec(compile(source, filename, "exec"), notebook)
    return notebook[name]
