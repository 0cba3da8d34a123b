"""Notebook 01's figures show the numbers that they are given."""

import numpy as np
import pytest

from helpers import plots

SHAPES = {"x": 3, "W1": (2, 3), "b1": 2, "a": 2, "z": 2, "W2": (1, 2), "b2": 1, "y": 1, "L": ()}


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def random_values(seed):
    """Return values of which none follows from another."""
    rng = np.random.default_rng(seed)
    return {name: rng.uniform(-9, 9, shape) for name, shape in SHAPES.items()}


def step(seed=0):
    """Return the values and gradients of a random network, with two decimals as on paper."""
    v = {name: np.round(value / 9, 1) for name, value in random_values(seed).items()}
    v["t"], v["a"] = np.array([0.5]), np.round(v["W1"] @ v["x"] + v["b1"], 2)
    v["z"] = np.round(np.tanh(v["a"]), 2)
    v["y"] = np.round(v["W2"] @ v["z"] + v["b2"], 2)
    v["L"] = np.round((v["y"] - v["t"]) ** 2, 2).item()
    d = {"y": 2 * (v["y"] - v["t"])}
    d |= {"b2": d["y"], "W2": np.outer(d["y"], v["z"]), "z": d["y"] @ v["W2"]}
    d["a"] = d["b1"] = d["z"] * (1 - v["z"] ** 2)
    d["W1"] = np.outer(d["a"], v["x"])
    return v, {name: np.round(gradient, 2) for name, gradient in d.items()}


def printed(values):
    """Return every entry as the figure writes it."""
    entries = np.concatenate([np.ravel(value) for value in values.values()])
    return [f"{entry:.2f}".replace("-", "−") for entry in entries]


@pytest.mark.parametrize("seed", range(3))
def test_the_graph_shows_each_value_and_each_gradient(seed):
    values, gradients = step(seed)
    shown = texts(plots.computational_graph(values, gradients))
    for entry in printed(values | {"t": []}) + printed(gradients):
        assert entry in shown
    assert "$t$ = 0.50" in shown and not any("?" in text for text in shown)


@pytest.mark.parametrize("name", ["a", "z", "y", "L"])
def test_a_value_that_does_not_follow_from_its_neighbours_is_marked(name):
    values, _ = step()
    wrong = np.array(values[name], float) + 0.3
    shown = texts(plots.computational_graph(values | {name: wrong}))
    for entry in printed({name: wrong}):
        assert f"{entry}?" in shown


@pytest.mark.parametrize("name", ["y", "b2", "W2", "z", "a", "b1", "W1"])
def test_a_gradient_that_does_not_follow_from_its_neighbours_is_marked(name):
    values, gradients = step()
    wrong = gradients[name] + 0.3
    shown = texts(plots.computational_graph(values, gradients | {name: wrong}))
    for entry in printed({name: wrong}):
        assert f"{entry}?" in shown


def test_only_what_is_wrong_and_what_follows_from_it_is_marked():
    values, gradients = step()
    wrong = gradients | {"W1": gradients["W1"] + [[0.3, 0, 0], [0, 0, 0]]}
    shown = texts(plots.computational_graph(values, wrong))
    assert sum(text.endswith("?") for text in shown) == 1


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
