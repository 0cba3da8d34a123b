"""workbook: the machine around the notebooks, which import `check` from here.

`checks` says what a question is and grades answers; `questions` is what is asked; `notebooks`
knows what a notebook is made of; `report` sets notebooks as PDF; `cli` is the command.
"""

from workbook.checks import check

__all__ = ["check"]
