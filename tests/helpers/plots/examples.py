"""One or two figures of each function of `helpers.plots`, of numbers that tell entries apart."""

import itertools

import numpy as np

from helpers import Network, Var, plots
from helpers.plots import base
from helpers.study import Runs, layer_sizes

MODULES = ("base_look", "autodiff", "gradient_check", "mnist", "noisy_xor", "pen_and_paper")
PARAMETERS = ("W1", "W2", "W3", "b1", "b2", "b3")


def ramp(*shape, start=0.1, stop=2.0):
    """Numbers in rising order."""
    return np.linspace(start, stop, int(np.prod(shape))).reshape(shape)


def base_look():
    alone, ax = base.axes()
    ax.plot([1, 2], [3, 4], label="a")
    base.legend(ax, loc="lower left")
    several, panels = base.axes(2, 3, height=4, width=5, sharex=True)
    panels[0, 0].plot([1, 2], [3, 4], label="a", alpha=0.2)
    panels[0, 0].scatter([1, 2], [3, 4], label="b", alpha=0.3)
    base.legend_above(panels[0, 0], ncols=3)
    default, ax = base.axes()
    ax.plot([1, 2], [3, 4], label="a")
    base.legend_above(ax)
    return {"a legend inside": alone, "several panels": several, "a legend above": default}


def autodiff():
    a, b = Var(2.5), Var(-3)
    g = a * b
    g.backward()
    places = {"a": (0, 1), "b": (0, 0), "g": (1, 0.5)}
    steps = [("g", {"a": 0, "b": 0, "g": 1}), ("a", {"a": 5.25, "b": -0.5, "g": 1})]
    edges = {("a", "g"): 5, ("b", "g"): -0.5}
    x, steps_h = np.sort(ramp(8)), np.array([1e-3, 1e-2, 1e-1])
    curves = {name: (x, x**2, -x) for name in ("under", "right", "over")}
    losses = np.array([[3, 5, 4], [1, 4, 2.0]])
    validation = np.array([[4, 6, 5], [2, 5, 3], [3, 1, 4.0]])
    both = [(losses / k, validation / k) for k in (1, 2, 3)]
    forwards = {"He": ([1, 0.9], [1.1, 1]), "Glorot": ([1, 0.005], [0.7, 1])}
    X, t, grid = ramp(9, 2, start=-1, stop=1), np.arange(9) % 2, np.linspace(-1, 1, 5)
    logit = np.add.outer(grid, 2 * grid)
    roads = {"autodiff": ramp(5) * 1e-16, "steps": ramp(5)[::-1] * 1e-9, "complex": 0 * ramp(5)}
    free, crossed = np.array([1e-12, 1e-13, np.nan]), np.array([np.nan, 1e-2, 3e-2])
    column = ramp(4, 1, start=-1, stop=2)
    return {
        "var_graph": plots.var_graph(g, {"a": a, "b": b, "g": g}, places),
        "backward_orders": plots.backward_orders(
            {"one": steps, "other": steps[::-1]}, {"a": (0, 0), "b": (1, 0), "g": (0.5, 1)}, edges
        ),
        "path_calls": plots.path_calls([1, 2, 3, 4, 5, 6], [1, 3, 7, 15, 31, 63]),
        "signal_by_depth": plots.signal_by_depth({"ReLU": forwards, "tanh": forwards}),
        "three_fits": plots.three_fits(x, x**2, curves, both, 0.1),
        "broadcast_trap": plots.broadcast_trap(column, column - column.T),
        "losses_per_epoch": plots.losses_per_epoch([3.0, 2.0, 1.5]),
        "probability_map": plots.probability_map(X, t, grid, logit),
        "four_roads": plots.four_roads(roads, {"W1": 2, "b1": 1, "W2": 2}),
        "steps_and_kinks": plots.steps_and_kinks(steps_h, free, crossed, steps_h**2, [0, 3, 7]),
    }


def gradient_check():
    x, steps = ramp(8, 1), np.logspace(-5, -1, 5)
    g = {name: ramp(2, 3) * (k + 1) for k, name in enumerate(PARAMETERS)}
    n = {name: 1.5 * each for name, each in g.items()}
    errors = {
        f"fault {k}": {p: 10.0 ** (-j - k) for j, p in enumerate(PARAMETERS)} for k in range(3)
    }
    remainders = {"right": steps**2, "wrong": 0.1 * steps}
    judged = {"right": np.array([2, 3]), "wrong": np.array([0, 1])}
    ratios = np.array([[1.0, 0.0, np.inf], [np.nan, -2.04, 1 + 1e-9], [1.001, -np.inf, 12.3]])
    vs = {f"way {k}": ramp(5) * 10.0**-k for k in range(4)} | {"way 1": np.zeros(5)}
    return {
        "regression_fit": plots.regression_fit(
            x, x**2, x[:5], {"before": x[:5], "middle": 2 * x[:5], "after": -x[:5]}, [3.0, 2.0, 1.0]
        ),
        "gradient_scatter": plots.gradient_scatter(g, n),
        "relative_error_bars": plots.relative_error_bars(errors),
        "v_curve": plots.v_curve(steps, vs),
        "relu_kink": plots.relu_kink({0: 0.5, 0.25: 0.75}),
        "relu_kink of one step": plots.relu_kink({}, (0.3,)),
        "taylor_slopes": plots.taylor_slopes(steps, remainders, judged, floor=1e-9),
        "fingerprints": plots.fingerprints(errors),
        "entry_ratios": plots.entry_ratios({"A": ratios, "B": ratios.T[:2]}),
    }


def mnist():
    images = (np.arange(7 * 28 * 28) % 251).reshape(7, 28, 28).astype(np.uint8)
    matrix = np.arange(100).reshape(10, 10)
    curves = {name: ramp(6, 2) * k for k, name in enumerate(("training", "test", "a", "b"), 1)}
    wide = {"training": np.geomspace(0.02, 30, 12).reshape(6, 2)}
    accuracy = {n: 90 + ramp(3, 2) * k for k, n in enumerate(("linear", "tanh", "ReLU"), 1)}
    count, right = np.array([10, 0, 1000]), np.array([6, 0, 995])
    norms = {"relu": ramp(30, 2), "sigmoid": ramp(30, 2)[::-1]}
    deviations = {"half": [0.2, 0.1], "He's": [0.4, 0.4], "twice": [0.8, 1.6]}
    losses = {"half": [2.3, 2.2], "He's": [2.3, 1.0], "twice": [30.0, 3]}
    return {
        "digit_images": plots.digit_images(images, [f"no. {n}" for n in range(7)], columns=4),
        "digit_images in a row": plots.digit_images(images[:2], ["a", "b"]),
        "loss_and_accuracy": plots.loss_and_accuracy(curves, "batch 64"),
        "loss_and_accuracy over a wide range": plots.loss_and_accuracy(wide, ""),
        "weight_images": plots.weight_images(ramp(10, 784, start=-3)),
        "confusion": plots.confusion(matrix),
        "confusion on a given scale": plots.confusion(matrix, darkest=200),
        "errors_by_learning_rate": plots.errors_by_learning_rate([0.1, 1, 10], accuracy),
        "reliability_bars": plots.reliability_bars(
            np.array([0, 0.5, 0.9, 1]), count, right, np.array([4.5, 0, 998])
        ),
        "gradient_norms": plots.gradient_norms(norms),
        "gradient_norms over four steps": plots.gradient_norms(norms, 4),
        "signal_by_layer": plots.signal_by_layer(deviations, losses),
    }


def invented(keys):
    """Runs of a study that nobody trained: three training sets, two starts."""
    runs = {}
    for k, (depth, width, *_) in enumerate(keys):
        net = Network(layer_sizes(depth, width), "tanh", seed=k)
        theta = np.stack([[net.theta * (1 + r - s) for r in range(2)] for s in range(3)])
        loss = 0.02 * k + np.array([[0.1, 0.2], [0.3, 0.15], [0.05, 0.4]])
        runs[keys[k]] = Runs(net, theta, theta, loss)
    return runs


def noisy_xor():
    X, t = ramp(8, 2, start=-0.5, stop=1.5), (np.arange(8) % 2)[:, None]
    keys = list(itertools.product((0, 1, 2, 3), (1, 2, 3)))
    runs, rates = invented(keys), invented(list(itertools.product((1, 3), (2, 3), (0.2, 0.01))))
    grid, net = np.linspace(-1, 2, 31), Network([2, 2, 1], "tanh", seed=3)
    logits = {key: [np.broadcast_to(grid - 0.25, (31, 31)), np.ones((31, 31))] for key in keys}
    a, broken = np.linspace(0, 1, 5), np.array([0, 1, 2, np.inf, np.nan])
    rows = {"b − a": (ramp(5), (0.2, 0.9)), "c − a": (-ramp(5), (-0.9, 0.1))}
    return {
        "xor_sets": plots.xor_sets({"one": (X, t), "two": (X[:5], t[:5])}),
        "two_forms": plots.two_forms(
            a, {"good": a, "bad": broken, "other": a**2}, {"good": a, "bad": broken, "other": -a}
        ),
        "learning_curves": plots.learning_curves(
            {"a": [3, 2, 1], "b": [3, 2.5], "c": [1, 1.5], "d": [2, 1]}, floor=0.5
        ),
        "study_heatmap": plots.study_heatmap(runs),
        "study_heatmap with a title": plots.study_heatmap(runs, "A title"),
        "study_by_set": plots.study_by_set(runs),
        "study_by_set of three widths": plots.study_by_set(runs, widths=(1, 2, 3)),
        "paired_differences": plots.paired_differences({"loss": rows, "solved": rows}),
        "study_rates": plots.study_rates({"one": rates, "two": rates}),
        "study_dots": plots.study_dots(runs, {"floor": 0.1, "chance": 0.69}),
        "boundary_grid": plots.boundary_grid(runs, logits, grid, X, t),
        "hidden_space": plots.hidden_space(
            net, np.stack([net.theta, -net.theta]), ["before", "after"], X, t
        ),
        "hidden_space_frame": plots.hidden_space_frame(net, "epoch 7", X, t),
    }


def pen_and_paper():
    values = {"x": ramp(3), "W1": ramp(2, 3, start=-1), "b1": [0.1, -0.2], "a": [0.5, None]}
    values |= {"z": [0.46, 0.2], "W2": [[0.3, 0.4]], "b2": [0.1], "y": [0.318], "t": [0.5]}
    etas = np.linspace(0, 1, 11)
    losses = (etas - 0.3) ** 2 + 1
    return {
        "computational_graph": plots.computational_graph(values | {"L": 0.03}),
        "computational_graph with gradients": plots.computational_graph(
            values | {"L": 0.9}, {"y": [-0.36], "W2": [[-0.17, 0.5]], "b2": [-0.36], "W1": "text"}
        ),
        "loss_along_gradient": plots.loss_along_gradient(etas, losses, slope=-0.6, eta=0.8),
        "loss_along_gradient beyond zero": plots.loss_along_gradient(etas, losses, -2.0, 0.1),
    }
