"""Figures of notebook 01: the computational graph, and the loss along the gradient."""

import numpy as np
from matplotlib.figure import Figure

from helpers.plots.base import BLUE, GREY, ORANGE, axes, legend


def computational_graph(values, gradients=None):
    """Draw the 3-2-1 network as a computational graph: values above its edges, gradients below.

    Parameters
    ----------
    values : dict of str to array
        Any of x (3,), W1 (2, 3), b1 (2,), a (2,), z (2,), W2 (1, 2), b2 (1,), y (1,) and L ().
        What is missing or None shows a question mark.
    gradients : dict of str to array, optional
        ∂L/∂ of any of these but x, in the same shapes; that of L itself is 1.
    """
    fig = Figure(figsize=(6.3, 3.9))
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, 6.3), ylim=(0, 3.9))
    ax.set_axis_off()

    inputs = [(0.25, height) for height in (3.65, 2.55, 1.45, 0.35)]
    sums, bends, forks = ([(column, 2.95), (column, 1.05)] for column in (2.15, 2.97, 3.56))
    one, output, square, end = (4.6, 0.35), (4.6, 2), (5.4, 2), (6.15, 2)

    def edge(name, index, start, end, share=0.5, label=""):
        gradient = _entry({"L": 1} | gradients, name, index) if gradients else ""
        texts = _entry(values, name, index), gradient
        _arrow(ax, start, end, starts_free=start in forks, ends_free=end in forks)
        _labels(ax, start, end, share, texts, label)

    for j in range(2):
        # Labels near the start of a steep edge, near the end of a flat one: there they are apart.
        steep = [(i > 1) != j for i in range(4)]
        for i in range(3):
            edge("W1", (j, i), inputs[i], sums[j], share=0.23 if steep[i] else 0.63)
        edge("b1", (j,), inputs[3], sums[j], share=0.23 if steep[3] else 0.63)
        edge("a", (j,), sums[j], bends[j], label=f"$a_{j + 1}$")
        edge("z", (j,), bends[j], forks[j], share=0.64, label=f"$z_{j + 1}$")
        edge("W2", (0, j), forks[j], output)
    edge("b2", (0,), one, output, share=0.4)
    edge("y", (0,), output, square, label="$y$")
    edge("L", (), square, end, share=0.58, label="$L$")

    for i in range(3):
        _node(ax, inputs[i], f"$x_{i + 1}$")
        below = inputs[i][0], inputs[i][1] - 0.28
        ax.text(*below, _entry(values, "x", (i,)), color=BLUE, ha="center", va="center", fontsize=8)
    for place in (inputs[3], one):
        _node(ax, place, "1")
    for place in (*sums, output):
        _node(ax, place, "Σ")
    for place in bends:
        _node(ax, place, "tanh", fontsize=6.5)
    _node(ax, square, "$(y-t)^2$", fontsize=5.8)
    if gradients:
        key = (4.95, 3.6), (6.15, 3.6)
        ax.plot(*zip(*key, strict=True), color=GREY, linewidth=0.9)
        _labels(ax, *key, 0.5, ("value", "gradient of L"))
    return fig


NODE = 0.19  # radius, in inches


def _entry(named, name, index):
    """Return one entry of a named array, with two decimals and a true minus; or "?"."""
    try:
        entries = np.array(named.get(name), dtype=float)  # None becomes nan
        entry = (entries if entries.size == 1 else entries[index]).item()
    except (ValueError, IndexError):  # a learner's answer of another shape, or a text
        return "?"
    return "?" if np.isnan(entry) else f"{entry:.2f}".replace("-", "\N{MINUS SIGN}")


def _node(ax, place, text, fontsize=9):
    ax.plot(*place, "o", markersize=2 * 72 * NODE, markerfacecolor="white", color="black", zorder=3)
    ax.text(*place, text, ha="center", va="center", fontsize=fontsize, zorder=4)


def _arrow(ax, start, end, starts_free, ends_free):
    """Draw an edge between two nodes; a free end has no node, so the line goes all the way."""
    style = {
        "arrowstyle": "-" if ends_free else "-|>,head_width=0.12,head_length=0.3",
        "color": GREY,
        "linewidth": 0.9,
        "shrinkA": 0 if starts_free else 72 * NODE,
        "shrinkB": 0 if ends_free else 72 * NODE,
    }
    ax.annotate("", end, start, arrowprops=style, zorder=1)


def _labels(ax, start, end, share, texts, name=""):
    """Write one text above and one below an edge, along it, and its name above both."""
    start, end = np.array(start), np.array(end)
    along = (end - start) / np.linalg.norm(end - start)
    up = np.array([-along[1], along[0]])
    middle = start + share * (end - start)
    style = {
        "ha": "center",
        "va": "center",
        "rotation": np.degrees(np.arctan2(along[1], along[0])),
        "rotation_mode": "anchor",
        "zorder": 2,
    }
    for side, text, colour in zip((1, -1), texts, (BLUE, ORANGE), strict=True):
        colour = GREY if text == "?" else colour
        ax.text(*(middle + side * 0.085 * up), text, color=colour, fontsize=8, **style)
    ax.text(*(middle + 0.24 * up), name, fontsize=9, **style)


def loss_along_gradient(etas, losses, slope, eta):
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
