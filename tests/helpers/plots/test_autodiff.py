"""Notebook 3's figures show the numbers that they are given."""

import numpy as np
import pytest

from helpers import Var, plots

rng = np.random.default_rng(0)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_a_graph_shows_values_derivatives_and_gradients():
    a, b = Var(2), Var(-3)
    f = a * b
    f.backward()
    names, places = {"a": a, "b": b, "f": f}, {"a": (0, 1), "b": (0, 0), "f": (1, 0.5)}
    shown = texts(plots.var_graph(f, names, places).axes[0])
    assert {"a\n2", "b\n−3", "f = ×\n−6"} <= set(shown)
    assert {"grad −3", "grad 2", "grad 1"} <= set(shown)
    assert shown.count("−3") == shown.count("2") == 1  # on the edges


def test_a_graph_whose_input_was_made_anew_says_so():
    a, b = Var(2), Var(-3)
    f = a * b
    names, places = {"a": Var(2), "b": b, "f": f}, {"a": (0, 1), "b": (0, 0), "f": (1, 0.5)}
    with pytest.raises(ValueError, match=r"f was computed from Var\(value=2.* run all the cells"):
        plots.var_graph(f, names, places)


def test_the_orders_show_each_step():
    steps = [("f", {"a": 0, "f": 1}), ("a", {"a": 5, "f": 1})]
    places, edges = {"a": (0, 0), "f": (0, 1)}, {("a", "f"): 5}
    fig = plots.backward_orders({"one": steps, "other": steps[::-1]}, places, edges)
    assert [ax.get_title() for ax in fig.axes] == [
        "1. f passes on",
        "2. a passes on",
        "1. a passes on",
        "2. f passes on",
    ]
    assert ["a\ngrad 0" in texts(ax) for ax in fig.axes] == [True, False, False, True]


def test_the_calls_and_the_nodes_are_curves():
    ax = plots.path_calls([1, 2, 3, 4, 5], [1, 3, 7, 15, 31]).axes[0]
    assert [list(line.get_ydata()) for line in ax.lines] == [[1, 3, 7, 15, 31], [1, 2, 3, 4, 5]]
    assert "31" in texts(ax)


def test_each_initialisation_is_a_curve_forwards_and_backwards():
    panels = {
        "ReLU": {"He": ([1, 1], [1, 0.9]), "Glorot": ([1, 0.7], [0.7, 1])},
        "tanh": {"He": ([1, 0.6], [1.1, 1])},
    }
    axes = plots.signal_by_depth(panels).axes
    assert [ax.get_title() for ax in axes] == ["ReLU", "tanh", "", ""]
    assert [line.get_label() for line in axes[0].lines] == ["He", "Glorot"]
    assert [list(ax.lines[0].get_ydata()) for ax in axes[1::2]] == [[1, 0.6], [1.1, 1]]


def test_the_fits_stand_above_their_losses():
    x, t = rng.normal(size=(2, 8))
    curves = {name: (np.sort(x), t, -t) for name in ("under", "right")}
    training = np.array([[3, 5, 4], [1, 4, 2.0]])
    validation = np.array([[4, 6, 5], [2, 5, 3], [3, 1, 4.0]])
    axes = plots.three_fits(x, t, curves, [(training, validation)] * 2, 0.1).axes
    assert [ax.get_title() for ax in axes[:2]] == ["under", "right"]
    assert list(axes[0].lines[1].get_ydata()) == list(-t)  # the best below, then the end
    for ax in axes[2:]:
        lines = {line.get_label(): line for line in ax.lines}
        assert list(lines["training"].get_ydata()) == [4, 2]
        assert list(lines["validation"].get_ydata()) == [3, 3]
        least = lines["least validation loss"].get_xydata().tolist()
        assert least == [[1, 2], [2, 1], [1, 3]]


def test_errors_stand_apart_for_parameters_with_a_kink():
    steps = np.array([1e-3, 1e-2])
    free, crossed, smooth = np.array([1e-12, 1e-13]), np.array([np.nan, 1e-2]), steps**2
    upper, lower = plots.steps_and_kinks(steps, free, crossed, smooth, [0, 7]).axes
    assert [list(line.get_ydata()) for line in upper.lines[:2]] == [list(smooth), list(free)]
    assert list(lower.lines[0].get_ydata()) == [0, 7]


def test_the_trap_shows_both_shapes_on_one_scale():
    column = rng.normal(size=(4, 1))
    left, right, _ = plots.broadcast_trap(column, column - column.T).axes
    assert (left.get_title(), right.get_title()) == ("(4, 1)", "(4, 4)")
    assert left.images[0].get_clim() == right.images[0].get_clim()


@pytest.mark.parametrize("n", [1, 6])
def test_every_loss_is_a_point(n):
    losses = rng.uniform(size=n)
    (line,) = plots.losses_per_epoch(losses).axes[0].lines
    np.testing.assert_array_equal(line.get_ydata(), losses)
    assert line.get_marker() == "o"


def test_the_map_shows_every_point_by_its_class():
    X, t = rng.uniform(-1, 1, (9, 2)), np.arange(9) % 2
    grid = np.linspace(-1, 1, 5)
    ax = plots.probability_map(X, t, grid, rng.uniform(size=(5, 5))).axes[0]
    assert [len(line.get_xdata()) for line in ax.lines] == [5, 4]


def test_differences_of_zero_stand_on_the_floor():
    differences = {"autodiff": np.array([0, 1e-16]), "central difference": np.array([1e-11, 0])}
    ax = plots.four_roads(differences, {"W1": 1, "b1": 1}).axes[0]
    heights = [line.get_ydata() for line in ax.lines[:2]]
    assert heights[0][0] == heights[1][1] == ax.get_yticks()[0]
    assert heights[0][1] == 1e-16 and heights[1][0] == 1e-11
    assert ax.get_yticklabels()[0].get_text() == "0"
