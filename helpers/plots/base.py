"""What all figures share: colours, axes and legends of one look, and how a notebook shows them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import numpy as np
import PIL.Image
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.extras import needs
from helpers.progress import progress_bar

# Okabe and Ito's colours, which the colour-blind tell apart too.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#777777"


def axes(
    rows: int = 1, columns: int = 1, height: float = 2.9, width: float = 6.2, **options: Any
) -> tuple[Figure, Any]:
    """Return a new figure and its axes, without the lines at their top and right.

    Parameters
    ----------
    rows, columns : int
    height, width : float
        Of the figure, in inches; 6.2 is the width of a page's text.
    **options
        As for matplotlib's ``Figure.subplots``.
    """
    fig = Figure(figsize=(width, height), layout="constrained")
    panels = fig.subplots(rows, columns, **options)
    for ax in np.ravel(panels):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, panels


def legend(ax: Axes, **options: Any) -> None:
    """Explain the labelled lines of some axes inside these."""
    ax.legend(frameon=False, fontsize="small", **options)


def legend_above(ax: Axes, **options: Any) -> None:
    """Explain the labelled lines of some axes in a row above the whole figure."""
    handles, labels = ax.get_legend_handles_labels()
    look: dict[str, Any] = {"ncols": 5, "frameon": False, "fontsize": "small"} | options
    above = ax.figure.legend(handles, labels, loc="outside upper center", **look)
    for handle in filter(None, above.legend_handles):
        handle.set_alpha(1)


def figure(fig: Figure, caption: str, alt: str, of: Sequence[Any] = ()) -> None:
    """Show a matplotlib figure, its caption below.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Closed afterwards; its size in inches is its size on screen and paper.
    caption : str
        Markdown: what to see.
    alt : str
        What a sighted reader sees, in words, for one who cannot.
    of : sequence of History
        The trainings that it shows. If one is not whole, this is what caption and alt say: they
        were written for all of it.
    """
    with needs("plots"):
        from IPython.display import Image, Markdown, display
        from matplotlib import pyplot

    picture = BytesIO()
    # Twice a screen's 96 dots per inch; no version of matplotlib inside: same figure, same bytes.
    options: dict[str, Any] = {"dpi": 192, "bbox_inches": "tight", "metadata": {"Software": None}}
    fig.savefig(picture, format="png", **options)
    pyplot.close(fig)
    if parts := ", ".join(training.extent for training in of if training.state != "whole"):
        caption = alt = f"Of a training that is not whole: {parts}. Run its cell again to the end."
    display(Image(_in_256_colours(picture), retina=True, alt=alt), Markdown(caption))


def movie(
    frames: Iterable[Figure], caption: str, alt: str, dpi: float = 90, seconds: float = 0.15
) -> None:
    """Show figures one after the other as an animated PNG, and a caption below.

    It plays three times and rests on the last frame, which is what printers show, too.

    Parameters
    ----------
    frames : iterable of Figure
        All of one size; a generator saves memory.
    caption, alt : str
        As for `figure`.
    dpi : int
        Few, for a small file.
    seconds : float
        Per frame; the last stays twelve times as long.
    """
    with needs("plots"):
        from IPython.display import Image, Markdown, display

    with progress_bar(frames, "drawing", "frame") as drawn:
        pictures = _with_common_palette([_picture(frame, dpi) for frame in drawn])
    times = [round(1000 * seconds)] * (len(pictures) - 1) + [round(12_000 * seconds)]
    buffer = BytesIO()
    pictures[-1].save(
        buffer,
        "PNG",
        save_all=True,
        default_image=True,
        append_images=pictures,
        duration=times,
        loop=3,
    )
    display(Image(buffer.getvalue(), alt=alt), Markdown(caption))


def _picture(fig: Figure, dpi: float) -> PIL.Image.Image:
    """Return a figure as a Pillow image."""
    fig.set_dpi(dpi)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return PIL.Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _with_common_palette(pictures: list[PIL.Image.Image]) -> list[PIL.Image.Image]:
    """Return the pictures with the same 256 colours, which makes a file a third as large."""
    width, height = pictures[0].size
    several = pictures[:: max(1, len(pictures) // 8)]
    sheet = PIL.Image.new("RGB", (width, height * len(several)))
    for k, picture in enumerate(several):
        sheet.paste(picture, (0, k * height))
    palette = sheet.quantize(256, PIL.Image.Quantize.MAXCOVERAGE)
    return [picture.quantize(palette=palette, dither=PIL.Image.Dither.NONE) for picture in pictures]


def _in_256_colours(picture: BytesIO) -> bytes:
    """Return a PNG with a palette, a third as large; no colour moves by more than can be seen."""
    compact = BytesIO()
    with PIL.Image.open(picture) as full:
        paletted = full.convert("RGB").quantize(256, PIL.Image.Quantize.MAXCOVERAGE)
    paletted.save(compact, "PNG", optimize=True)
    return compact.getvalue()
