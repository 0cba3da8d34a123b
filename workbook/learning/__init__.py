"""What a learner meets: a folder to work in, its start page, and how far one has come.

`folder` makes the learner's folder and brings it up to date, `standing` counts what is right,
`shown` puts that into a table, and `page` is the start page; `kindly` tells which answer a cell
waits for. In a notebook:

    from workbook.learning import progress

    progress()                      # all notebooks
    progress("01_pen_and_paper")    # one of them, question by question
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.learning.shown import Shown

__all__ = ["progress"]


def progress(notebook: str = "") -> "Shown":
    """Show how far one has come, in the learner's folder in which this runs.

    Parameters
    ----------
    notebook : str
        Its name, without ending: shown question by question. All notebooks if it is empty.

    Returns
    -------
    Shown
        A table in a notebook, and the same as text in a terminal.
    """
    from workbook.learning.shown import one_notebook, overview
    from workbook.learning.standing import standings

    found = standings()
    if not notebook:
        return overview(found)
    return one_notebook(notebook, next((each for each in found if each.name == notebook), None))
