"""Networks saved as ``.npz`` and loaded again."""

from io import SEEK_END, BytesIO
from math import prod
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import numpy as np
from numpy.lib import format as npy

from helpers.files import write_whole
from helpers.network import Network, parameter_count
from helpers.types import Array


def save_network(path: str | Path, net: Network) -> Path:
    """Save a network's sizes, activation and parameters as ``.npz``.

    The file is written whole or not at all: an interrupted save leaves the earlier one as it was.

    Parameters
    ----------
    path : str or Path
        ``.npz`` is added if it is not there.
    net : Network

    Returns
    -------
    Path
        Where it was saved.

    Raises
    ------
    OSError
        If the file cannot be written, or is one for reading only.
    ValueError
        If a parameter is not finite, or there is no network: nothing is saved.
    """
    path = Path(path)
    path = path if path.suffix == ".npz" else path.with_name(path.name + ".npz")
    _require_parameters(net.theta, net.sizes)
    content = BytesIO()
    np.savez(content, sizes=net.sizes, activation=net.activation, theta=net.theta)
    write_whole(path, content.getvalue())
    return path


def load_network(path: str | Path) -> Network:
    """Return the network that `save_network` wrote: same sizes, activation, dtype and parameters.

    What the file promises is held against its length before memory is taken.

    Raises
    ------
    OSError
        If the file is not there or cannot be opened.
    ValueError
        If the file is not one that `save_network` wrote, or is damaged.
    """
    with Path(path).open("rb") as file:
        try:
            archive, most = ZipFile(file), file.seek(0, SEEK_END)
            sizes, activation, theta = (
                _array(archive, f"{name}.npy", most) for name in ("sizes", "activation", "theta")
            )
            sizes = sizes.tolist()
            _require_parameters(theta, sizes)
            return Network(sizes, str(activation)).at(theta)
        except Exception as error:  # a damaged archive can raise nearly anything
            raise ValueError(f"{path}: not a network saved by save_network ({error})") from None


def _array(archive: ZipFile, name: str, most: int) -> Array:
    """Return an array of an archive that is `most` bytes long, once its header is checked."""
    info = archive.getinfo(name)
    if info.compress_type != ZIP_STORED or max(info.file_size, info.compress_size) > most:
        raise ValueError(f"{name} is compressed, or longer than the file")
    with archive.open(info) as member:
        if npy.read_magic(member) != (1, 0):
            raise ValueError(f"{name} is in another version of NumPy's format")
        shape, _, dtype = npy.read_array_header_1_0(member)
        promised = member.tell() + prod(shape) * dtype.itemsize
    if promised != info.file_size:
        raise ValueError(f"{name} has {info.file_size} bytes, and its header promises {promised}")
    with archive.open(info) as member:
        array: Array = npy.read_array(member, allow_pickle=False)
    return array


def _require_parameters(theta: Array, sizes: list[int]) -> None:
    """Refuse what is not the parameters of one network, (P,), or of R ≥ 1 of them, (R, P)."""
    P = parameter_count(sizes)
    if theta.dtype.kind != "f" or theta.shape[-1:] != (P,) or theta.ndim > 2 or not theta.size:
        raise ValueError(f"sizes {sizes}, but parameters {theta.dtype} {theta.shape}")
    if not np.isfinite(theta).all():
        raise ValueError("a parameter is not finite: did training diverge?")
