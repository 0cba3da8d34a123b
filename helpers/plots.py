"""Static figures, and how a notebook shows them."""

from io import BytesIO


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
    # Twice a screen's 96 dots per inch; without matplotlib's version, so that bytes stay.
    options = {"dpi": 192, "bbox_inches": "tight", "metadata": {"Software": None}}
    fig.savefig(picture, format="png", **options)
    pyplot.close(fig)
    display(Image(picture.getvalue(), retina=True, alt=alt), Markdown(caption))
