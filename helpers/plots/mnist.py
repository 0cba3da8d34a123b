"""Figures of notebook 05: digits, learning curves, weights, mistakes, gradient norms, signals."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

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


def cost_and_accuracy(curves: Mapping[str, Array], title: str) -> Figure:
    """Draw cost and accuracy after each epoch, side by side.

    Parameters
    ----------
    curves : dict of str to array, shape (epochs + 1, 2)
        Cost and accuracy in per cent, before the first step and after each epoch, by label.
    title : str
        Above both: settings and time.
    """
    fig, (left, right) = axes(columns=2)
    looks = ((ORANGE, "-"), (BLUE, "-"), (ORANGE, ":"), (BLUE, ":"))
    for (label, curve), (colour, dashes) in zip(curves.items(), looks, strict=False):
        epochs = np.arange(len(curve))
        left.semilogy(epochs, np.asarray(curve)[:, 0], dashes, color=colour, label=label)
        right.plot(epochs[1:], np.asarray(curve)[1:, 1], dashes, color=colour, label=label)
    left.set(xlabel="epoch", ylabel="cost (cross-entropy)")
    left.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    left.yaxis.set_major_formatter("{x:g}")
    left.yaxis.set_minor_formatter("")
    right.set(xlabel="epoch", ylabel="accuracy in %")
    legend(right, loc="lower right")
    fig.suptitle(title, fontsize="medium")
    return fig


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


def confusion(matrix: Array) -> Figure:
    """Draw a confusion matrix (10, 10): its numbers, its mistakes coloured by how many there are.

    Rows are the true classes, columns the predicted ones.
    """
    mistakes = matrix * (1 - np.eye(10))
    fig, ax = axes(height=4.4, width=5.2)
    image = ax.imshow(mistakes, cmap="Oranges", vmin=0)
    for (i, j), count in np.ndenumerate(matrix):
        dark = mistakes[i, j] > 0.6 * mistakes.max()
        colour = GREY if i == j else "white" if dark else "black"
        ax.text(j, i, str(count), ha="center", va="center", fontsize=8, color=colour)
    ax.set(xticks=range(10), yticks=range(10), xlabel="predicted", ylabel="true")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    fig.colorbar(image, label="mistakes")
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
        Cost of each minibatch, by start.
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
    right.set(xlabel="step", ylabel="cost (cross-entropy)", ylim=(0.05, 1e4))
    right.yaxis.set_major_formatter("{x:g}")
    return fig
