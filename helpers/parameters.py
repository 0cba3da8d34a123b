"""Parameters in files: a course's pickle read without trusting it, networks saved as ``.npz``."""

import os
import pickle
import tempfile
from pathlib import Path

import numpy as np

from helpers.network import ACTIVATIONS, Network

# What notebook 03 is given: a 2-10-10-1 network, and N pairs of inputs and targets.
SHAPES = {
    "w1": (10, 2),
    "b1": (10,),
    "w2": (10, 10),
    "b2": (10,),
    "w3": (1, 10),
    "b3": (1,),
    "inputs": ("N", 2),
    "targets": ("N",),
}


def load_parameters(path):
    """Read the test parameters of notebook 03 from a pickle, without running anything in it.

    A pickle is a program. This reader knows only the few names with which NumPy (1 or 2) writes
    arrays, in protocols 0 to 5; a file that names anything else is refused before it is called.

    Parameters
    ----------
    path : str or Path
        A pickled dict with the keys of `SHAPES`.

    Returns
    -------
    dict of arrays
        As in the file: w1 (10, 2), b1 (10,), w2 (10, 10), b2 (10,), w3 (1, 10), b3 (1,),
        inputs (N, 2), targets (N,), with the file's dtypes.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not a pickle, is truncated, names anything but NumPy arrays, or its keys,
        shapes or numbers are not as expected; the message names the file and the key.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            content = _ArrayUnpickler(file).load()
    except FileNotFoundError:
        raise
    except Exception as error:  # a damaged pickle can raise nearly anything
        raise ValueError(
            f"{path}: cannot be read as a pickle of NumPy arrays: {error or type(error).__name__}. "
            "Nothing in it was run. Is the file complete?"
        ) from None
    _check_content(content, path)
    return content


def _arrays_only():
    """Return {(module, name): constructor}, what a pickle of arrays may name."""
    reconstruct = np.empty(0).__reduce__()[0]
    from_buffer = np.empty(1).__reduce_ex__(5)[0]
    allowed = {("numpy", "ndarray"): np.ndarray, ("numpy", "dtype"): np.dtype}
    for package in ("numpy.core", "numpy._core"):
        allowed[f"{package}.multiarray", "_reconstruct"] = reconstruct
        allowed[f"{package}.numeric", "_frombuffer"] = from_buffer
    # Protocols 0 to 2 have no opcode for bytes, and spell them as text to be encoded.
    allowed["_codecs", "encode"] = _encode_latin1
    return allowed


def _encode_latin1(text, encoding):
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"unexpected encoding {encoding!r}")
    return text.encode("latin1")


class _ArrayUnpickler(pickle.Unpickler):
    allowed = _arrays_only()

    def __init__(self, file):
        super().__init__(file, encoding="latin1")

    def find_class(self, module, name):
        try:
            return self.allowed[module, name]
        except KeyError:
            raise pickle.UnpicklingError(
                f"it asks for {module}.{name}, which is no part of a NumPy array"
            ) from None


def _check_content(content, path):
    if not isinstance(content, dict):
        raise ValueError(f"{path}: expected a dict of arrays, found a {type(content).__name__}")
    missing = [key for key in SHAPES if key not in content]
    unknown = [str(key) for key in content if key not in SHAPES]
    if missing or unknown:
        raise ValueError(
            f"{path}: expected the keys {', '.join(SHAPES)}; "
            f"missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
        )
    sizes = {}
    for key, shape in SHAPES.items():
        _check_array(content[key], shape, sizes, f"{path}: {key!r}")


def _check_array(array, shape, sizes, where):
    expected = "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
    if type(array) is not np.ndarray:
        raise ValueError(f"{where} must be an array {expected}, found {type(array).__name__}")
    if array.dtype.kind not in "fiu":
        raise ValueError(f"{where} must hold real numbers, found dtype {array.dtype}")
    fits = array.ndim == len(shape) and all(
        n == sizes.setdefault(m, n) if m == "N" else n == m
        for n, m in zip(array.shape, shape, strict=True)
    )
    if not fits or array.size == 0:
        same = f" with N = {sizes['N']} as in 'inputs'" if sizes.get("N") and "N" in shape else ""
        raise ValueError(f"{where} must have shape {expected}{same}, found {array.shape}")
    if not np.isfinite(array).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{where} must be finite, found {array[index]} at {index}")


def save_network(path, net):
    """Save a network's sizes, activation and parameters as ``.npz``.

    The file is written beside its place and moved there whole, so an interrupted save leaves the
    earlier file as it was.

    Parameters
    ----------
    path : str or Path
        ``.npz`` is added if it is not there.
    net : Network

    Returns
    -------
    Path
        Where it was saved.
    """
    path = Path(path)
    path = path if path.suffix == ".npz" else path.with_name(path.name + ".npz")
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, sizes=net.sizes, activation=net.activation, theta=net.theta)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return path


def load_network(path):
    """Return the network that `save_network` wrote: same sizes, activation, dtype and parameters.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not one that `save_network` wrote, or is damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            sizes, activation, theta = (file[key] for key in ("sizes", "activation", "theta"))
        if str(activation) not in ACTIVATIONS or theta.dtype.kind != "f":
            raise ValueError(f"activation {activation}, theta {theta.dtype}")
        return Network(sizes, str(activation)).at(theta)
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path}: not a network saved by save_network ({error})") from None
