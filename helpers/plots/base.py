"""What all figures share: their colours, and how a notebook shows them."""

from io import BytesIO

# Okabe and Ito's colours, which the colour-blind tell apart too.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#777777"


def figure(fig, caption, alt):
    """Show a matplotlib figure, its caption below.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Closed afterwards; its size in inches is its size on screen and paper.
    caption : str
        Markdown: what to see.
    alt : str
        What a sighted reader sees, in words, for one who cannot.
    """
    from IPython.display import Image, Markdown, display
    from matplotlib import pyplot

    picture = BytesIO()
    # Twice a screen's 96 dots per inch; no version of matplotlib inside: same figure, same bytes.
    options = {"dpi": 192, "bbox_inches": "tight", "metadata": {"Software": None}}
    fig.savefig(picture, format="png", **options)
    pyplot.close(fig)
    display(Image(_in_256_colours(picture), retina=True, alt=alt), Markdown(caption))


def _in_256_colours(picture):
    """Return a PNG with a palette, a third as large; no colour moves by more than can be seen."""
    from PIL import Image

    compact = BytesIO()
    with Image.open(picture) as full:
        paletted = full.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    paletted.save(compact, "PNG", optimize=True)
    return compact.getvalue()
