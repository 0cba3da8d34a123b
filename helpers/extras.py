"""Whatever needs more than NumPy says which extra of the package to install."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Import inside this what comes with an extra: ``with needs("mnist"): import pooch``.

    Raises
    ------
    ModuleNotFoundError
        If it is not installed; the message names the extra.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = (
            f'{error.name} is not installed; it comes with the extra "{extra}": '
            f'pip install "backprop-workbook[{extra}]"'
        )
        raise ModuleNotFoundError(message, name=error.name) from None
