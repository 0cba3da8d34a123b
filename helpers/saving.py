"""Networks saved as ``.npz`` and loaded again."""

from pathlib import Path

import numpy as np

from helpers.network import Network, parameter_count


def save_network(path: str | Path, net: Network) -> Path:
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
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as file:
            np.savez(file, sizes=net.sizes, activation=net.activation, theta=net.theta)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def load_network(path: str | Path) -> Network:
    """Return the network that `save_network` wrote: same sizes, activation, dtype and parameters.

    Raises
    ------
    OSError
        If the file is not there or cannot be opened.
    ValueError
        If the file is not one that `save_network` wrote, or is damaged.
    """
    try:
        with Path(path).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            sizes, activation, theta = (file[key] for key in ("sizes", "activation", "theta"))
        P = parameter_count(sizes.tolist())
        if theta.dtype.kind != "f" or theta.shape[-1:] != (P,):
            raise ValueError(f"sizes {sizes}, but parameters {theta.dtype} {theta.shape}")
        return Network(sizes, str(activation)).at(theta)
    except OSError:
        raise
    except Exception as error:
        raise ValueError(f"{path}: not a network saved by save_network ({error})") from None
