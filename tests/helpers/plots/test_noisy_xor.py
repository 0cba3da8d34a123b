"""Notebook 04's figures show the numbers that they are given."""

from dataclasses import replace

import numpy as np
import pytest

from helpers import Network, plots
from helpers.data import NoisyXOR
from helpers.study import study

DATA = NoisyXOR(40, noise=0.2, seed=0)
SETS = [DATA, NoisyXOR(40, noise=0.2, seed=1), NoisyXOR(40, noise=0.2, seed=2)]


@pytest.fixture(scope="module")
def runs():
    return study(SETS, DATA, repeats=4, epochs=1)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_heatmap_says_mean_and_deviation_and_parameters_of_each_cell(runs):
    cells = texts(plots.study_heatmap(runs).axes[0])
    assert len(cells) == 12
    loss = runs[2, 3].loss
    assert f"{loss.mean():.2f} ± {loss.std(ddof=1):.2f}\n25 parameters" in cells


def test_every_run_is_a_dot_and_every_column_has_its_mean(runs):
    ax = plots.study_dots(runs, {"floor": 0.1}).axes[0]
    dots = [line.get_ydata() for line in ax.lines if line.get_marker() == "o"]
    bars = [line.get_ydata()[0] for line in ax.lines if line.get_color() == "black"]
    np.testing.assert_array_equal(np.sort(np.concatenate(dots)), all_losses(runs))
    np.testing.assert_allclose(sorted(bars), sorted(run.loss.mean() for run in runs.values()))


def all_losses(runs):
    return np.sort(np.concatenate([run.loss.ravel() for run in runs.values()]))


def test_every_training_set_is_a_line_and_the_mean_has_its_error(runs):
    fig = plots.study_by_set(runs, widths=(1, 2, 3))
    ax = fig.axes[3 + 1]  # the losses of width 2
    loss = np.stack([runs[depth, 2].loss.mean(axis=1) for depth in range(4)])
    lines = [line.get_ydata() for line in ax.lines if len(line.get_ydata()) == 4]
    for expected in (*loss.T, loss.mean(axis=1)):
        assert any(np.allclose(line, expected) for line in lines)
    (bars,) = ax.containers
    low, high = np.array([part[:, 1] for part in bars[2][0].get_segments()]).T
    np.testing.assert_allclose((high - low) / 2, loss.std(axis=1, ddof=1) / np.sqrt(3))


def test_the_share_of_solved_runs_is_drawn_above(runs):
    solved = dict(runs)
    final = np.broadcast_to(Network([2, 2, 1], "tanh", seed=0).theta, (3, 4, 9))
    run = solved[1, 2]
    solved[1, 2] = replace(run, final=final)
    assert not solved[1, 2].solved.any()
    ax = plots.study_by_set({(1, 2): solved[1, 2]}, widths=(2,)).axes[0]
    assert all(not np.any(line.get_ydata()) for line in ax.lines)


def test_differences_are_dots_with_an_interval_and_their_mean():
    differences, interval = np.array([0.1, -0.2, 0.7]), (-0.4, 0.8)
    fig = plots.paired_differences({"loss": {"b − a": (differences, interval)}})
    dots, bar, mean, zero = fig.axes[0].lines
    np.testing.assert_array_equal(dots.get_xdata(), differences)
    assert tuple(bar.get_xdata()) == interval
    assert mean.get_xdata() == pytest.approx(0.2)
    assert set(zero.get_xdata()) == {0}
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["b − a"]


def test_rates_have_a_panel_for_each_study_and_width_and_a_line_for_each_depth():
    settings = [(d, w, eta) for d in (1, 3) for w in (2, 3) for eta in (0.2, 0.01)]
    swept = study(SETS, DATA, repeats=2, settings=settings, epochs=1)
    fig = plots.study_rates({"one": swept, "two": swept})
    titles = ["one, width 2", "one, width 3", "two, width 2", "two, width 3"]
    assert [ax.get_title() for ax in fig.axes] == titles
    assert [len(ax.containers) for ax in fig.axes] == [2, 2, 2, 2]
    line = fig.axes[1].containers[1].lines[0]
    np.testing.assert_array_equal(line.get_xdata(), [0.01, 0.2])
    losses = [swept[3, 3, eta].loss.mean() for eta in (0.01, 0.2)]
    np.testing.assert_allclose(line.get_ydata(), losses)
    assert all(ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > max(losses) for ax in fig.axes)


def test_boundaries_are_where_the_logits_are_zero(runs):
    grid = np.linspace(-1, 2, 31)
    tilted = np.broadcast_to(grid - 0.25, (31, 31))  # zero at x₁ = 0.25, whatever x₂
    positive = np.ones((31, 31))
    fig = plots.boundary_grid(
        runs, {cell: [tilted, positive] for cell in runs}, grid, DATA.X, DATA.t
    )
    for ax in fig.axes:
        (boundary,) = [each for each in ax.collections if hasattr(each, "levels")]
        vertices = np.concatenate([path.vertices for path in boundary.get_paths()])
        np.testing.assert_allclose(vertices[:, 0], 0.25, atol=1e-9)


def test_hidden_space_draws_three_boundaries_above_and_one_below():
    net = Network([2, 2, 1], "tanh", seed=3)
    thetas = np.stack([net.theta, -net.theta])
    fig = plots.hidden_space(net, thetas, ["before", "after"], DATA.X, DATA.t)
    boundaries = [sum(hasattr(each, "levels") for each in ax.collections) for ax in fig.axes]
    assert boundaries == [3, 3, 1, 1]


def test_hidden_space_shows_the_points_as_the_hidden_layer_sees_them():
    net = Network([2, 2, 1], "tanh", seed=3)
    fig = plots.hidden_space(net, net.theta[None], ["now"], DATA.X, DATA.t)
    zeros = fig.axes[1].collections[0].get_offsets()
    expected = np.tanh(DATA.X @ net.layers[0].W.T + net.layers[0].b)[DATA.t[:, 0] == 0]
    np.testing.assert_allclose(zeros, expected)


def test_hidden_space_refuses_networks_that_cannot_be_drawn():
    net = Network([2, 3, 1], "tanh")
    with pytest.raises(ValueError, match=r"\[2, 3, 1\]"):
        plots.hidden_space(net, net.theta[None], ["now"], DATA.X, DATA.t)


def test_a_frame_of_the_movie_shows_both_spaces_and_its_time():
    net = Network([2, 2, 1], "tanh", seed=3)
    left, right = plots.hidden_space_frame(net, "epoch 7", DATA.X, DATA.t).axes
    assert (left.get_title(), right.get_title()) == ("input space", "hidden space, epoch 7")
    assert [len(ax.collections) for ax in (left, right)] == [5, 3]  # two classes, and boundaries


def test_every_curve_is_drawn_above_the_floor():
    ax = plots.learning_curves({"training": [3, 2, 1], "validation": [3, 2.5]}, floor=0.5).axes[0]
    training, validation, floor = ax.lines
    assert list(training.get_ydata()) == [3, 2, 1]
    assert list(validation.get_ydata()) == [3, 2.5]
    assert set(floor.get_ydata()) == {0.5}


def test_a_form_that_is_not_finite_ends_with_a_cross():
    a = np.linspace(0, 1, 5)
    broken = np.array([0, 1, 2, np.inf, np.nan])
    ax = plots.two_forms(a, {"good": a, "bad": broken}, {"good": a, "bad": a}).axes[0]
    (cross,) = [line for line in ax.lines if line.get_marker() == "x"]
    assert (cross.get_xdata(), cross.get_ydata()) == (0.5, 2)
