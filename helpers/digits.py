"""Images of digits with their labels; and digits drawn here, where there is no MNIST to be had."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.extras import needs
from helpers.progress import progress_bar
from helpers.types import Array

FONTS = (
    *(f"DejaVuSans{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
    *(f"DejaVuSansMono{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
    *(f"DejaVuSerif{style}" for style in ("", "-Bold", "-Italic", "-BoldItalic")),
    *(f"STIXGeneral{style}" for style in ("", "Bol", "Italic", "BolIta")),
    *("cmb10", "cmr10", "cmss10", "cmtt10"),
)
CELL = 64  # pixels a side of a glyph's picture


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

    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array
    name: str
    source: str

    def __repr__(self) -> str:
        rows, columns = self.train_images.shape[1:]
        return (
            f"{self.name}: {len(self.train_images):,} training and {len(self.test_images):,} test "
            f"images, {rows} × {columns} {self.train_images.dtype}\n({self.source})"
        )


def draw_digits(train: int = 60_000, test: int = 10_000, seed: int = 0) -> Digits:
    """Return digits drawn from the fonts that matplotlib ships, in MNIST's layout.

    Each is a digit of one of 20 fonts, turned, sheared and stretched at random, then placed as
    MNIST's digits are: its longer side 20 pixels, its centre of mass in the middle of 28 × 28.
    Easier than handwriting, as accuracies on it show, and made in seconds without a network.

    Parameters
    ----------
    train, test : int
        Number of images of each part; a negative one is refused with a ValueError.
    seed : int
        Same seed, same digits.

    Returns
    -------
    Digits
    """
    if min(train, test) < 0:
        raise ValueError(f"numbers of images must be ≥ 0, got {train} and {test}")
    rng = np.random.default_rng(seed)
    glyphs = _glyphs()
    labels = rng.integers(0, 10, train + test, dtype=np.uint8)
    chosen = 10 * rng.integers(0, len(FONTS), labels.size) + labels
    images = np.empty((labels.size, 28, 28), np.uint8)
    placed = _placed(glyphs, chosen, _distortions(labels.size, rng))
    with progress_bar(range(0, labels.size, 1000), "drawing digits", "thousand") as starts:
        for start in starts:
            some = slice(start, start + 1000)
            images[some] = _sampled(glyphs, chosen[some], *(part[some] for part in placed))
    source = f"drawn here, seed {seed}, from {len(FONTS)} fonts: not MNIST, and not handwriting"
    parts = images[:train], labels[:train], images[train:], labels[train:]
    return Digits(*parts, "drawn digits", source)


def _glyphs() -> Array:
    """Return ink in [0, 1], shape (10 · fonts, CELL, CELL), the ten digits font by font."""
    with needs("plots"):
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    figure = Figure(figsize=(10, len(FONTS)), dpi=CELL)  # an inch is a cell
    for row, font in enumerate(reversed(FONTS)):
        file = folder / f"{font}.ttf"
        for digit in range(10):
            place = (digit + 0.5) / 10, (row + 0.5) / len(FONTS)
            figure.text(*place, str(digit), font=file, size=62, ha="center", va="center")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    ink = 1 - np.asarray(canvas.buffer_rgba())[..., 0] / np.float32(255)
    return ink.reshape(len(FONTS), CELL, 10, CELL).swapaxes(1, 2).reshape(-1, CELL, CELL)


def _distortions(N: int, rng: np.random.Generator) -> Array:
    """Return random linear maps (N, 2, 2): turned, sheared, one side stretched."""
    turn = rng.uniform(-0.8, 0.8, N)
    shear = rng.uniform(-0.9, 0.9, N)
    stretch = np.exp(rng.uniform(-0.4, 0.4, N))
    c, s, one, zero = np.cos(turn), np.sin(turn), np.ones(N), np.zeros(N)
    rotation = np.moveaxis(np.array([[c, -s], [s, c]]), -1, 0)
    return rotation @ np.moveaxis(np.array([[stretch, shear], [zero, one]]), -1, 0)


def _placed(glyphs: Array, chosen: Array, maps: Array) -> tuple[Array, Array]:
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


def _sampled(glyphs: Array, chosen: Array, A: Array, c: Array) -> Array:
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
