"""A bar for what takes longer than a second. In a notebook it is gone when the work is done."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

T = TypeVar("T")


def progress_bar(
    items: Iterable[T], what: str = "training", unit: str = "epoch", total: int | None = None
) -> AbstractContextManager[Iterable[T]]:
    """Return a context whose items a bar counts, if tqdm is there, and they take over a second.

    Parameters
    ----------
    items : iterable
    what, unit : str
        What is going on, and what an item is called.
    total : int, optional
        How many there are, where `items` cannot tell.
    """
    try:
        from tqdm import tqdm
    except ModuleNotFoundError:
        return nullcontext(items)
    look: dict[str, Any] = {"leave": False, "delay": 1, "position": 0}
    if hasattr(getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)(), "kernel"):
        look |= {"file": _Display(), "ascii": False, "ncols": 80}
    bar: AbstractContextManager[Iterable[T]] = tqdm(items, what, total, unit=unit, **look)
    return bar


class _Display:
    """A file that shows the line last written to it as a cell's output, until that is blank.

    The display begins and ends without data. So nothing of it is saved or printed, and nbval,
    which reads the beginning only, has nothing to compare.
    """

    handle: Any = None

    def write(self, text: str) -> None:
        from IPython.display import display

        line = text.strip()
        if line:
            self.handle = self.handle or display({}, raw=True, display_id=True)
            self.handle.update({"text/plain": line}, raw=True)
        elif self.handle:
            self.handle.update({}, raw=True)
            self.handle = None
