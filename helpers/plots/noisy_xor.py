"""Figures of notebook 04: noisy XOR, the study, and the frames of a film of learning."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.network import Network
from helpers.plots.base import BLUE, GREEN, GREY, ORANGE, PINK, axes, legend, legend_above
from helpers.study import Study
from helpers.types import Array

CLASSES = ((0, "o", ORANGE), (1, "^", BLUE))
LOOKS = ((ORANGE, "o-"), (BLUE, "s--"), (GREEN, "^-."), (PINK, "D:"))


def xor_sets(sets: Mapping[str, tuple[Array, Array]]) -> Figure:
    """Draw sets of labelled points side by side.

    Parameters
    ----------
    sets : dict of str to (X, t)
        Points (N, 2) and labels (N, 1), by the title of their panel.
    """
    fig, panels = axes(columns=len(sets), height=3.3, squeeze=False)
    for ax, (title, (X, t)) in zip(panels.flat, sets.items(), strict=True):
        _points(ax, X, t, size=9)
        ax.set(title=f"{title}, N = {len(X)}", xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    legend_above(panels.flat[0], markerscale=2)
    return fig


def two_forms(a: Array, losses: Mapping[str, Array], gradients: Mapping[str, Array]) -> Figure:
    """Draw a loss and its derivative against the logit, for several ways to compute them.

    Parameters
    ----------
    a : array, shape (M,)
    losses, gradients : dict of str to array, shape (M,)
        By the name of the way. Where a value is not finite its line ends with a cross.
    """
    fig, panels = axes(columns=2)
    looks = ((BLUE, "-", 4), (ORANGE, "-", 1.5), (GREEN, "--", 1.5))
    for ax, curves, label in zip(
        panels, (losses, gradients), ("loss", r"$\partial L/\partial a$"), strict=True
    ):
        for (name, values), (colour, dashes, width) in zip(curves.items(), looks, strict=False):
            finite = np.isfinite(values)
            shown = np.where(finite, values, np.nan)
            ax.plot(a, shown, dashes, color=colour, linewidth=width, alpha=0.8, label=name)
            if not finite.all():
                last = np.flatnonzero(finite)[-1]
                ax.plot(a[last], values[last], "x", color=colour, markersize=9, mew=2)
        ax.set(xlabel="logit a", ylabel=label)
    legend(panels[0])
    return fig


def learning_curves(curves: Mapping[str, Sequence[float]], floor: float) -> Figure:
    """Draw losses against epochs, with the loss that nobody can go below.

    Parameters
    ----------
    curves : dict of str to sequence of float
        Loss before the first step and after each epoch, by label.
    floor : float
    """
    fig, ax = axes()
    looks = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PINK, ":"))
    for (label, values), (colour, dashes) in zip(curves.items(), looks, strict=False):
        ax.plot(values, dashes, color=colour, linewidth=2, label=label)
    ax.axhline(floor, color=GREY, linewidth=1)
    ax.annotate("best possible", (0, floor), (2, 3), textcoords="offset points", color=GREY)
    ax.set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
    legend(ax)
    return fig


def study_heatmap(runs: Study, title: str = "") -> Figure:
    """Draw mean ± standard deviation of the loss of each architecture as a table of shades.

    Parameters
    ----------
    runs : Study
        {(depth, width): Runs}.
    title : str
    """
    depths, widths = (sorted(set(numbers)) for numbers in zip(*runs, strict=True))
    mean = np.array([[runs[d, w].loss.mean() for d in depths] for w in widths])
    fig, ax = axes(height=3.2)
    image = ax.imshow(mean, cmap="cividis", vmin=0, vmax=np.log(2), aspect="auto")
    for row, w in enumerate(widths):
        for column, d in enumerate(depths):
            run = runs[d, w]
            text = f"{run.loss.mean():.2f} ± {run.loss.std(ddof=1):.2f}\n"
            text += f"{run.final.shape[-1]} parameters"
            colour = "white" if mean[row, column] < 0.35 else "black"
            ax.text(column, row, text, ha="center", va="center", color=colour, linespacing=1.5)
    ax.set_xticks(range(len(depths)), depths)
    ax.set_yticks(range(len(widths)), widths)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlabel="depth (hidden layers)", ylabel="width (units in each)", title=title)
    fig.colorbar(image, label="mean loss on new data")
    return fig


def study_by_set(runs: Study, widths: Sequence[int] = (2, 3)) -> Figure:
    """Draw what each training set says of depth: the share of solved runs, and the mean loss.

    A thin line is a training set, the thick one the first of them; black is the mean over the
    sets, with bars of one standard error up and down.

    Parameters
    ----------
    runs : Study
        {(depth, width): Runs}, on S training sets.
    widths : sequence of int
        A column of panels for each.
    """
    fig, panels = axes(2, len(widths), height=5.2, sharex=True, sharey="row", squeeze=False)
    for column, width in enumerate(widths):
        depths = sorted(d for d, w in runs if w == width)
        shares = np.stack([runs[d, width].solved.mean(axis=1) for d in depths], axis=1)
        losses = np.stack([runs[d, width].loss.mean(axis=1) for d in depths], axis=1)
        for ax, values in zip(panels[:, column], (shares, losses), strict=True):
            ax.plot(depths, values[1:].T, color=BLUE, linewidth=0.7, alpha=0.45)
            ax.plot([], [], color=BLUE, linewidth=0.7, label="another training set")
            ax.plot(depths, values[0], "o-", color=ORANGE, linewidth=2, label="the first one")
            error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
            ax.errorbar(depths, values.mean(axis=0), error, fmt="s-", color="black", markersize=4,
                        linewidth=2, capsize=3, label="mean ± standard error")  # fmt: skip
            ax.set(xticks=depths, ylim=(0, None))
        panels[0, column].set_title(f"width {width}", fontsize="medium")
        panels[1, column].set_xlabel("depth (hidden layers)")
    panels[0, 0].set_ylabel("share of solved runs")
    panels[1, 0].set_ylabel("mean loss on new data")
    legend_above(panels[0, 0])
    return fig


def paired_differences(panels: Mapping[str, Mapping[str, tuple[Array, Any]]]) -> Figure:
    """Draw differences on each training set as dots, and the interval of their mean as a bar.

    Parameters
    ----------
    panels : dict of str to dict
        {quantity: {comparison: (differences (S,), (low, high))}}: a panel for each quantity, and
        in it a row for each comparison.
    """
    rows = max(map(len, panels.values()))
    fig, drawn = axes(columns=len(panels), height=1.1 + 0.42 * rows, sharey=True, squeeze=False)
    rng = np.random.default_rng(0)
    for ax, (quantity, comparisons) in zip(drawn.flat, panels.items(), strict=True):
        for row, (differences, interval) in enumerate(comparisons.values()):
            y = row + rng.uniform(-0.18, 0.18, len(differences))
            ax.plot(differences, y, "o", color=BLUE, markersize=3, alpha=0.4, mew=0)
            ax.plot(interval, [row, row], color="black", linewidth=3, solid_capstyle="butt")
            ax.plot(np.mean(differences), row, "D", color="black", markersize=5)
        ax.axvline(0, color=GREY, linewidth=0.8, linestyle=":")
        ax.set_yticks(range(len(comparisons)), comparisons)
        ax.set(xlabel=quantity)
    drawn[0, 0].invert_yaxis()
    return fig


def study_rates(studies: Mapping[str, Study]) -> Figure:
    """Draw the mean loss against the learning rate: a row for each study, a column a width.

    Parameters
    ----------
    studies : dict of str to Study
        {title: {(depth, width, learning rate): Runs}}. Bars are one standard error over the
        training sets up and down.
    """
    widths = sorted({width for runs in studies.values() for _, width, _ in runs})
    fig, panels = axes(
        len(studies), len(widths), height=0.9 + 1.75 * len(studies), sharex=True, sharey=True,
        squeeze=False,
    )  # fmt: skip
    for row, (title, runs) in zip(panels, studies.items(), strict=True):
        for ax, width in zip(row, widths, strict=True):
            depths = sorted({depth for depth, w, _ in runs if w == width})
            for depth, (colour, look) in zip(depths, LOOKS, strict=False):
                rates = sorted(eta for d, w, eta in runs if (d, w) == (depth, width))
                losses = np.stack([runs[depth, width, eta].loss.mean(axis=1) for eta in rates])
                error = losses.std(axis=1, ddof=1) / np.sqrt(losses.shape[1])
                ax.errorbar(rates, losses.mean(axis=1), error, fmt=look, color=colour,
                            markersize=4, linewidth=1.3, capsize=2,
                            label=f"depth {depth}")  # fmt: skip
                ax.set_xscale("log")
                ax.set_xticks(rates, [f"{eta:g}" for eta in rates])
                ax.minorticks_off()
            ax.set_title(f"{title}, width {width}", fontsize="medium")
        row[0].set_ylabel("loss")
    panels[0, 0].set_ylim(bottom=0)  # of all panels, whose axes are shared
    for ax in panels[-1]:
        ax.set_xlabel("learning rate η")
    legend_above(panels[0, 0])
    return fig


def study_dots(runs: Study, levels: Mapping[str, float]) -> Figure:
    """Draw the loss of every run as a dot, in a column for each architecture.

    Parameters
    ----------
    runs : Study
        {(depth, width): Runs}.
    levels : dict of str to float
        Losses to draw as horizontal lines, by label.
    """
    fig, ax = axes(height=3.8)
    rng = np.random.default_rng(0)
    order = sorted(runs, key=lambda key: key[::-1])
    colours = {1: ORANGE, 2: BLUE, 3: GREEN}
    for place, (depth, width) in enumerate(order):
        loss = runs[depth, width].loss.ravel()
        x = place + rng.uniform(-0.25, 0.25, len(loss))
        ax.plot(x, loss, "o", color=colours[width], markersize=4, alpha=0.5, mew=0)
        ax.plot([place - 0.4, place + 0.4], [loss.mean()] * 2, color="black", linewidth=1.5)
    for label, level in levels.items():
        ax.axhline(level, color=GREY, linewidth=0.8, linestyle=":", zorder=0)
        ax.annotate(label, (1, level), (3, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", va="center", fontsize=8, color=GREY)  # fmt: skip
    ax.set_xticks(range(len(order)), [depth for depth, _ in order])
    for middle, width in zip((1.5, 5.5, 9.5), colours, strict=True):
        ax.annotate(f"width {width}", (middle, 1.0), xycoords=("data", "axes fraction"),
                    ha="center", va="bottom", color=colours[width])  # fmt: skip
    ax.set(xlabel="depth", ylabel="loss on new data", ylim=(0, None))
    return fig


def boundary_grid(
    runs: Study, logits: Mapping[tuple[int, int], Array], grid: Array, X: Array, t: Array
) -> Figure:
    """Draw the decision boundary of every run, in a panel for each architecture.

    Parameters
    ----------
    runs : Study
        {(depth, width): Runs}; gives the titles.
    logits : dict
        {(depth, width): array (R, M, M)}, at (grid[j], grid[i]) in row i, column j.
    grid : array, shape (M,)
        Coordinates, the same on both axes.
    X, t : arrays, shape (N, 2) and (N, 1)
        A few points to show where the classes are.
    """
    depths, widths = (sorted(set(numbers)) for numbers in zip(*runs, strict=True))
    fig, panels = axes(
        len(widths), len(depths), height=5.0, sharex=True, sharey=True, squeeze=False
    )
    for (row, column), ax in np.ndenumerate(panels):
        key = depths[column], widths[row]
        _points(ax, X, t, size=3, alpha=0.35)
        for field in logits[key]:
            if field.min() < 0 < field.max():
                ax.contour(grid, grid, field, levels=[0], colors="black", linewidths=0.6, alpha=0.6)
        ax.set(xlim=grid[[0, -1]], ylim=grid[[0, -1]], aspect="equal", xticks=(0, 1), yticks=(0, 1))
        if row == 0:
            ax.set_title(f"depth {key[0]}", fontsize="medium")
        if column == 0:
            ax.set_ylabel(f"width {key[1]}")
    return fig


def hidden_space(net: Network, thetas: Array, labels: Sequence[str], X: Array, t: Array) -> Figure:
    """Draw a 2-2-1 network at several times: input space above, the data in hidden space below.

    Above are three boundaries: where each hidden unit's pre-activation is zero, and where the
    output's is. Below, the output's boundary is a straight line.

    Parameters
    ----------
    net : Network
        Of sizes [2, 2, 1].
    thetas : array, shape (F, P)
        Its parameters at the F times.
    labels : sequence of str
        A title for each time.
    X, t : arrays, shape (N, 2) and (N, 1)

    Raises
    ------
    ValueError
        If the network is no 2-2-1 network.
    """
    if net.sizes != [2, 2, 1]:
        raise ValueError(f"two inputs, two hidden units and one output are drawn, got {net.sizes}")
    fig, panels = axes(2, len(thetas), height=3.5, sharex="row", sharey="row", squeeze=False)
    for column, (theta, label) in enumerate(zip(thetas, labels, strict=True)):
        _draw_spaces(panels[:, column], net.at(theta), X, t)
        panels[0, column].set_title(label, fontsize="medium")
    panels[0, 0].set_ylabel("input space\n$x_2$")
    panels[1, 0].set_ylabel("hidden space\n$z_2$")
    legend_above(panels[0, 0], markerscale=2)
    return fig


def hidden_space_frame(net: Network, title: str, X: Array, t: Array) -> Figure:
    """Draw one frame of the movie: input space beside hidden space, as in `hidden_space`."""
    fig, (left, right) = axes(columns=2, height=3.5)
    _draw_spaces((left, right), net, X, t, size=6)
    left.set(title="input space", ylabel="$x_2$")
    right.set(title=f"hidden space, {title}", ylabel="$z_2$")
    legend_above(left, markerscale=2)
    return fig


def _draw_spaces(panels: Sequence[Axes], net: Network, X: Array, t: Array, size: float = 3) -> None:
    """Draw the input space into the first of two axes, the hidden space into the second."""
    top, bottom = panels
    grid = np.linspace(-0.8, 1.8, 80)
    points = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    output = net.forward(points).reshape(80, 80)
    hidden = net.layers[0].forward(points).reshape(80, 80, 2)
    _points(top, X, t, size=size, alpha=0.4)
    top.contour(grid, grid, output, [0], colors="black", linewidths=2)
    top.plot([], [], color="black", linewidth=2, label="output")
    for unit, (colour, dashes) in enumerate(((GREEN, "--"), (PINK, ":"))):
        look: dict[str, Any] = {"linestyles": dashes, "linewidths": 1.8}
        top.contour(grid, grid, hidden[..., unit], [0], colors=colour, **look)
        top.plot([], [], dashes, color=colour, linewidth=1.8, label=f"hidden unit {unit + 1}")
    top.set(xlim=grid[[0, -1]], ylim=grid[[0, -1]], xlabel="$x_1$", aspect="equal")

    net.forward(X)
    _points(bottom, net.layers[1].z, t, size=size, alpha=0.4)
    weights, bias = net.layers[2].W[0], net.layers[2].b[0]
    z = np.linspace(-1.1, 1.1, 40)
    field = weights[0] * z + weights[1] * z[:, None] + bias
    bottom.contour(z, z, field, [0], colors="black", linewidths=2)
    bottom.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), xlabel="$z_1$", aspect="equal")


def _points(ax: Axes, X: Array, t: Array, size: float, alpha: float = 0.6) -> None:
    for label, marker, colour in CLASSES:
        x, y = X[t[:, 0] == label].T
        ax.scatter(x, y, s=size, marker=marker, color=colour, alpha=alpha, linewidths=0,
                   label=f"t = {label}")  # fmt: skip
