"""MNIST, and any folder of idx files named like it; digits drawn here where there is no network.

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
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

import numpy as np

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

HELP = "Put the four files into a folder and set MNIST_DIR to it, or use draw_digits()."


class IdxError(ValueError):
    """A file is damaged, or is not the idx file that its name promises."""


class MNISTUnavailable(OSError):
    """MNIST is not in the cache and could not be downloaded into it."""


@dataclass
class Digits:
    """Training and test images with their labels.

    Attributes
    ----------
    train_images, test_images : array of uint8, shape (N, 28, 28)
        0 is paper, 255 is ink.
    train_labels, test_labels : array of uint8, shape (N,)
    name : str
        "MNIST" only if all four files are MNIST's own, byte for byte; else the folder's name, or
        "drawn digits".
    source : str
        Where they come from, in words.
    """

    train_images: np.ndarray = field(repr=False)
    train_labels: np.ndarray = field(repr=False)
    test_images: np.ndarray = field(repr=False)
    test_labels: np.ndarray = field(repr=False)
    name: str
    source: str

    def __repr__(self):
        rows, columns = self.train_images.shape[1:]
        return (
            f"{self.name}: {len(self.train_images):,} training and {len(self.test_images):,} test "
            f"images, {rows} × {columns} {self.train_images.dtype}\n({self.source})"
        )


def load_digits():
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
        warnings.warn(f"{error}\nHere are drawn digits instead.", stacklevel=2)
        return draw_digits()


def load_mnist(folder=None):
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
    if all(published):
        return Digits(*arrays, "MNIST", "the files as published: all checksums agree")
    label = Path(folder).resolve().name
    return Digits(*arrays, label, f"idx files from the folder {label}; not MNIST's own")


def _in_folder(folder):
    """Return {name: path} of the four files, gzipped or plain."""
    paths = {}
    for name in FILES:
        found = [path for path in (folder / name, folder / f"{name}.gz") if path.is_file()]
        if not found:
            raise FileNotFoundError(f"there is no {name} and no {name}.gz in {folder}")
        paths[name] = found[0]
    return paths


def _unpacked(name, path):
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


def _parsed(name, idx):
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


def _both_sums(content, published):
    return f"Its SHA-256 is {hashlib.sha256(content).hexdigest()}; MNIST's own has {published}."


def _require_equal_lengths(train_images, train_labels, test_images, test_labels):
    for images, labels, part in (
        (train_images, train_labels, "train"),
        (test_images, test_labels, "t10k"),
    ):
        if len(images) != len(labels):
            raise IdxError(
                f"{part}-images holds {len(images)} images, {part}-labels {len(labels)} labels"
            )


# The cache and the mirrors


def _in_cache():
    """Return {name: path} in the user's cache, after fetching what is not there."""
    import pooch

    cache = Path(pooch.os_cache("backprop-workbook"))
    return {name: _cached(f"{name}.gz", gz_sum, cache) for name, (gz_sum, _) in FILES.items()}


def _cached(name, published, cache):
    """Return the path of one verified file in the cache, fetched if need be.

    pooch downloads next to its goal and moves there only what has the right checksum.
    """
    import pooch
    import requests

    path, problems = cache / name, []
    try:
        if path.is_file() and pooch.file_hash(path) != published:
            sums = _both_sums(path.read_bytes(), published)
            problems.append(f"{name} in the cache was damaged, and is removed. {sums}")
            path.unlink()
        for mirror in MIRRORS:
            try:
                url = mirror + name
                return Path(pooch.retrieve(url, published, name, cache, downloader=_download))
            except (requests.RequestException, ValueError) as error:
                problems.append(f"{mirror}: {error}")
    except OSError as error:
        problems.append(f"the cache cannot be used: {error}")
    listed = "\n- ".join(problems)
    raise MNISTUnavailable(f"MNIST's {name} could not be had. {HELP}\n- {listed}")


def _download(url, output_file, _):
    """Fetch `url`; a broken connection is taken up where it broke, as long as it gets further."""
    import requests
    from tqdm.auto import tqdm

    bar = tqdm(desc=url.rsplit("/", 1)[1], unit="B", unit_scale=True, leave=False)
    with bar, open(output_file, "wb") as file:
        while True:
            begin = file.tell()
            try:
                return _append(url, file, bar)
            except requests.RequestException:
                if file.tell() <= begin:
                    raise


def _append(url, file, bar):
    """Write to `file` what it does not have yet; all of it if the server knows no ranges."""
    import requests

    headers = {"Range": f"bytes={file.tell()}-", "Accept-Encoding": "identity"}
    with requests.get(url, headers=headers, stream=True, timeout=10) as answer:
        answer.raise_for_status()
        if answer.status_code != requests.codes.partial_content:
            file.seek(0)
            file.truncate()
        bar.reset(file.tell() + int(answer.headers.get("Content-Length", 0)))
        bar.update(file.tell())
        for chunk in answer.iter_content(1 << 12):
            file.write(chunk)
            bar.update(len(chunk))


# Digits drawn here

FONTS = (
    *(f"DejaVuSans{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
    *(f"DejaVuSansMono{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
    *(f"DejaVuSerif{style}" for style in ("", "-Bold", "-Italic", "-BoldItalic")),
    *(f"STIXGeneral{style}" for style in ("", "Bol", "Italic", "BolIta")),
    *("cmb10", "cmr10", "cmss10", "cmtt10"),
)
CELL = 64  # pixels a side of a glyph's picture


def draw_digits(train=60_000, test=10_000, seed=0):
    """Return digits drawn from the fonts that matplotlib ships, in MNIST's layout.

    Each is a digit of one of 20 fonts, turned, sheared and stretched at random, then placed as
    MNIST's digits are: its longer side 20 pixels, its centre of mass in the middle of 28 × 28.
    Easier than handwriting, as accuracies on it show, and made in seconds without a network.

    Parameters
    ----------
    train, test : int
        Number of images of each part.
    seed : int
        Same seed, same digits.

    Returns
    -------
    Digits
    """
    rng = np.random.default_rng(seed)
    glyphs = _glyphs()
    labels = rng.integers(0, 10, train + test, dtype=np.uint8)
    chosen = 10 * rng.integers(0, len(FONTS), labels.size) + labels
    images = np.empty((labels.size, 28, 28), np.uint8)
    placed = _placed(glyphs, chosen, _distortions(labels.size, rng))
    for start in range(0, labels.size, 1000):
        some = slice(start, start + 1000)
        images[some] = _sampled(glyphs, chosen[some], *(part[some] for part in placed))
    source = f"drawn here, seed {seed}, from {len(FONTS)} fonts: not MNIST, and not handwriting"
    parts = images[:train], labels[:train], images[train:], labels[train:]
    return Digits(*parts, "drawn digits", source)


def _glyphs():
    """Return ink in [0, 1], shape (10 · fonts, CELL, CELL), the ten digits font by font."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    figure = Figure(figsize=(10, len(FONTS)), dpi=CELL)  # an inch is a cell
    for row, font in enumerate(reversed(FONTS)):
        for digit in range(10):
            figure.text(
                (digit + 0.5) / 10,
                (row + 0.5) / len(FONTS),
                str(digit),
                font=folder / f"{font}.ttf",
                size=62,
                ha="center",
                va="center",
            )
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    ink = 1 - np.asarray(canvas.buffer_rgba())[..., 0] / np.float32(255)
    return ink.reshape(len(FONTS), CELL, 10, CELL).swapaxes(1, 2).reshape(-1, CELL, CELL)


def _distortions(N, rng):
    """Return random linear maps (N, 2, 2): turned, sheared, one side stretched."""
    turn = rng.uniform(-0.8, 0.8, N)
    shear = rng.uniform(-0.9, 0.9, N)
    stretch = np.exp(rng.uniform(-0.4, 0.4, N))
    c, s, one, zero = np.cos(turn), np.sin(turn), np.ones(N), np.zeros(N)
    rotation = np.moveaxis(np.array([[c, -s], [s, c]]), -1, 0)
    return rotation @ np.moveaxis(np.array([[stretch, shear], [zero, one]]), -1, 0)


def _placed(glyphs, chosen, maps):
    """Return for each image the map from its pixels back to its glyph's, A (N, 2, 2), c (N, 2).

    A linear map moves centre of mass and convex hull along, so both are needed once for each
    glyph; the hull as its outermost points in 32 directions.
    """
    axis = np.arange(CELL) - (CELL - 1) / 2
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    ink = glyphs.reshape(len(glyphs), -1)
    centre = ink @ points / ink.sum(axis=1, keepdims=True)
    angle = np.arange(32) * (2 * np.pi / 32)
    directions = np.array([np.cos(angle), np.sin(angle)])
    inked = [points[glyph > 0.5] for glyph in ink]
    hulls = np.array([those[(those @ directions).argmax(axis=0)] for those in inked])
    size = np.ptp(hulls[chosen] @ maps.swapaxes(1, 2), axis=1).max(axis=1)
    A = np.linalg.inv(maps) * (size / 20)[:, None, None]
    return A.astype(np.float32), centre[chosen].astype(np.float32)


def _sampled(glyphs, chosen, A, c):
    """Return images (n, 28, 28): bilinear samples of the glyphs at c + A q, q an image's pixel."""
    axis = np.arange(28, dtype=np.float32) - 13.5
    q = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    x, y = np.moveaxis(q @ A.swapaxes(1, 2) + c[:, None], -1, 0) + (CELL - 1) / 2
    x, y = np.clip(x, 0, CELL - 1.001), np.clip(y, 0, CELL - 1.001)
    i, j = y.astype(np.intp), x.astype(np.intp)
    v, u = y - i, x - j
    pixel = (chosen[:, None] * CELL + i) * CELL + j
    ink = glyphs.ravel()
    top = (1 - u) * ink.take(pixel) + u * ink.take(pixel + 1)
    bottom = (1 - u) * ink.take(pixel + CELL) + u * ink.take(pixel + CELL + 1)
    return np.rint(255 * ((1 - v) * top + v * bottom)).reshape(-1, 28, 28)
