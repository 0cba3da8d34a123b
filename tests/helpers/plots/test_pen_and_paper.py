"""Notebook 01's figures show the numbers that they are given."""

import numpy as np
import pytest

from helpers import plots

SHAPES = {"x": 3, "W1": (2, 3), "b1": 2, "a": 2, "z": 2, "W2": (1, 2), "b2": 1, "y": 1, "L": ()}


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def random_values(seed):
    rng = np.random.default_rng(seed)
    return {name: rng.uniform(-9, 9, shape) for name, shape in SHAPES.items()}


def printed(values):
    """Return every entry as the figure writes it."""
    entries = np.concatenate([np.ravel(value) for value in values.values()])
    return [f"{entry:.2f}".replace("-", "−") for entry in entries]


@pytest.mark.parametrize("seed", range(3))
def test_the_graph_shows_each_value_and_each_gradient(seed):
    values, gradients = random_values(seed), random_values(seed + 10)
    del gradients["x"]
    shown = texts(plots.computational_graph(values, gradients))
    for entry in printed(values) + printed(gradients):
        assert entry in shown


def test_values_stand_above_their_edge_and_gradients_below():
    fig = plots.computational_graph({"a": [1.11, 2.22]}, {"a": [3.33, 4.44]})
    height = {text.get_text(): text.get_position()[1] for text in fig.axes[0].texts}
    assert height["1.11"] > height["3.33"] > height["2.22"] > height["4.44"]


def test_the_graph_shows_what_is_missing_as_a_question():
    answered = random_values(0) | {"a": [None, None], "y": [None], "L": None}
    assert texts(plots.computational_graph(answered)).count("?") == 4
    assert texts(plots.computational_graph({})).count("?") == sum(map(np.prod, SHAPES.values()))


@pytest.mark.parametrize("a", [[[0.3, 0.24]], [[0.3], [0.2, 0.4]], "0,3", ["0,3", None]])
def test_what_is_no_answer_shows_a_question_too(a):
    values = random_values(0)
    assert texts(plots.computational_graph(values | {"a": a})).count("?") >= 1


def test_the_gradient_of_the_loss_itself_is_one():
    assert "1.00" in texts(plots.computational_graph({}, {"y": [0.5]}))


def test_the_loss_is_marked_before_at_its_lowest_and_after_the_step():
    etas = np.linspace(0, 1, 11)
    losses = (etas - 0.3) ** 2 + 1
    (ax,) = plots.loss_along_gradient(etas, losses, slope=-0.6, eta=0.8).axes
    marks = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(marks, [(0, losses[0]), (0.3, 1), (0.8, losses[8])])
