"""Figures of notebook 03: graphs and their orders, initial variances, fits, four roads."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from helpers.autodiff import Var
from helpers.functions import sigmoid
from helpers.plots.base import BLUE, GREEN, GREY, ORANGE, PINK, axes, legend, legend_above
from helpers.types import Array

Positions: TypeAlias = Mapping[str, tuple[float, float]]


def var_graph(output: Var, names: Mapping[str, Var], positions: Positions) -> Figure:
    """Draw the graph behind a `Var`: values in the nodes, gradients below, derivatives on edges.

    Parameters
    ----------
    output : Var
        After ``output.backward()``.
    names : dict
        {name: Var}, every value that `output` depends on.
    positions : dict
        {name: (x, y)}, in units of one node's distance to the next.

    Raises
    ------
    ValueError
        If `output` depends on a value that `names` does not hold.
    """
    _require_parents(names)
    width = max(x for x, _ in positions.values()) - min(x for x, _ in positions.values())
    height = max(y for _, y in positions.values()) - min(y for _, y in positions.values())
    fig = Figure(figsize=(min(6.2, 1.6 + 1.9 * width), 0.9 + 0.85 * height), layout="constrained")
    ax = fig.add_subplot()
    boxes = {}
    for name, var in names.items():
        made = f" = {var.operation}" if var.operation else ""
        boxes[id(var)] = _node(ax, positions[name], f"{name}{made}\n{_number(var.value)}")
        ax.annotate(
            f"grad {_number(var.grad)}", positions[name], (0, -18), ha="center", va="top",
            textcoords="offset points", fontsize=8.5, color=ORANGE,
        )  # fmt: skip
    for var in names.values():
        for parent, derivative in zip(var.parents, var.local_derivatives, strict=True):
            _edge(ax, boxes[id(parent)], boxes[id(var)], derivative)
    _fit(ax, positions, 0.45, 0.6)
    return fig


def _require_parents(names: Mapping[str, Var]) -> None:
    """Refuse values of which one was computed from another that has no name (any more)."""
    known = {id(var) for var in names.values()}
    for name, var in names.items():
        for parent in var.parents:
            if id(parent) not in known:
                raise ValueError(
                    f"{name} was computed from {parent!r}, which is none of {', '.join(names)}. If "
                    "one of these has been made anew since, run all the cells again that make them"
                )


def backward_orders(
    rows: Mapping[str, Sequence[tuple[str, Mapping[str, float]]]],
    positions: Positions,
    edges: Mapping[tuple[str, str], float],
) -> Figure:
    """Draw backward passes step by step, one row per order.

    Parameters
    ----------
    rows : dict
        {title: steps}; a step is (name of the node that passes on, {name: gradient after}).
    positions : dict
        {name: (x, y)}.
    edges : dict
        {(from, to): local derivative}.
    """
    columns = max(len(steps) for steps in rows.values())
    fig = Figure(figsize=(6.2, 3.1 * len(rows)), layout="constrained")
    figure_rows = fig.subfigures(len(rows), 1, squeeze=False).flat
    for figure_row, (title, steps) in zip(figure_rows, rows.items(), strict=True):
        figure_row.suptitle(title, fontsize=9.5, fontweight="bold", x=0.01, ha="left")
        panels = figure_row.subplots(1, columns)
        for number, (ax, (active, grads)) in enumerate(zip(panels, steps, strict=True), start=1):
            boxes = {
                name: _node(ax, place, f"{name}\ngrad {_number(grads[name])}", name == active)
                for name, place in positions.items()
            }
            for (start, end), derivative in edges.items():
                _edge(ax, boxes[start], boxes[end], derivative, end == active)
            ax.set_title(f"{number}. {active} passes on", fontsize=8.5)
            _fit(ax, positions, 0.5, 0.4)
    return fig


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _edge(ax: Axes, start: Text, end: Text, derivative: float, active: bool = False) -> None:
    """Draw an arrow from box to box, with its derivative in the middle."""
    arrow = {
        "arrowstyle": "-|>",
        "color": ORANGE if active else GREY,
        "linewidth": 1.8 if active else 1.2,
        "patchA": start.get_bbox_patch(),
        "patchB": end.get_bbox_patch(),
    }
    ends = end.get_position(), start.get_position()
    ax.annotate("", *ends, arrowprops=arrow, zorder=4)
    x, y = np.mean(ends, axis=0)
    ax.text(
        x, y, _number(derivative), ha="center", va="center", fontsize=8.5,
        color=GREEN, zorder=5,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
    )  # fmt: skip


def _node(ax: Axes, place: tuple[float, float], text: str, highlighted: bool = False) -> Text:
    return ax.text(
        *place, text, ha="center", va="center", fontsize=8.5, zorder=3,
        bbox={
            "boxstyle": "round,pad=0.35",
            "facecolor": "#ffe8d6" if highlighted else "#e8f1f8",
            "edgecolor": ORANGE if highlighted else BLUE,
            "linewidth": 1.6 if highlighted else 1.0,
        },
    )  # fmt: skip


def _fit(ax: Axes, positions: Positions, x_margin: float, y_margin: float) -> None:
    x, y = zip(*positions.values(), strict=True)
    ax.set_xlim(min(x) - x_margin, max(x) + x_margin)
    ax.set_ylim(min(y) - y_margin, max(y) + 0.4)
    ax.axis("off")


def path_calls(nodes: Sequence[int], calls: Sequence[int]) -> Figure:
    """Draw how often backward visits a node: once per path, and once per node.

    Parameters
    ----------
    nodes : sequence of int
        Nodes of a chain x → x + x → …
    calls : sequence of int
        Calls of a recursion that follows every path.
    """
    fig, ax = axes(width=5)
    ax.semilogy(nodes, calls, "o-", color=ORANGE, markersize=4)
    ax.semilogy(nodes, nodes, "s-", color=BLUE, markersize=4)
    ax.annotate("once per path", (nodes[-5], calls[-5]), (-8, 6), ha="right", color=ORANGE,
                textcoords="offset points")  # fmt: skip
    ax.annotate("once per node", (nodes[-5], nodes[-5]), (0, 8), ha="center", color=BLUE,
                textcoords="offset points")  # fmt: skip
    ax.annotate(f"{calls[-1]:,}", (nodes[-1], calls[-1]), (-8, -1), ha="right",
                textcoords="offset points")  # fmt: skip
    ax.set_xticks(range(1, nodes[-1] + 1, 2))
    ax.set_xlabel("nodes in the chain x → x + x → …")
    ax.set_ylabel("visits in one backward pass")
    return fig


def signal_by_depth(
    panels: Mapping[str, Mapping[str, tuple[Sequence[float], Sequence[float]]]],
) -> Figure:
    """Draw the size of a signal forwards, and of the gradient backwards, through a deep network.

    Parameters
    ----------
    panels : dict
        {title: {label: (root mean square of z after each layer, that of ∂L/∂z there)}}; one column
        each. What is below a hundredth is not shown.
    """
    fig, rows = axes(2, len(panels), height=4.6, sharex=True, sharey=True)
    styles = ((ORANGE, "^"), (PINK, "D"), (BLUE, "o"), (GREEN, "s"))
    for column, (title, curves) in zip(rows.T, panels.items(), strict=True):
        for (label, both), (colour, marker) in zip(curves.items(), styles, strict=False):
            for ax, sizes in zip(column, both, strict=True):
                ax.semilogy(sizes, color=colour, marker=marker, markersize=3, label=label)
        column[0].set_title(title, fontsize="medium")
        column[1].set_xlabel("layer")
        column[1].xaxis.set_major_locator(MaxNLocator(integer=True))
    rows[0, 0].set_ylim(0.01, 2)
    rows[0, 0].set_ylabel("forwards: RMS of z")
    rows[1, 0].set_ylabel("backwards: RMS of ∂L/∂z")
    legend_above(rows[0, 0])
    return fig


def three_fits(
    x: Array,
    t: Array,
    curves: Mapping[str, tuple[Array, Array, Array]],
    histories: Sequence[tuple[Array, Array]],
    noise: float,
) -> Figure:
    """Draw fitted functions over the training data, above the losses of many trainings.

    Parameters
    ----------
    x, t : arrays, shape (N,)
        Training data.
    curves : dict
        {title: (x, y at the end, y at the least validation loss)}, x ascending.
    histories : list of (training losses, validation losses), shape (E, R) and (E + 1, R)
        Of R networks, in the same order. Shown are medians over these, and the middle half of the
        validation losses; a dot for each network's least one.
    noise : float
        The loss that the noise alone causes.
    """
    fig, (tops, bottoms) = axes(2, len(curves), height=4.8, sharey="row")
    for ax, (title, (grid, end, best)) in zip(tops, curves.items(), strict=True):
        ax.plot(x, t, ".", color=GREY, markersize=4, alpha=0.6)
        ax.plot(grid, best, color=GREEN, linewidth=3, alpha=0.8, label="stopped early")
        ax.plot(grid, end, color=BLUE, linewidth=1.3, label="at the end")
        ax.set_title(title, fontsize="medium")
        ax.set_xlabel("x, standardised")
    for ax, (training, validation) in zip(bottoms, histories, strict=True):
        later, epochs = validation[1:], np.arange(1, len(validation))
        ax.fill_between(epochs, *np.percentile(later, [25, 75], axis=1), color=ORANGE, alpha=0.25)
        ax.loglog(epochs, np.median(training, axis=1), color=BLUE, label="training")
        ax.loglog(epochs, np.median(later, axis=1), color=ORANGE, label="validation")
        ax.plot(epochs[later.argmin(axis=0)], later.min(axis=0), "o", color=GREEN, markersize=3,
                label="least validation loss")  # fmt: skip
        ax.axhline(noise, color=GREY, linewidth=1, linestyle=":", label="noise alone")
        ax.set_xlabel("epoch")
        ax.set_ylim(noise / 3, 1)
    tops[0].set_ylabel("standardised")
    bottoms[0].set_ylabel("half mean squared error")
    legend(tops[0])
    legend_above(bottoms[0])
    return fig


def broadcast_trap(column: Array, matrix: Array) -> Figure:
    """Draw residuals (N, 1) beside the (N, N) that a forgotten axis makes of them.

    Parameters
    ----------
    column : array, shape (N, 1)
    matrix : array, shape (N, N)
    """
    fig, (left, right) = axes(columns=2, height=3.4, width=5.2, width_ratios=[1, 6])
    limit = np.abs(matrix).max()
    for ax, residuals in ((left, column), (right, matrix)):
        picture = ax.imshow(residuals, cmap="PuOr", vmin=-limit, vmax=limit, aspect="auto")
        ax.spines[:].set_visible(True)
        ax.set_title(f"{residuals.shape}", fontsize="medium")
        ax.set_ylabel("output n" if ax is left else "")
    left.set_xticks([])
    right.set_xlabel("target m")
    fig.colorbar(picture, label="output n − target m")
    return fig


def losses_per_epoch(losses: Sequence[float]) -> Figure:
    """Draw the mean loss before any update and after each epoch, one point each.

    Parameters
    ----------
    losses : sequence of float
    """
    fig, ax = axes(width=5)
    ax.plot(range(len(losses)), losses, "o-", color=BLUE)
    ax.set_xticks(range(len(losses)))
    ax.set_xlabel("full-batch updates")
    ax.set_ylabel("mean loss ½(y − t)²")
    ax.margins(y=0.15)
    return fig


def probability_map(X: Array, t: Array, grid: Array, logit: Array) -> Figure:
    """Draw a classifier's probability over the plane, its boundary, and the data.

    Parameters
    ----------
    X, t : arrays, shape (N, 2) and (N,)
        Points, and their classes 0 or 1.
    grid : array, shape (S,)
        Coordinates, the same on both axes.
    logit : array, shape (S, S)
        At (grid[j], grid[i]) in row i, column j: linear in pieces, so that its zero is, too.
    """
    fig, ax = axes(height=3.8, width=4.6)
    levels = np.linspace(0, 1, 11)
    field = ax.contourf(grid, grid, sigmoid(logit), levels=levels, cmap="PuOr", alpha=0.5)
    ax.contour(grid, grid, logit, levels=[0], colors="black", linewidths=1.5)
    for k, marker, colour in ((0, "o", "#b35806"), (1, "^", "#542788")):
        ax.plot(*X[t == k].T, marker, color=colour, markeredgecolor="white", markersize=5,
                label=f"t = {k}")  # fmt: skip
    fig.colorbar(field, label="probability of class 1")
    ax.set_aspect("equal")
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
    legend_above(ax)
    return fig


def four_roads(differences: Mapping[str, Array], blocks: Mapping[str, int]) -> Figure:
    """Draw how far other roads to a gradient are from backprop, parameter by parameter.

    Parameters
    ----------
    differences : dict
        {road: |difference| (P,), relative to the largest entry of the gradient}.
    blocks : dict
        {name: number of entries}: W1, b1, …, in the order of the vector.
    """
    fig, ax = axes(height=3.6)
    floor = 1e-18
    styles = (("s", BLUE), ("^", GREEN), ("o", ORANGE))
    for (road, difference), (marker, colour) in zip(differences.items(), styles, strict=False):
        ax.semilogy(np.maximum(difference, floor), marker, color=colour, markersize=3.5,
                    label=road, linestyle="none")  # fmt: skip
    ends = np.cumsum(list(blocks.values()))
    for name, start, end in zip(blocks, [0, *ends[:-1]], ends, strict=True):
        ax.axvline(end - 0.5, color=GREY, linewidth=0.5)
        ax.text((start + end - 1) / 2, 1.02, name, ha="center", fontsize=8,
                transform=ax.get_xaxis_transform())  # fmt: skip
    ax.axhline(2.2e-16, color=GREY, linewidth=1, linestyle=":")
    ax.annotate("float64's last digit", (ends[-1], 2.2e-16), (-2, 3), ha="right", fontsize=8,
                textcoords="offset points", color=GREY)  # fmt: skip
    ax.set_ylim(floor / 3, 1e-7)
    ax.set_yticks([1e-18, 1e-16, 1e-14, 1e-12, 1e-10, 1e-8],
                  ["0", *(f"$10^{{{k}}}$" for k in (-16, -14, -12, -10, -8))])  # fmt: skip
    ax.set_xlabel("parameter")
    ax.set_ylabel("distance to backprop /\nlargest entry of the gradient")
    legend(ax, loc="upper center", ncols=3, bbox_to_anchor=(0.5, 0.98))
    return fig


def steps_and_kinks(
    steps: Array, free: Array, crossed: Array, tanh: Array, counts: Sequence[int]
) -> Figure:
    """Draw the error of the central difference against its step, apart for parameters with a kink.

    Parameters
    ----------
    steps : array, shape (S,)
    free, crossed : arrays, shape (S,)
        Relative error over the parameters whose steps switch no ReLU, and over the others; nan
        where there are none.
    tanh : array, shape (S,)
        The error of the same network with tanh.
    counts : sequence of int
        How many parameters have a kink within each step.
    """
    fig, (ax, below) = axes(2, height=4.4, sharex=True, height_ratios=[3, 1])
    ax.loglog(steps, tanh, "^-", color=GREY, markersize=3.5, label="tanh: smooth")
    ax.loglog(steps, free, "o-", color=BLUE, markersize=3.5, label="ReLU: no kink within h")
    ax.loglog(steps, crossed, "s-", color=ORANGE, markersize=3.5, label="ReLU: a kink within h")
    ax.set_ylabel("relative error")
    legend_above(ax)
    below.semilogx(steps, counts, "s-", color=ORANGE, markersize=3.5)
    below.set_ylabel("parameters\nwith a kink")
    below.set_xlabel("step h of the central difference")
    return fig
