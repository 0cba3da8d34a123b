"""Figures of notebook 05: digits, learning curves, weights, mistakes, learning rates, signals."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from helpers.plots.base import BLUE, GREEN, GREY, ORANGE, axes, legend
from helpers.types import Array


def digit_images(images: Array, titles: Sequence[str], columns: int = 10) -> Figure:
    """Draw images in a grid, each with a title above it.

    Parameters
    ----------
    images : array, shape (N, rows, columns)
        0 is paper, the largest value ink.
    titles : sequence of str
    columns : int
        Images in a row.
    """
    rows = -(-len(images) // columns)
    fig, panels = axes(rows, columns, height=0.3 + 1.05 * rows * 6 / columns, squeeze=False)
    for ax in panels.flat:
        ax.set_axis_off()
    for ax, image, title in zip(panels.flat, images, titles, strict=False):
        ax.imshow(image, cmap="gray_r")
        ax.set_title(title, fontsize=8, pad=2)
    return fig


def loss_and_accuracy(curves: Mapping[str, Array], title: str) -> Figure:
    """Draw loss and accuracy after each epoch, side by side.

    Parameters
    ----------
    curves : dict of str to array, shape (epochs + 1, 2)
        Loss and accuracy in per cent, before the first step and after each epoch, by label.
    title : str
        Above both: settings and time.
    """
    fig, (left, right) = axes(columns=2)
    looks = ((ORANGE, "-"), (BLUE, "-"), (ORANGE, ":"), (BLUE, ":"))
    for (label, curve), (colour, dashes) in zip(curves.items(), looks, strict=False):
        epochs = np.arange(len(curve))
        left.semilogy(epochs, np.asarray(curve)[:, 0], dashes, color=colour, label=label)
        right.plot(epochs[1:], np.asarray(curve)[1:, 1], dashes, color=colour, label=label)
    _label_logarithmic(left, np.concatenate([np.asarray(curve)[:, 0] for curve in curves.values()]))
    left.set(xlabel="epoch", ylabel="loss (cross-entropy)")
    right.set(xlabel="epoch", ylabel="accuracy in %")
    legend(right, loc="lower right")
    fig.suptitle(title, fontsize="medium")
    return fig


def _label_logarithmic(ax: Axes, values: Array) -> None:
    """Set limits and ticks of a logarithmic axis such that ticks stand where the values are."""
    values = values[np.isfinite(values) & (values > 0)]
    narrow = values.max() < 20 * values.min()
    steps = (1, 1.5, 2, 2.5, 3, 4, 5, 7) if narrow else (1, 2, 5)
    ticks = np.multiply.outer(10.0 ** np.arange(-8, 5), steps).ravel()
    low, high = ticks[ticks <= values.min()].max(), ticks[ticks >= values.max()].min()
    ax.yaxis.set_major_locator(FixedLocator(ticks[(low <= ticks) & (ticks <= high)]))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_locator(FixedLocator([]))
    ax.set_ylim(low, high)


def weight_images(W: Array) -> Figure:
    """Draw each row of the weights (10, 784) as a picture, all on one symmetric colour scale.

    The scale ends where all but 0.5 % of the weights lie within it; the few others have its ends.
    """
    limit = np.quantile(np.abs(W), 0.995)
    fig, panels = axes(rows=2, columns=5)
    for digit, ax in enumerate(panels.flat):
        image = ax.imshow(W[digit].reshape(28, 28), cmap="RdBu_r", vmin=-limit, vmax=limit)
        ax.set_title(str(digit), fontsize="medium", pad=3)
        ax.set_axis_off()
    fig.colorbar(image, ax=panels, label="weight", shrink=0.9, extend="both")
    return fig


def confusion(matrix: Array, darkest: float | None = None) -> Figure:
    """Draw a confusion matrix (10, 10): its numbers, its mistakes coloured by how many there are.

    Rows are the true classes, columns the predicted ones. So many mistakes have the `darkest`
    colour, by default as many as are most: give it to compare two matrices on one scale.
    """
    mistakes = matrix * (1 - np.eye(10))
    darkest = mistakes.max() if darkest is None else darkest
    fig, ax = axes(height=4.4, width=5.2)
    image = ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=darkest)
    for (i, j), count in np.ndenumerate(matrix):
        dark = mistakes[i, j] > 0.6 * darkest
        colour = GREY if i == j else "white" if dark else "black"
        ax.text(j, i, str(count), ha="center", va="center", fontsize=8, color=colour)
    ax.set(xticks=range(10), yticks=range(10), xlabel="predicted", ylabel="true")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    fig.colorbar(image, label="mistakes")
    return fig


def errors_by_learning_rate(rates: Sequence[float], accuracy: Mapping[str, Array]) -> Figure:
    """Draw the share of wrong answers against the learning rate: a dot a run, a line of means.

    Parameters
    ----------
    rates : sequence of float
    accuracy : dict of str to array, shape (rates, runs)
        In per cent, by the model's name.
    """
    fig, ax = axes(height=3.1)
    looks = ((GREY, "s"), (ORANGE, "o"), (BLUE, "^"))
    for (name, values), (colour, marker) in zip(accuracy.items(), looks, strict=False):
        wrong = 100 - np.asarray(values)
        ax.plot(rates, wrong.mean(axis=1), color=colour)
        ax.plot(rates, wrong, marker, color=colour, markersize=4, alpha=0.6)
        ax.plot([], [], f"{marker}-", color=colour, markersize=4, label=name)
    ax.set(xscale="log", yscale="log", xlabel="learning rate η", ylabel="wrong in %")
    ax.xaxis.set_major_locator(FixedLocator(rates))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_locator(FixedLocator([]))
    _label_logarithmic(ax, np.concatenate([100 - np.ravel(v) for v in accuracy.values()]))
    legend(ax)
    return fig


def reliability_bars(edges: Array, count: Array, right: Array, expected: Array) -> Figure:
    """Draw, bin by bin of confidence, how many answers are wrong and how many should be.

    Parameters
    ----------
    edges : array, shape (bins + 1,)
        Of the bins of the largest probability.
    count, right, expected : arrays, shape (bins,)
        Answers, right answers, and the sum of the probabilities. Empty bins stay empty.
    """
    fig, ax = axes(height=3.1)
    x, N = np.arange(len(count)), np.maximum(1, count)
    share, promised = 1 - right / N, 1 - expected / N
    error = np.sqrt(share * (1 - share) / N)
    full = count > 0
    below = np.minimum(error, 0.9 * share)  # a logarithmic axis has no zero
    bars = np.array([below, error])[:, full]
    ax.plot(x[full], 100 * promised[full], "_", color=GREY, markersize=26, label="by its own words")
    ax.errorbar(
        x[full], 100 * share[full], 100 * bars, fmt="o", color=ORANGE, capsize=3, label="counted"
    )
    percent = [f"{100 * edge:g}" for edge in edges]
    bins = zip(pairwise(percent), count, strict=True)
    labels = [f"{low}–{high}\nn = {n:,.0f}" for (low, high), n in bins]
    ax.set(xticks=x, yscale="log", xlabel="largest probability in %", ylabel="wrong in %")
    ax.set_xticklabels(labels, fontsize="small")
    ax.yaxis.set_major_formatter("{x:g}")
    legend(ax)
    return fig


def gradient_norms(norms: Mapping[str, Array], window: int = 20) -> Figure:
    """Draw the size of each layer's weight gradient step by step, as a mean over some steps.

    Parameters
    ----------
    norms : dict of str to array, shape (steps, layers)
        Norms of ∂L/∂W, by the network's name.
    window : int
        Steps to average over.
    """
    fig, panels = axes(columns=2, sharey=True)
    smooth = np.ones(window) / window
    for layer, ax in enumerate(panels):
        for (name, values), colour in zip(norms.items(), (ORANGE, BLUE), strict=False):
            mean = np.convolve(np.asarray(values)[:, layer], smooth, mode="valid")
            ax.plot(np.arange(len(mean)) + window, mean, color=colour, label=name)
        ax.set_title(f"layer {layer + 1}", fontsize="medium")
        ax.set(xlabel="step", ylim=(0, None))
    panels[0].set_ylabel(r"$\|\partial L/\partial W\|$")
    legend(panels[1])
    return fig


def signal_by_layer(
    deviations: Mapping[str, Array], losses: Mapping[str, Sequence[float]]
) -> Figure:
    """Draw how a signal fares through the layers, and how training goes, from several starts.

    Parameters
    ----------
    deviations : dict of str to array, shape (layers,)
        Standard deviation of each hidden layer's activations before training, by start.
    losses : dict of str to sequence of float
        Loss of each minibatch, by start.
    """
    fig, (left, right) = axes(columns=2)
    looks = ((BLUE, "v-"), (GREEN, "o-"), (ORANGE, "^-"))
    for (start, values), (colour, look) in zip(deviations.items(), looks, strict=False):
        left.semilogy(np.arange(1, len(values) + 1), values, look, color=colour, label=start)
        right.semilogy(losses[start], color=colour)
    left.set(
        xlabel="hidden layer", ylabel="standard deviation of z", xticks=range(1, len(values) + 1)
    )
    legend(left)
    right.set(xlabel="step", ylabel="loss (cross-entropy)", ylim=(0.05, 1e4))
    right.yaxis.set_major_formatter("{x:g}")
    return fig
