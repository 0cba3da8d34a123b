"""MNIST, and any folder of idx files named like it.

`load_mnist` looks in the folder that it is given or that ``MNIST_DIR`` names, then in the user's
cache, then downloads. `load_digits` does the same and, where MNIST cannot be had, draws digits.

MNIST: Y. LeCun, C. Cortes and C. J. C. Burges, http://yann.lecun.com/exdb/mnist. An idx file is
two zero bytes, a type (8: unsigned byte), the number of axes, one big-endian uint32 per axis, and
the values.
"""

import gzip
import hashlib
import os
import warnings
import zlib
from math import prod
from pathlib import Path

import numpy as np

from helpers.digits import Digits, draw_digits
from helpers.extras import needs
from helpers.types import Array

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

# Name: SHA-256 of the published file (gzip), SHA-256 of the idx file inside.
FILES = {
    "train-images-idx3-ubyte": (
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels-idx1-ubyte": (
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "t10k-images-idx3-ubyte": (
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "t10k-labels-idx1-ubyte": (
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}


class IdxError(ValueError):
    """A file is damaged, or is not the idx file that its name promises."""


class MNISTUnavailable(OSError):
    """MNIST is not in the cache and could not be downloaded into it."""


def load_digits() -> Digits:
    """Return MNIST as `load_mnist` finds it or, where it cannot be had, 70,000 drawn digits.

    Returns
    -------
    Digits
        Its ``name`` and ``source`` say which of the two it is.

    Raises
    ------
    IdxError, FileNotFoundError
        If ``MNIST_DIR`` is set and its folder is not as it should be.
    """
    try:
        return load_mnist()
    except MNISTUnavailable as error:
        missing = str(error).partition("\n")[0]
        warnings.warn(f"these are drawn digits, not MNIST: {missing}", stacklevel=2)
        return draw_digits()


def load_mnist(folder: str | Path | None = None) -> Digits:
    """Return MNIST from `folder`, else ``MNIST_DIR``, else the user's cache, else a mirror.

    A folder may hold plain or gzipped files, and other data under MNIST's names (Fashion-MNIST,
    say): those are read alike and get the folder's name. What is cached or downloaded must have
    MNIST's checksums. Each file is kept once it is verified, so that a download that broke off
    goes on with the file it had reached.

    Parameters
    ----------
    folder : path, optional

    Returns
    -------
    Digits

    Raises
    ------
    FileNotFoundError
        If the folder lacks one of the four files.
    IdxError
        If a file of the folder is damaged, truncated or not an idx file, or if images and labels
        differ in number.
    MNISTUnavailable
        If there is no folder, and neither cache nor mirrors give what they should.
    """
    folder = folder or os.environ.get("MNIST_DIR")
    paths = _in_folder(Path(folder)) if folder else _in_cache()
    arrays, published = [], []
    for name, path in paths.items():
        idx = _unpacked(name, path)
        published.append(hashlib.sha256(idx).hexdigest() == FILES[name][1])
        arrays.append(_parsed(name, idx))
    _require_equal_lengths(*arrays)
    title, source = "MNIST", "the files as published: all checksums agree"
    if not all(published):
        title = path.parent.resolve().name
        source = f"idx files from the folder {title}; not MNIST's own"
    train_images, train_labels, test_images, test_labels = arrays
    return Digits(train_images, train_labels, test_images, test_labels, title, source)


def _in_folder(folder: Path) -> dict[str, Path]:
    """Return {name: path} of the four files, gzipped or plain."""
    paths = {}
    for name in FILES:
        found = [path for path in (folder / name, folder / f"{name}.gz") if path.is_file()]
        if not found:
            raise FileNotFoundError(f"there is no {name} and no {name}.gz in {folder}")
        paths[name] = found[0]
    return paths


def _unpacked(name: str, path: Path) -> bytes:
    """Return the bytes of an idx file; only gzip has a checksum of its own."""
    packed = path.read_bytes()
    if path.suffix != ".gz":
        return packed
    try:
        return gzip.decompress(packed)
    except (EOFError, OSError, zlib.error) as error:
        raise IdxError(
            f"{path.name} is damaged or truncated ({error}). {_both_sums(packed, FILES[name][0])}"
        ) from None


def _parsed(name: str, idx: bytes) -> Array:
    """Return the array in the bytes of an idx file, (N, rows, columns) or (N,)."""
    axes = int(name[-7])  # …-idx3-ubyte, …-idx1-ubyte
    magic, start = bytes([0, 0, 8, axes]), 4 + 4 * axes
    if idx[:4] != magic:
        raise IdxError(
            f"{name} starts with the magic number {idx[:4].hex()}, not {magic.hex()}: it is not "
            f"an idx file of bytes with {axes} axes. {_both_sums(idx, FILES[name][1])}"
        )
    shape = [int.from_bytes(idx[i : i + 4], "big") for i in range(4, start, 4)]
    if len(idx) != start + prod(shape):
        raise IdxError(
            f"{name} is truncated or too long: {len(idx)} bytes, where its header promises "
            f"{start} + {' · '.join(map(str, shape))}. {_both_sums(idx, FILES[name][1])}"
        )
    return np.frombuffer(idx, np.uint8, offset=start).reshape(shape)


def _both_sums(content: bytes, published: str) -> str:
    return f"Its SHA-256 is {hashlib.sha256(content).hexdigest()}; MNIST's own has {published}."


def _require_equal_lengths(*arrays: Array) -> None:
    for part, (images, labels) in {"train": arrays[:2], "t10k": arrays[2:]}.items():
        if len(images) != len(labels):
            raise IdxError(
                f"{part}-images holds {len(images)} images, {part}-labels {len(labels)} labels"
            )


# The cache and the mirrors


def _in_cache() -> dict[str, Path]:
    """Return {name: path} in the user's cache, after fetching what is not there."""
    with needs("mnist"):
        import pooch

    cache = Path(pooch.os_cache("backprop-workbook"))
    return {name: _cached(f"{name}.gz", gz_sum, cache) for name, (gz_sum, _) in FILES.items()}


def _cached(name: str, published: str, cache: Path) -> Path:
    """Return the path of one verified file in the cache, fetched if need be.

    pooch downloads next to its goal and moves there only what has the right checksum.
    """
    with needs("mnist"):
        import pooch
        import requests
        from tqdm import tqdm

    pooch.get_logger().setLevel("WARNING")  # not a word for each address that is tried
    path, problems = cache / name, []
    try:
        if path.is_file() and pooch.file_hash(path) != published:
            sums = _both_sums(path.read_bytes(), published)
            problems.append(f"{name} in the cache was damaged, and is removed. {sums}")
            path.unlink()
        for mirror in MIRRORS:
            bar = tqdm(desc=name, total=1, unit="B", unit_scale=True, leave=False, delay=1)
            fetch = pooch.HTTPDownloader(progressbar=bar, timeout=(3, 10))
            try:
                url = mirror + name
                return Path(pooch.retrieve(url, published, name, cache, downloader=fetch))
            except (requests.RequestException, ValueError) as error:
                problems.append(f"{mirror}: {error}")
    except OSError as error:
        problems.append(f"the cache cannot be used: {error}")
    help = "If you have MNIST's four files in a folder, set MNIST_DIR to that."
    raise MNISTUnavailable("\n- ".join([f"{name} could not be downloaded. {help}", *problems]))
