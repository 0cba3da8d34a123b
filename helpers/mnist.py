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
import time
import warnings
import zlib
from functools import partial
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from helpers.digits import Digits, draw_digits
from helpers.extras import needs
from helpers.types import Array

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

# Name: SHA-256 of the published file (gzip), SHA-256 of the idx file inside, bytes to download.
FILES: dict[str, tuple[str, str, int]] = {
    "train-images-idx3-ubyte": (
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        9_912_422,
    ),
    "train-labels-idx1-ubyte": (
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        28_881,
    ),
    "t10k-images-idx3-ubyte": (
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        1_648_877,
    ),
    "t10k-labels-idx1-ubyte": (
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        4_542,
    ),
}

MOST = 300_000  # images in a file: EMNIST has 280,000 digits
PATIENCE, SLOWEST = 10, 4_000  # a download has ten seconds, and one for every 4,000 bytes it brings


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
        If a file of the folder is damaged, truncated or not an idx file of 28 × 28 pixels or of
        labels 0 to 9, or if images and labels differ in number.
    MNISTUnavailable
        If there is no folder, and neither cache nor mirrors give what they should.
    """
    folder = folder or os.environ.get("MNIST_DIR")
    paths = _in_folder(Path(folder)) if folder else _in_cache()
    read = [_read(name, path) for name, path in paths.items()]
    arrays, published = zip(*read, strict=True)
    _require_pairs(*arrays)
    title, source = "MNIST", "the files as published: all checksums agree"
    if not all(published):
        *_, path = paths.values()
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


def _read(name: str, path: Path) -> tuple[Array, bool]:
    """Return the array in an idx file, (N, 28, 28) or (N,), and whether it is MNIST's own.

    Of a file or what is packed in it, no more is read than the header promises, and a byte.
    """
    axes = int(name[-7])  # …-idx3-ubyte, …-idx1-ubyte
    packed_sum, idx_sum, _ = FILES[name]
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            header = file.read(4 + 4 * axes)
            shape = _shape(header, axes)
            values = file.read(prod(shape) + 1)
        if len(values) != prod(shape):
            found = "more" if len(values) > prod(shape) else len(values)
            raise IdxError(f"its header promises {prod(shape)} bytes after it, found {found}")
    except (IdxError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        sums = _both_sums(path, packed_sum if path.suffix == ".gz" else idx_sum)
        raise IdxError(
            f"{path.name} is damaged, or not what its name promises: {error}. {sums}"
        ) from None
    array = np.frombuffer(values, np.uint8).reshape(shape)
    return array, hashlib.sha256(header + values).hexdigest() == idx_sum


def _shape(header: bytes, axes: int) -> list[int]:
    """Return the shape that a header promises, if it is one of digits."""
    magic = bytes([0, 0, 8, axes])
    if header[:4] != magic:
        raise IdxError(f"it starts with the magic number {header[:4].hex()}, not {magic.hex()}")
    shape = [int.from_bytes(header[i : i + 4], "big") for i in range(4, len(header), 4)]
    if len(header) < 4 + 4 * axes or not 1 <= shape[0] <= MOST or shape[1:] != [28, 28][: axes - 1]:
        wanted = f"(1 to {MOST}{', 28, 28' if axes == 3 else ''})"
        raise IdxError(f"its header promises the shape {tuple(shape)}, not {wanted}")
    return shape


def _both_sums(path: Path, published: str) -> str:
    with path.open("rb") as file:
        own = hashlib.file_digest(file, "sha256").hexdigest()
    return f"Its SHA-256 is {own}; MNIST's own has {published}."


def _require_pairs(*arrays: Array) -> None:
    for part, (images, labels) in {"train": arrays[:2], "t10k": arrays[2:]}.items():
        if len(images) != len(labels):
            raise IdxError(
                f"{part}-images holds {len(images)} images, {part}-labels {len(labels)} labels"
            )
        if labels.max() > 9:
            raise IdxError(f"{part}-labels holds the label {labels.max()}: digits are 0 to 9")


# The cache and the mirrors


def _in_cache() -> dict[str, Path]:
    """Return {name: path} in the user's cache, after fetching what is not there."""
    with needs("mnist"):
        import pooch

    cache = Path(pooch.os_cache("backprop-workbook"))
    return {name: _cached(name, cache) for name in FILES}


def _cached(name: str, cache: Path) -> Path:
    """Return the path of one verified file in the cache, fetched if need be.

    pooch downloads next to its goal and moves there only what has the right checksum.
    """
    with needs("mnist"):
        import pooch
        import requests
        import urllib3

    pooch.get_logger().setLevel("WARNING")  # not a word for each address that is tried
    published, _, size = FILES[name]
    name = f"{name}.gz"
    path, problems = cache / name, []
    try:
        if path.is_file() and pooch.file_hash(path) != published:
            sums = _both_sums(path, published)
            problems.append(f"{name} in the cache was damaged, and is removed. {sums}")
            path.unlink(missing_ok=True)
        for mirror in MIRRORS:
            fetch = partial(_fetch, size=size)
            try:
                url = mirror + name
                return Path(pooch.retrieve(url, published, name, cache, downloader=fetch))
            except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
                problems.append(f"{mirror}: {error}")
    except OSError as error:
        problems.append(f"the cache cannot be used: {error}")
    help = "If you have MNIST's four files in a folder, set MNIST_DIR to that."
    raise MNISTUnavailable("\n- ".join([f"{name} could not be downloaded. {help}", *problems]))


def _fetch(url: str, goal: str, _: Any, size: int) -> None:
    """Write what is at an address, `size` bytes as they are, to the file `goal`: never one more.

    For pooch, whose own downloader writes whatever a server goes on sending.
    """
    with needs("mnist"):
        import requests
        from tqdm import tqdm

    bar = tqdm(desc=Path(url).name, total=size, unit="B", unit_scale=True, leave=False, delay=1)
    with requests.get(url, stream=True, timeout=(3, 10)) as answer, open(goal, "wb") as file, bar:
        answer.raise_for_status()
        announced = answer.headers.get("Content-Length", str(size))
        if answer.status_code != 200 or announced != str(size):
            raise ValueError(
                f"answered {answer.status_code}, {announced} bytes, and not 200, {size} bytes"
            )
        done, begin = 0, time.monotonic()
        while piece := answer.raw.read1(1 << 16, decode_content=False):
            done += len(piece)
            seconds = time.monotonic() - begin
            if done > size or seconds > PATIENCE + done / SLOWEST:
                raise ValueError(f"sent {done} of {size} bytes in {seconds:.0f} seconds")
            file.write(piece)
            bar.update(len(piece))
