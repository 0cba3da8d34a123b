"""Figures of notebook 01: the computational graph, and the loss along the gradient."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from helpers.plots.base import BLUE, GREY, ORANGE, PINK, axes, legend
from helpers.types import Array

# Where things stand, in inches: x₁, x₂, x₃ and the 1 of b₁; for each hidden unit its sum, its tanh
# and where z parts; then the output layer.
INPUTS = [(0.25, height) for height in (3.65, 2.55, 1.45, 0.35)]
SUMS, BENDS, FORKS = ([(column, 2.95), (column, 1.05)] for column in (2.13, 2.99, 3.57))
ONE, OUTPUT, SQUARE, END = (4.56, 0.35), (4.56, 2.0), (5.46, 2.0), (6.15, 2.0)
NODE = 0.19  # radius of a node

Point: TypeAlias = tuple[float, float]
Named: TypeAlias = Mapping[str, ArrayLike | None]
Arrays: TypeAlias = Mapping[str, Array]

# How each number follows from its neighbours in the graph: values v, and gradients d.
Rule: TypeAlias = Callable[[Arrays, Arrays], Array]
FORWARD: dict[str, Rule] = {
    "a": lambda v, d: v["W1"] @ v["x"] + v["b1"],
    "z": lambda v, d: np.tanh(v["a"]),
    "y": lambda v, d: v["W2"] @ v["z"] + v["b2"],
    "L": lambda v, d: (v["y"] - v["t"]) ** 2,
}
BACKWARD: dict[str, Rule] = {
    "y": lambda v, d: 2 * (v["y"] - v["t"]),
    "b2": lambda v, d: d["y"],
    "W2": lambda v, d: np.outer(d["y"], v["z"]),
    "z": lambda v, d: d["y"] @ v["W2"],
    "a": lambda v, d: d["z"] * (1 - v["z"] ** 2),
    "b1": lambda v, d: d["a"],
    "W1": lambda v, d: np.outer(d["a"], v["x"]),
}
ROUNDING = 0.02  # how far two decimals, here and at the neighbours, may move a number


def computational_graph(values: Named, gradients: Named | None = None) -> Figure:
    """Draw the 3-2-1 network as a computational graph: values above its edges, gradients below.

    Parameters
    ----------
    values : dict of str to array
        Any of x (3,), W1 (2, 3), b1 (2,), a (2,), z (2,), W2 (1, 2), b2 (1,), y (1,), t (1,) and
        L (). What is missing or None shows a question mark; so does, after it, a number that does
        not follow from its neighbours.
    gradients : dict of str to array, optional
        ∂L/∂ of any of these but x, in the same shapes; that of L itself is 1.
    """
    fig = Figure(figsize=(6.3, 3.9))
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, 6.3), ylim=(0, 3.9))
    ax.set_axis_off()
    _draw_edges(ax, values, gradients)
    _draw_nodes(ax, values)
    if gradients:
        key = (4.95, 3.6), (6.15, 3.6)
        ax.plot(*zip(*key, strict=True), color=GREY, linewidth=0.9)
        _labels(ax, *key, 0.5, ("value", "gradient of L"))
    return fig


def _doubtful(values: Named, gradients: Named) -> tuple[Arrays, Arrays]:
    """Return for values and for gradients which entries do not follow from their neighbours."""
    v, d = _arrays(values), _arrays(gradients)
    return (
        {name: _differs(v[name], FORWARD[name], v, d) for name in FORWARD.keys() & v.keys()},
        {name: _differs(d[name], BACKWARD[name], v, d) for name in BACKWARD.keys() & d.keys()},
    )


def _arrays(named: Named) -> dict[str, Array]:
    """Return those that are numbers."""
    arrays = {}
    for name, value in named.items():
        try:
            arrays[name] = np.array(value, dtype=float)
        except ValueError:  # a learner's answer of several lengths, or a text
            continue
    return arrays


@np.errstate(all="ignore")
def _differs(given: Array, rule: Rule, v: Arrays, d: Arrays) -> Array:
    """Return which entries differ from what follows by a rule; none if nothing does."""
    try:
        return abs(given - np.reshape(rule(v, d), given.shape)) > ROUNDING
    except (KeyError, ValueError):  # a neighbour is missing, or has another shape
        return np.zeros(given.shape, bool)


def _draw_edges(ax: Axes, values: Named, gradients: Named | None) -> None:
    doubtful = _doubtful(values, gradients or {})

    def edge(
        name: str,
        index: tuple[int, ...],
        start: Point,
        end: Point,
        share: float = 0.5,
        label: str = "",
    ) -> None:
        sides = values, {"L": 1, **gradients} if gradients else None
        texts = [
            "" if side is None else _entry(side, name, index) + _doubt(doubts, name, index)
            for side, doubts in zip(sides, doubtful, strict=True)
        ]
        _arrow(ax, start, end, starts_free=start in FORKS, ends_free=end in FORKS)
        _labels(ax, start, end, share, texts, label)

    for j in range(2):
        # Labels near the start of a steep edge, near the end of a flat one: there they are apart.
        steep = [(i > 1) != j for i in range(4)]
        for i in range(3):
            edge("W1", (j, i), INPUTS[i], SUMS[j], share=0.23 if steep[i] else 0.63)
        edge("b1", (j,), INPUTS[3], SUMS[j], share=0.23 if steep[3] else 0.63)
        edge("a", (j,), SUMS[j], BENDS[j], label=f"$a_{j + 1}$")
        edge("z", (j,), BENDS[j], FORKS[j], share=0.64, label=f"$z_{j + 1}$")
        edge("W2", (0, j), FORKS[j], OUTPUT)
    edge("b2", (0,), ONE, OUTPUT, share=0.4)
    edge("y", (0,), OUTPUT, SQUARE, label="$y$")
    edge("L", (), SQUARE, END, share=0.58, label="$L$")


def _draw_nodes(ax: Axes, values: Named) -> None:
    for i, (x, y) in enumerate(INPUTS[:3]):
        _node(ax, (x, y), f"$x_{i + 1}$")
        value = _entry(values, "x", (i,))
        ax.text(x, y - 0.28, value, color=BLUE, ha="center", va="center", fontsize=8)
    for place in (INPUTS[3], ONE):
        _node(ax, place, "1")
    for place in (*SUMS, OUTPUT):
        _node(ax, place, "Σ")
    for place in BENDS:
        _node(ax, place, "tanh", fontsize=6.5)
    _node(ax, SQUARE, "$(y-t)^2$", fontsize=5.8)
    if "t" in values:
        place = (SQUARE[0], SQUARE[1] - 0.32)
        text = f"$t$ = {_entry(values, 't', (0,))}"
        ax.text(*place, text, color=BLUE, ha="center", va="center", fontsize=8)


def _pick(entries: Array, index: tuple[int, ...]) -> float:
    return float((entries if entries.size == 1 else entries[index]).item())


def _doubt(doubts: Arrays, name: str, index: tuple[int, ...]) -> str:
    try:
        return "?" if name in doubts and _pick(doubts[name], index) else ""
    except (ValueError, IndexError):
        return ""


def _entry(named: Named, name: str, index: tuple[int, ...]) -> str:
    """Return one entry of a named array, with two decimals and a true minus; or "?"."""
    try:
        entry = _pick(np.array(named.get(name), dtype=float), index)  # None becomes nan
    except (ValueError, IndexError):  # a learner's answer of another shape, or a text
        return "?"
    return "?" if np.isnan(entry) else f"{entry:.2f}".replace("-", "\N{MINUS SIGN}")


def _node(ax: Axes, place: Point, text: str, fontsize: float = 9) -> None:
    ax.plot(*place, "o", markersize=2 * 72 * NODE, markerfacecolor="white", color="black", zorder=3)
    ax.text(*place, text, ha="center", va="center", fontsize=fontsize, zorder=4)


def _arrow(ax: Axes, start: Point, end: Point, starts_free: bool, ends_free: bool) -> None:
    """Draw an edge between two nodes; a free end has no node, so the line goes all the way."""
    style = {
        "arrowstyle": "-" if ends_free else "-|>,head_width=0.12,head_length=0.3",
        "color": GREY,
        "linewidth": 0.9,
        "shrinkA": 0 if starts_free else 72 * NODE,
        "shrinkB": 0 if ends_free else 72 * NODE,
    }
    ax.annotate("", end, start, arrowprops=style, zorder=1)


def _labels(
    ax: Axes, start: Point, end: Point, share: float, texts: Sequence[str], name: str = ""
) -> None:
    """Write one text above and one below an edge, along it, and its name above both."""
    way = np.subtract(end, start)
    along = way / np.linalg.norm(way)
    up = np.array([-along[1], along[0]])
    middle = start + share * way
    style: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "rotation": np.degrees(np.arctan2(along[1], along[0])),
        "rotation_mode": "anchor",
        "zorder": 2,
    }
    for side, text, colour in zip((1, -1), texts, (BLUE, ORANGE), strict=True):
        colour = GREY if text == "?" else PINK if text.endswith("?") else colour
        weight = "bold" if colour == PINK else "normal"
        x, y = middle + side * 0.085 * up
        ax.text(x, y, text, color=colour, fontsize=8, fontweight=weight, **style)
    x, y = middle + 0.24 * up
    ax.text(x, y, name, fontsize=9, **style)


def loss_along_gradient(etas: Array, losses: Array, slope: float, eta: float) -> Figure:
    """Draw the loss after one step of gradient descent against the learning rate.

    Parameters
    ----------
    etas, losses : arrays, shape (S,)
        Learning rates, from 0, and the loss after a step with each.
    slope : float
        Of the loss at learning rate 0: −‖∇L‖².
    eta : float
        The learning rate to point out; one of `etas`.
    """
    fig, ax = axes(height=3.3)
    tangent = losses[0] + slope * etas
    seen = tangent >= 0
    ax.plot(etas[seen], tangent[seen], "--", color=GREY, label="what the gradient promises")
    ax.plot(etas, losses, color=BLUE, label="the loss after the step")
    ax.axhline(losses[0], color=GREY, linewidth=0.8, linestyle=":")
    taken, best = np.argmin(abs(etas - eta)), np.argmin(losses)
    notes = ((0, "before", (8, 6)), (best, "lowest", (0, 9)), (taken, f"$\\eta$ = {eta}", (-10, 6)))
    for i, text, offset in notes:
        ax.plot(etas[i], losses[i], "o", color=ORANGE, clip_on=False, zorder=3)
        side = "right" if offset[0] < 0 else "center" if offset[0] == 0 else "left"
        ax.annotate(text, (etas[i], losses[i]), offset, textcoords="offset points", ha=side)
    ax.set(
        xlabel="learning rate $\\eta$ of one step",
        ylabel="loss $L$",
        ylim=(0, None),
        xlim=(0, None),
    )
    legend(ax, loc="upper left", bbox_to_anchor=(0.12, 1))
    return fig
