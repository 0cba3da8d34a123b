"""A course's pickle of parameters, read without trusting it."""

import io
import math
import pickle
import pickletools
import re
import reprlib
from pathlib import Path
from typing import Any

import numpy as np

from helpers.types import Array

# What notebook 03 is given: a 2-10-10-1 network, and N pairs of inputs and targets.
SHAPES: dict[str, tuple[int | str, ...]] = {
    "w1": (10, 2),
    "b1": (10,),
    "w2": (10, 10),
    "b2": (10,),
    "w3": (1, 10),
    "b3": (1,),
    "inputs": ("N", 2),
    "targets": ("N",),
}

MOST = 1 << 24  # bytes of a file: room for N = 100,000, however they are written
REAL_NUMBERS = re.compile("[<>=|](f[248]|[iu][1248])")


def load_parameters(path: str | Path) -> dict[str, Array]:
    """Read the test parameters of notebook 03 from a pickle, without running anything in it.

    A pickle is a program. This reader knows only the few names with which NumPy (1 or 2) writes
    arrays, in protocols 0 to 5, and reads what they describe into records of its own; the arrays
    are made here, once types, shapes and sizes are as expected. A file that names anything else is
    refused before it is called.

    Parameters
    ----------
    path : str or Path
        A pickled dict with the keys of `SHAPES`.

    Returns
    -------
    dict of arrays
        As in the file, with its dtypes: the keys and shapes of `SHAPES`.

    Raises
    ------
    OSError
        If the file is not there or cannot be opened.
    ValueError
        If the file is not a pickle, is truncated, names anything but NumPy arrays, or its keys,
        shapes or numbers are not as expected; the message names the file and the key.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            stream = file.read(MOST + 1)
        _check_sizes(stream)
        content = _ArrayUnpickler(io.BytesIO(stream)).load()
    except OSError:
        raise
    except Exception as error:  # a damaged pickle can raise nearly anything
        raise ValueError(
            f"{path}: cannot be read as a pickle of NumPy arrays "
            f"({error or type(error).__name__}). Is the file complete? Nothing in it was run."
        ) from None
    _check_keys(content, path)
    sizes: dict[str, int] = {}
    return {
        key: _array(content[key], shape, sizes, f"{path}: {key!r}") for key, shape in SHAPES.items()
    }


class _Dtype:
    """A dtype as NumPy pickles it: ``dtype("f8", False, True)``, then a state with its order.

    Cut short, for a pickle may ask a million times for a name of a million letters.
    """

    def __init__(self, code: str, align: Any, copy: Any) -> None:
        self.name = "=" + code[:9]

    def __setstate__(self, state: Any) -> None:
        self.name = state[1][:9] + self.name[1:]


class _Array:
    """An array in protocols 0 to 4: ``_reconstruct(ndarray, (0,), b"b")``, then its state.

    Holds what the file says, unchecked: the dtype's name, the shape, the order and the bytes.
    """

    dtype: Any = None
    shape: Any = None
    order: Any = None
    data: Any = None

    def __init__(self, kind: Any, shape: Any, code: Any) -> None:
        pass

    def __setstate__(self, state: Any) -> None:
        _, self.shape, dtype, fortran, self.data = state
        self.dtype = dtype.name
        self.order = "F" if fortran else "C"


class _BufferArray(_Array):
    """An array in protocol 5: ``_frombuffer(data, dtype, shape, order)``."""

    def __init__(self, data: Any, dtype: Any, shape: Any, order: Any) -> None:
        if order not in ("C", "F"):
            raise pickle.UnpicklingError(f"an array in order {reprlib.repr(order)}")
        self.dtype, self.shape, self.order, self.data = dtype.name, shape, order, data


def _latin1(text: str, encoding: str) -> str:
    """Take ``encode(text, "latin1")``, as protocols 0 to 2 spell bytes; not encoded, not copied."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"it asks for bytes in {reprlib.repr(encoding)}")
    return text


# A pickle can set attributes of whatever it can name, if that has a place for them and no
# __setstate__ of its own. Nothing here has: what stays after loading is only what it returns.
ALLOWED = {
    ("numpy", "ndarray"): None,
    ("numpy", "dtype"): _Dtype,
    ("numpy.core.multiarray", "_reconstruct"): _Array,
    ("numpy._core.multiarray", "_reconstruct"): _Array,
    ("numpy.core.numeric", "_frombuffer"): _BufferArray,
    ("numpy._core.numeric", "_frombuffer"): _BufferArray,
    ("_codecs", "encode"): _latin1,
}


class _ArrayUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(
                f"it asks for {module}.{name}, which is no part of a NumPy array"
            ) from None


def _check_sizes(stream: bytes) -> None:
    """Refuse a pickle that is or claims to be too large, before memory is set aside for it."""
    if len(stream) > MOST:
        raise pickle.UnpicklingError(f"it has more than {MOST} bytes")
    for opcode, argument, _ in pickletools.genops(stream):  # raises where the stream ends too soon
        if "PUT" in opcode.name and argument is not None and argument > len(stream):
            raise pickle.UnpicklingError(f"it numbers an object {argument}")


def _check_keys(content: Any, path: Path) -> None:
    if not isinstance(content, dict):
        raise ValueError(f"{path}: expected a dict of arrays, found a {type(content).__name__}")
    missing = [key for key in SHAPES if key not in content]
    unknown = [reprlib.repr(key) for key in content if key not in SHAPES]
    if missing or unknown:
        raise ValueError(
            f"{path}: expected the keys {', '.join(SHAPES)}; "
            f"missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
        )


def _array(record: Any, shape: tuple[int | str, ...], sizes: dict[str, int], where: str) -> Array:
    """Return the array that a record describes, or say what is wrong with it.

    `sizes` remembers the N of the first array that has one.
    """
    expected = str(shape).replace("'", "")
    if not isinstance(record, _Array):
        raise ValueError(f"{where} must be an array {expected}, found a {type(record).__name__}")
    if not REAL_NUMBERS.fullmatch(str(record.dtype)):
        raise ValueError(
            f"{where} must hold real numbers, found dtype {reprlib.repr(record.dtype)}"
        )
    if not _fits(record.shape, shape, sizes):
        same = f" with N = {sizes['N']} as in 'inputs'" if "N" in shape and "N" in sizes else ""
        found = reprlib.repr(record.shape)
        raise ValueError(f"{where} must have shape {expected}{same}, found {found}")
    size = math.prod(record.shape) * np.dtype(record.dtype).itemsize
    data = record.data
    if isinstance(data, str):
        data = data.encode("latin1", "ignore")
    if not isinstance(data, bytes | bytearray) or len(data) != size:
        raise ValueError(f"{where} does not hold the {size} bytes that its shape and dtype take")
    array = np.frombuffer(data, record.dtype).reshape(record.shape, order=record.order).copy()
    if not np.isfinite(array).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{where} must be finite, found {array[index]} at {index}")
    return array


def _fits(found: Any, expected: tuple[int | str, ...], sizes: dict[str, int]) -> bool:
    """Return whether a shape is as expected, with the same N ≥ 1 everywhere."""
    if not isinstance(found, tuple) or len(found) != len(expected):
        return False
    for n, m in zip(found, expected, strict=True):
        if type(n) is not int or n < 1 or n != (sizes.setdefault("N", n) if m == "N" else m):
            return False
    return True
