"""workbook: the machine around the notebooks, which import `check` from here.

`checks` says what a question is and grades answers; `questions` is what is asked; `notebooks`
knows what a notebook is made of; `learning` is the learner's folder, its progress, and errors told
kindly; `teaching` releases and grades; `report` sets notebooks as PDF; `cli` is the command.
"""

import sys

from workbook.checks import check

__all__ = ["check"]


def _tell_kindly() -> None:
    """In a notebook, let errors say what they wait for."""
    if "IPython" in sys.modules:
        from IPython.core.getipython import get_ipython

        if shell := get_ipython():
            from workbook.learning.kindly import install

            install(shell)


_tell_kindly()
