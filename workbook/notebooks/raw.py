"""A notebook's file, read as the JSON that it is: nbformat takes a second to import."""

import json
from typing import Any


class NoNotebook(ValueError):
    """A file in which there is no notebook; it may be damaged."""


def read_raw(content: bytes) -> dict[str, Any]:
    """Return a notebook in which each cell's source is one string, whether it was in lines or not.

    Raises
    ------
    NoNotebook
        If it is no JSON, or has no cells.
    """
    try:
        notebook: dict[str, Any] = json.loads(content)
        notebook["metadata"] = dict(notebook.get("metadata", {}))
        for cell in notebook["cells"]:
            cell |= {"cell_type": cell["cell_type"], "source": "".join(cell["source"])}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NoNotebook("there is no notebook in it") from None
    return notebook
