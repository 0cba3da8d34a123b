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


def test_curves_show_the_loss_from_the_start_and_accuracy_from_the_first_epoch():
    curves = {"training": rng.random((6, 2)), "test": rng.random((6, 2))}
    fig = plots.loss_and_accuracy(curves, "batch 64")
    left, right = fig.axes
    for line, curve in zip(left.lines, curves.values(), strict=True):
        np.testing.assert_array_equal(line.get_data(), [np.arange(6), curve[:, 0]])
    for line, curve in zip(right.lines, curves.values(), strict=True):
        np.testing.assert_array_equal(line.get_data(), [np.arange(1, 6), curve[1:, 1]])
    assert fig.get_suptitle() == "batch 64"


@pytest.mark.parametrize(("low", "high"), [(0.26, 2.4), (0.27, 0.29), (0.002, 2.4), (0.7, 31)])
def test_the_loss_has_ticks_where_the_curves_are(low, high):
    losses = np.geomspace(high, low, 9)
    curves = {"training": np.c_[losses, losses], "validation": np.c_[losses, losses]}
    ax = plots.loss_and_accuracy(curves, "").axes[0]
    bottom, top = ax.get_ylim()
    ticks = ax.get_yticks()
    assert bottom == ticks[0] <= low and high <= ticks[-1] == top
    assert ((ticks >= low / 1.6) & (ticks <= 1.6 * low)).sum() >= 1
    assert 2 <= len(ticks) <= 12


def test_each_run_of_a_learning_rate_is_a_dot_and_a_line_joins_their_means():
    rates = [0.1, 1, 10]
    accuracy = {name: rng.uniform(50, 99, (3, 2)) for name in ("linear", "ReLU")}
    ax = plots.errors_by_learning_rate(rates, accuracy).axes[0]
    lines = [line for line in ax.lines if len(line.get_xdata())]
    for values in accuracy.values():
        mean, first, second = lines[:3]
        del lines[:3]
        np.testing.assert_allclose(mean.get_ydata(), 100 - values.mean(axis=1))
        np.testing.assert_allclose(first.get_ydata(), 100 - values[:, 0])
        np.testing.assert_allclose(second.get_ydata(), 100 - values[:, 1])
    assert not lines
    assert ax.get_xticks().tolist() == rates
    assert ax.get_ylim()[0] <= min(100 - values.max() for values in accuracy.values())


def test_reliability_shows_counted_and_expected_mistakes_and_leaves_empty_bins_empty():
    count, right = np.array([10, 0, 1000]), np.array([6, 0, 995])
    expected = np.array([4.5, 0, 998])
    edges = np.array([0, 0.5, 0.9, 1])
    ax = plots.reliability_bars(edges, count, right, expected).axes[0]
    promised, counted = ax.lines[0], next(line for line in ax.lines if line.get_marker() == "o")
    np.testing.assert_allclose(promised.get_data(), [[0, 2], [55, 0.2]])
    np.testing.assert_allclose(counted.get_data(), [[0, 2], [40, 0.5]])
    assert [label.get_text() for label in ax.get_xticklabels()][2] == "90–100\nn = 1,000"


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
