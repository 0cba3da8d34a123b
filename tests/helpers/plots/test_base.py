"""What all figures share, and what a notebook's cell puts out: a picture or a movie, a caption."""

import base64
from io import BytesIO

import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from helpers import History, plots
from helpers.plots.base import BLUE, axes, legend_above

CELL = """
from matplotlib import pyplot
from helpers.plots import figure
fig, ax = pyplot.subplots(figsize=(4, 3))
figure(fig, "See *this*.", alt="An empty plot.")
"""


def test_figure_is_a_picture_with_alt_text_and_its_caption_once():
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    NotebookClient(notebook).execute()
    picture, caption = notebook.cells[0].outputs
    assert picture.metadata["image/png"]["alt"] == "An empty plot."
    assert 300 < picture.metadata["image/png"]["width"] <= 4 * 96 + 20
    assert caption.data["text/markdown"] == "See *this*."


def test_axes_have_the_size_asked_for_and_are_open_at_top_and_right():
    fig, panels = axes(rows=2, columns=3, height=4, width=5)
    assert panels.shape == (2, 3)
    assert fig.get_size_inches().tolist() == [5, 4]
    for ax in panels.flat:
        drawn = {side for side, spine in ax.spines.items() if spine.get_visible()}
        assert drawn == {"left", "bottom"}


def test_a_legend_above_names_each_curve_and_is_opaque():
    fig, ax = axes()
    ax.plot([1, 2], label="faint", color=BLUE, alpha=0.1)
    ax.plot([2, 1])
    legend_above(ax)
    (legend,) = fig.legends
    assert [text.get_text() for text in legend.get_texts()] == ["faint"]
    assert [handle.get_alpha() for handle in legend.legend_handles] == [1]


def points(title):
    """Return a figure with a title and many colours."""
    fig, ax = axes()
    shades = np.linspace(0, 1, 60)
    ax.scatter(shades, shades**2, c=shades, cmap="viridis", alpha=0.6)
    ax.set_title(title)
    return fig


@pytest.fixture
def shown(monkeypatch):
    """What a notebook would be shown: mime bundles with their metadata, and captions."""
    bundles = []

    def display(*things):
        for thing in things:
            picture = type(thing).__name__ == "Image"
            bundles.append(thing._repr_mimebundle_() if picture else thing.data)

    monkeypatch.setattr("IPython.display.display", display)
    return bundles


def picture_of(bundle):
    data, metadata = bundle
    return Image.open(BytesIO(base64.b64decode(data["image/png"]))), metadata["image/png"]


def test_a_caption_claims_nothing_of_a_training_that_was_interrupted(shown):
    whole, cut = (
        History([1.0] * done, epochs=50, state=state)
        for done, state in ((50, "whole"), (6, "interrupted"))
    )
    plots.figure(points("a"), "It falls.", alt="falling", of=[whole, whole])
    plots.figure(points("b"), "It falls.", alt="falling", of=[whole, cut])
    (_, metadata), caption, (_, cut_metadata), cut_caption = shown
    assert (caption, metadata["image/png"]["alt"]) == ("It falls.", "falling")
    for told in (cut_caption, cut_metadata["image/png"]["alt"]):
        assert "6 of 50 epochs, interrupted" in told
        assert "fall" not in told


def test_a_movie_plays_all_frames_and_its_still_is_the_last(shown):
    frames = [points(title) for title in ("one", "two", "three")]
    plots.movie(iter(frames), "caption", alt="what moves", dpi=40)
    picture, metadata = picture_of(shown[0])
    assert metadata["alt"] == "what moves"
    assert picture.is_animated
    assert picture.n_frames == 3 + 1
    assert picture.info["loop"] == 3  # then it rests
    still = np.asarray(picture.convert("RGB"))
    picture.seek(3)
    np.testing.assert_array_equal(still, np.asarray(picture.convert("RGB")))


def test_a_palette_keeps_white_and_moves_no_colour_visibly(shown):
    fig = points("set")
    full = BytesIO()
    fig.savefig(full, dpi=192, bbox_inches="tight")
    plots.figure(fig, "caption", alt="points")
    seen = np.asarray(picture_of(shown[0])[0].convert("RGB")).astype(int)
    true = np.asarray(Image.open(full).convert("RGB")).astype(int)
    assert (seen[true == 255] >= 254).all()
    assert np.abs(seen - true).mean() < 1
    assert np.abs(seen - true).max() < 26
