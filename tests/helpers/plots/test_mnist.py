"""Notebook 05's figures show the numbers that they are given."""

import numpy as np
import pytest

from helpers import plots

rng = np.random.default_rng(5)


def test_each_image_has_its_title_and_what_is_left_of_the_grid_stays_empty():
    images = rng.integers(0, 256, (7, 28, 28), np.uint8)
    axes = plots.digit_images(images, [f"no. {n}" for n in range(7)], columns=4).axes
    assert len(axes) == 8
    for n, ax in enumerate(axes[:7]):
        assert ax.get_title() == f"no. {n}"
        np.testing.assert_array_equal(ax.images[0].get_array(), images[n])
    assert not axes[7].images


def test_curves_show_cost_from_the_start_and_accuracy_from_the_first_epoch():
    curves = {"training": rng.random((6, 2)), "test": rng.random((6, 2))}
    fig = plots.cost_and_accuracy(curves, "batch 64")
    left, right = fig.axes
    for line, curve in zip(left.lines, curves.values(), strict=True):
        np.testing.assert_array_equal(line.get_data(), [np.arange(6), curve[:, 0]])
    for line, curve in zip(right.lines, curves.values(), strict=True):
        np.testing.assert_array_equal(line.get_data(), [np.arange(1, 6), curve[1:, 1]])
    assert fig.get_suptitle() == "batch 64"


def test_weight_images_share_one_symmetric_scale():
    W = rng.standard_normal((10, 784)) + 0.3
    *digits, bar = plots.weight_images(W).axes
    limits = {ax.images[0].get_clim() for ax in digits}
    assert len(digits) == 10
    assert limits == {(-bar.get_ylim()[1], bar.get_ylim()[1])}
    np.testing.assert_array_equal(digits[3].images[0].get_array().ravel(), W[3])


def test_the_confusion_matrix_shows_all_counts_and_colours_mistakes_only():
    matrix = rng.integers(1, 50, (10, 10))
    ax = plots.confusion(matrix).axes[0]
    assert [text.get_text() for text in ax.texts] == [str(count) for count in matrix.ravel()]
    shown = ax.images[0].get_array()
    np.testing.assert_array_equal(shown, matrix - np.diag(np.diag(matrix)))


@pytest.mark.parametrize("window", [1, 4])
def test_gradient_norms_are_means_of_so_many_steps(window):
    norms = {"relu": rng.random((9, 2)), "sigmoid": rng.random((9, 2))}
    panels = plots.gradient_norms(norms, window).axes
    for layer, ax in enumerate(panels):
        x, y = ax.lines[1].get_data()
        assert x[0] == window and x[-1] == 9
        assert y[-1] == pytest.approx(norms["sigmoid"][-window:, layer].mean())


def test_signals_and_losses_of_one_start_have_one_colour():
    deviations = {"half": [0.2, 0.1], "He's": [0.4, 0.4], "twice": [0.8, 1.6]}
    losses = {"half": [2.3, 2.2], "He's": [2.3, 1.0], "twice": [30.0]}
    left, right = plots.signal_by_layer(deviations, losses).axes
    assert [line.get_color() for line in left.lines] == [line.get_color() for line in right.lines]
    for line, values in zip(left.lines, deviations.values(), strict=True):
        assert line.get_ydata().tolist() == values
