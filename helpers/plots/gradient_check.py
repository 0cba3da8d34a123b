"""Figures of notebook 02: gradients compared, step sizes, kinks and fingerprints."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.plots.base import BLUE, GREEN, GREY, ORANGE, PINK, axes, legend, legend_above
from helpers.types import Array


def regression_fit(
    x: Array, t: Array, line: Array, curves: Mapping[str, Array], losses: Sequence[float]
) -> Figure:
    """Draw data and fitted curves beside the loss of each epoch.

    Parameters
    ----------
    x, t : arrays, shape (N, 1)
        The data.
    line : array, shape (M, 1)
        Inputs at which the curves are given, in rising order.
    curves : dict of str to array, shape (M, 1)
        Outputs by the label of their curve, the earliest first.
    losses : sequence of float
        One per epoch.
    """
    fig, (left, right) = axes(columns=2)
    left.plot(x, t, "o", color=GREY, alpha=0.4, markersize=3)
    styles = zip(curves.items(), (PINK, GREEN, BLUE), (":", "--", "-"), strict=False)
    for (label, y), colour, dashes in styles:
        left.plot(line, y, dashes, color=colour, label=label)
    left.set(xlabel="input x", ylabel="output y, target t")
    legend(left)
    right.semilogy(range(1, len(losses) + 1), losses, color=BLUE)
    right.set(xlabel="epoch", ylabel="loss before the epoch's step")
    return fig


def gradient_scatter(backprop: Mapping[str, Array], numerical: Mapping[str, Array]) -> Figure:
    """Draw each entry's numerical gradient against its backpropagated one, a panel per parameter.

    Parameters
    ----------
    backprop, numerical : dict of str to array
        The two gradients, under the names W1, b1, …, b3.
    """
    fig, panels = axes(rows=2, columns=3, height=3.9)
    names = ("W1", "W2", "W3", "b1", "b2", "b3")
    for ax, name in zip(panels.flat, names, strict=True):
        g, n = np.ravel(backprop[name]), np.ravel(numerical[name])
        middle = np.mean(g)
        ax.axline((middle, middle), slope=1, color=GREY, linewidth=0.8)
        ax.plot(g, n, "o", color=BLUE, markersize=4, alpha=0.7)
        ax.set_title(name, loc="left", fontsize="medium")
        ax.ticklabel_format(scilimits=(-2, 2))
        ax.locator_params(nbins=4)
    fig.supxlabel("backpropagated gradient", fontsize="medium")
    fig.supylabel("numerical gradient", fontsize="medium")
    return fig


def relative_error_bars(errors: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw relative errors as bars on a logarithmic axis, grouped by parameter.

    Parameters
    ----------
    errors : dict of str to dict of str to float
        For the label of each series, the error under each parameter's name.
    """
    fig, ax = axes()
    series = list(errors)
    names = list(errors[series[0]])
    width = 0.8 / len(series)
    for k, (label, colour) in enumerate(zip(series, (ORANGE, BLUE, GREEN), strict=False)):
        place = np.arange(len(names)) + (k - (len(series) - 1) / 2) * width
        ax.bar(place, [errors[label][name] for name in names], width, color=colour, label=label)
    ax.set_yscale("log")
    ax.set_xticks(range(len(names)), names)
    ax.set(xlabel="parameter", ylabel="relative error")
    legend_above(ax)
    return fig


def v_curve(steps: Array, errors: Mapping[str, Array]) -> Figure:
    """Draw the error of numerical gradients against the step size, on logarithmic axes.

    Parameters
    ----------
    steps : array, shape (S,)
    errors : dict of str to array, shape (S,)
        Relative errors by the label of their curve. An error of zero is drawn at 1e-17.
    """
    fig, ax = axes(height=3.4)
    looks = zip((ORANGE, BLUE, GREEN, PINK), ("s--", "o-", "^-", "d:"), strict=True)
    for (label, error), (colour, look) in zip(errors.items(), looks, strict=False):
        error = np.maximum(error, 1e-17)
        ax.loglog(steps, error, look, color=colour, markersize=3.5, linewidth=1, label=label)
    ax.set(xlabel="step size h", ylabel="relative error", ylim=(3e-18, 3))
    legend_above(ax, ncols=2)
    ax.grid(alpha=0.25)
    return fig


def relu_kink(marks: Mapping[float, float], steps: Sequence[float] = (0.5, 0.25, 0.1)) -> Figure:
    """Draw the chord of a central difference across ReLU's kink, and its slope against a.

    Parameters
    ----------
    marks : dict of float to float
        Slopes at values of a, to be marked: what someone has found on paper.
    steps : sequence of float
        Step sizes h, the largest first; the chord is drawn for the first.
    """
    fig, (left, right) = axes(columns=2)
    a = np.linspace(-1, 1, 801)
    h, at = steps[0], 0.2
    left.plot(a, np.maximum(a, 0), color=GREY, label="ReLU")
    ends = np.array([at - h, at + h])
    left.plot(ends, np.maximum(ends, 0), "o-", color=ORANGE, markersize=4, label=f"chord, h = {h}")
    left.plot(at, at, "D", color=BLUE, markersize=5, label=f"a = {at}")
    left.set(xlabel="a", ylabel="z")
    legend(left)
    for h, colour, dashes in zip(steps, (ORANGE, GREEN, PINK), ("-", "--", ":"), strict=False):
        slope = (np.maximum(a + h, 0) - np.maximum(a - h, 0)) / (2 * h)
        right.plot(a, slope, dashes, color=colour, label=f"h = {h}")
    right.plot([-1, 0, np.nan, 0, 1], [0, 0, np.nan, 1, 1], color=BLUE, linewidth=2.5, alpha=0.5)
    right.plot(0, 0, "o", color=BLUE, markersize=5, label="ReLU′")
    found = [float(slope) for slope in marks.values()]
    right.plot(list(marks), found, "kx", markersize=8, label="on paper", zorder=3)
    right.set(xlabel="a", ylabel="slope")
    legend(right, loc="upper left")
    return fig


def taylor_slopes(
    steps: Array, remainders: Mapping[str, Array], judged: Mapping[str, Array], floor: float
) -> Figure:
    """Draw Taylor remainders against the step on logarithmic axes, with lines of slope 2 and 1.

    Parameters
    ----------
    steps : array, shape (S,)
        In rising order.
    remainders : dict of str to array, shape (S,)
        Of the right gradient and of a wrong one, by the label of their curve.
    judged : dict of str to array
        Under the same labels, the indices of the steps that decide: their marks are filled, and
        the line begins at the first.
    floor : float
        Below it rounding may show: shaded.
    """
    fig, ax = axes(height=3.4)
    ax.axhspan(floor / 1e6, floor, color=GREY, alpha=0.15, linewidth=0)
    ax.text(steps[-1], floor / 3, "rounding", color=GREY, ha="right", va="top", fontsize="small")
    for order, (label, values) in zip((2, 1), remainders.items(), strict=True):
        first = judged[label][0]
        guide = values[first] * (steps[first:] / steps[first]) ** order
        ax.loglog(steps[first:], guide, "--", color=GREY, linewidth=0.8)
        end = steps[-1] * 1.3, guide[-1]
        ax.annotate(f"slope {order}", end, color=GREY, va="center", fontsize="small")
    for (label, values), colour, look in zip(remainders.items(), (BLUE, ORANGE), "o^", strict=True):
        hollow = {"markerfacecolor": "white", "markersize": 4, "linestyle": "none"}
        ax.loglog(steps, values, look, color=colour, **hollow)
        decide = judged[label]
        ax.loglog(steps[decide], values[decide], look, color=colour, markersize=5, label=label)
    ax.set(xlabel="step size h", ylabel="Taylor remainder ρ(h)", ylim=(floor / 1e5, None))
    legend(ax, loc="upper left", title="filled: the steps that decide", title_fontsize="small")
    return fig


def fingerprints(errors: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw the relative error of every parameter under every fault, as a table of shades.

    Parameters
    ----------
    errors : dict of str to dict of str to float
        For each fault, the error under each parameter's name.
    """
    fig, ax = axes(height=3.1)
    faults, names = list(errors), list(next(iter(errors.values())))
    values = np.array([[errors[fault][name] for name in names] for fault in faults])
    ax.imshow(values > 1e-6, cmap="Oranges", vmin=0, vmax=1.8, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        text = f"{value:.2f}" if value > 1e-6 else "✓"
        ax.text(column, row, text, ha="center", va="center")
    ax.set_xticks(range(len(names)), names)
    ax.set_yticks(range(len(faults)), faults)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    _separate_cells(ax, *values.shape)
    ax.set_ylabel("patient")
    return fig


def entry_ratios(ratios: Mapping[str, Array]) -> Figure:
    """Draw matrices of backpropagated over numerical gradient side by side, entry by entry.

    Parameters
    ----------
    ratios : dict of str to array, shape (out, in)
        One matrix for each title; 1 is right, nan (both zero) is drawn as a dash.
    """
    fig, panels = axes(columns=len(ratios), height=2.6)
    for ax, (title, ratio) in zip(np.ravel(panels), ratios.items(), strict=True):
        right = np.isnan(ratio) | np.isclose(ratio, 1, rtol=1e-4)
        ax.imshow(~right, cmap="Oranges", vmin=0, vmax=1.8, aspect="auto")
        for (row, column), value in np.ndenumerate(ratio):
            ax.text(column, row, _ratio_text(value), ha="center", va="center")
        ax.set(title=title, xlabel="input i", ylabel="unit j")
        ax.set_xticks(range(ratio.shape[1]))
        ax.set_yticks(range(ratio.shape[0]))
        ax.tick_params(length=0)
        _separate_cells(ax, *ratio.shape)
    return fig


def _ratio_text(value: float) -> str:
    if np.isnan(value):
        return "–"
    if np.isinf(value):
        return "∞"
    return "✓" if np.isclose(value, 1, rtol=1e-4) else f"{value:.1f}" if value else "0"


def _separate_cells(ax: Axes, rows: int, columns: int) -> None:
    ax.spines[:].set_visible(False)
    for row in range(1, rows):
        ax.axhline(row - 0.5, color="white", linewidth=2)
    for column in range(1, columns):
        ax.axvline(column - 0.5, color="white", linewidth=2)
