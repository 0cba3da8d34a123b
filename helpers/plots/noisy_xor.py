"""Figures of notebook 4: noisy XOR, the study, and the film of a network that learns."""

from io import BytesIO

import numpy as np
from matplotlib.figure import Figure

from helpers.plots.base import BLUE, GREEN, GREY, ORANGE, PINK

CLASSES = ((0, "o", ORANGE), (1, "^", BLUE))


def xor_sets(sets):
    """Draw sets of labelled points side by side.

    Parameters
    ----------
    sets : dict of str to (X, t)
        Points (N, 2) and labels (N, 1), by the title of their panel.
    """
    fig, axes = _panels(1, len(sets), size=(6.2, 3.3), squeeze=False)
    for ax, (title, (X, t)) in zip(axes.flat, sets.items(), strict=True):
        _points(ax, X, t, size=9)
        ax.set(title=f"{title}, N = {len(X)}", xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    _legend_above(fig, axes.flat[0])
    return fig


def two_forms(a, losses, gradients):
    """Draw a loss and its derivative against the logit, for several ways to compute them.

    Parameters
    ----------
    a : array, shape (M,)
    losses, gradients : dict of str to array, shape (M,)
        By the name of the way. Where a value is not finite its line ends with a cross.
    """
    fig, axes = _panels(1, 2, size=(6.2, 2.9))
    looks = ((BLUE, "-", 4), (ORANGE, "-", 1.5), (GREEN, "--", 1.5))
    for ax, curves, label in zip(
        axes.flat, (losses, gradients), ("loss", r"$\partial L/\partial a$"), strict=True
    ):
        for (name, values), (colour, dashes, width) in zip(curves.items(), looks, strict=False):
            finite = np.isfinite(values)
            shown = np.where(finite, values, np.nan)
            ax.plot(a, shown, dashes, color=colour, linewidth=width, alpha=0.8, label=name)
            if not finite.all():
                last = np.flatnonzero(finite)[-1]
                ax.plot(a[last], values[last], "x", color=colour, markersize=9, mew=2)
        ax.set(xlabel="logit a", ylabel=label)
    axes.flat[0].legend(frameon=False, fontsize="small")
    return fig


def learning_curves(curves, floor):
    """Draw losses against epochs, with the loss that nobody can go below.

    Parameters
    ----------
    curves : dict of str to sequence of float
        Loss before the first step and after each epoch, by label.
    floor : float
    """
    fig = Figure(figsize=(6.2, 2.9), layout="constrained")
    ax = fig.add_subplot()
    looks = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PINK, ":"))
    for (label, values), (colour, dashes) in zip(curves.items(), looks, strict=False):
        ax.plot(values, dashes, color=colour, linewidth=2, label=label)
    ax.axhline(floor, color=GREY, linewidth=1)
    ax.annotate("best possible", (0, floor), (2, 3), textcoords="offset points", color=GREY)
    ax.set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize="small")
    return fig


def study_heatmap(runs, title=""):
    """Draw mean ± standard deviation of the loss of each architecture as a table of shades.

    Parameters
    ----------
    runs : dict
        {(depth, width): Runs}, as `helpers.study.study` returns.
    title : str
    """
    depths, widths = (sorted(set(numbers)) for numbers in zip(*runs, strict=True))
    mean = np.array([[runs[d, w].loss.mean() for d in depths] for w in widths])
    fig = Figure(figsize=(6.2, 3.2), layout="constrained")
    ax = fig.add_subplot()
    image = ax.imshow(mean, cmap="cividis", vmin=0, vmax=np.log(2), aspect="auto")
    for row, w in enumerate(widths):
        for column, d in enumerate(depths):
            run = runs[d, w]
            text = f"{run.loss.mean():.2f} ± {run.loss.std(ddof=1):.2f}\n"
            text += f"{run.final.shape[1]} parameters"
            colour = "white" if mean[row, column] < 0.35 else "black"
            ax.text(column, row, text, ha="center", va="center", color=colour, linespacing=1.5)
    ax.set_xticks(range(len(depths)), depths)
    ax.set_yticks(range(len(widths)), widths)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlabel="depth (hidden layers)", ylabel="width (units in each)", title=title)
    fig.colorbar(image, label="mean loss on new data")
    return fig


def study_settings(studies):
    """Draw the mean loss against depth, a line for each width and a panel for each study.

    Parameters
    ----------
    studies : dict of str to dict
        {title: {(depth, width): Runs}}. Bars reach one standard deviation up and down.
    """
    fig, axes = _panels(1, len(studies), size=(6.2, 2.9), sharey=True)
    looks = ((1, ORANGE, "o-"), (2, BLUE, "s--"), (3, GREEN, "^-."))
    for ax, (title, runs) in zip(axes, studies.items(), strict=True):
        for width, colour, look in looks:
            depths = np.array([d for d, w in runs if w == width])
            losses = [runs[d, width].loss for d in depths]
            mean = [loss.mean() for loss in losses]
            spread = [loss.std(ddof=1) for loss in losses]
            ax.errorbar(
                depths + 0.08 * (width - 2),
                mean,
                spread,
                fmt=look,
                color=colour,
                markersize=4,
                linewidth=1.3,
                elinewidth=0.7,
                capsize=2,
                label=f"width {width}",
            )
        ax.set_title(title, fontsize="medium")
        ax.set(xlabel="depth", xticks=range(4), ylim=(0, None))
    axes[0].set_ylabel("loss on new data")
    _legend_above(fig, axes[0])
    return fig


def study_dots(runs, levels):
    """Draw the loss of every run as a dot, in a column for each architecture.

    Parameters
    ----------
    runs : dict
        {(depth, width): Runs}, as `helpers.study.study` returns.
    levels : dict of str to float
        Losses to draw as horizontal lines, by label.
    """
    fig = Figure(figsize=(6.2, 3.8), layout="constrained")
    ax = fig.add_subplot()
    rng = np.random.default_rng(0)
    order = sorted(runs, key=lambda key: key[::-1])
    colours = {1: ORANGE, 2: BLUE, 3: GREEN}
    for place, (depth, width) in enumerate(order):
        loss = runs[depth, width].loss
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
    ax.spines[["top", "right"]].set_visible(False)
    return fig


def boundary_grid(runs, logits, grid, X, t):
    """Draw the decision boundary of every run, in a panel for each architecture.

    Parameters
    ----------
    runs : dict
        {(depth, width): Runs}; gives the titles.
    logits : dict
        {(depth, width): array (R, S, S)}, at (grid[j], grid[i]) in row i, column j.
    grid : array, shape (S,)
        Coordinates, the same on both axes.
    X, t : arrays, shape (N, 2) and (N, 1)
        A few points to show where the classes are.
    """
    depths, widths = (sorted(set(numbers)) for numbers in zip(*runs, strict=True))
    fig, axes = _panels(
        len(widths), len(depths), size=(6.2, 5.0), sharex=True, sharey=True, squeeze=False
    )
    for (row, column), ax in np.ndenumerate(axes):
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


def hidden_space(net, thetas, labels, X, t):
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
    fig, axes = _panels(2, len(thetas), size=(6.2, 3.5), sharex="row", sharey="row", squeeze=False)
    for column, (theta, label) in enumerate(zip(thetas, labels, strict=True)):
        _draw_spaces(axes[:, column], net.at(theta), X, t)
        axes[0, column].set_title(label, fontsize="medium")
    axes[0, 0].set_ylabel("input space\n$x_2$")
    axes[1, 0].set_ylabel("hidden space\n$z_2$")
    _legend_above(fig, axes[0, 0])
    return fig


def hidden_space_frame(net, title, X, t):
    """Draw one frame of the movie: input space beside hidden space, as in `hidden_space`."""
    fig, axes = _panels(1, 2, size=(6.2, 3.5))
    _draw_spaces(axes, net, X, t, size=6)
    axes[0].set(title="input space", ylabel="$x_2$")
    axes[1].set(title=f"hidden space, {title}", ylabel="$z_2$")
    _legend_above(fig, axes[0])
    return fig


def movie(frames, caption, alt, dpi=90, seconds=0.15):
    """Show figures one after the other as an animated PNG, in a loop, and a caption below.

    Programs that do not know animated PNGs, and printers, show the last frame.

    Parameters
    ----------
    frames : iterable of Figure
        All of one size; a generator saves memory.
    caption, alt : str
        As for `figure`.
    dpi : int
        Few, for a small file.
    seconds : float
        Per frame; the last stays six times as long.
    """
    from IPython.display import Image, Markdown, display

    pictures = _with_common_palette([_picture(frame, dpi) for frame in frames])
    times = [round(1000 * seconds)] * (len(pictures) - 1) + [round(6000 * seconds)]
    buffer = BytesIO()
    pictures[-1].save(
        buffer,
        "PNG",
        save_all=True,
        default_image=True,
        append_images=pictures,
        duration=times,
        loop=0,
    )
    display(Image(buffer.getvalue(), alt=alt), Markdown(caption))


def _picture(fig, dpi):
    """Return a figure as a Pillow image."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    fig.set_dpi(dpi)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _with_common_palette(pictures):
    """Return the pictures with the same 256 colours, which makes a file a third as large."""
    from PIL import Image

    width, height = pictures[0].size
    several = pictures[:: max(1, len(pictures) // 8)]
    sheet = Image.new("RGB", (width, height * len(several)))
    for k, picture in enumerate(several):
        sheet.paste(picture, (0, k * height))
    palette = sheet.quantize(256, Image.Quantize.MAXCOVERAGE)
    return [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]


def _draw_spaces(axes, net, X, t, size=3):
    """Draw the input space into the first of two axes, the hidden space into the second."""
    top, bottom = axes
    grid = np.linspace(-0.8, 1.8, 80)
    points = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    output = net.forward(points).reshape(80, 80)
    hidden = net.layers[0].forward(points).reshape(80, 80, 2)
    _points(top, X, t, size=size, alpha=0.4)
    top.contour(grid, grid, output, [0], colors="black", linewidths=2)
    top.plot([], [], color="black", linewidth=2, label="output")
    for unit, (colour, dashes) in enumerate(((GREEN, "--"), (PINK, ":"))):
        look = {"linestyles": dashes, "linewidths": 1.8}
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


def _points(ax, X, t, size, alpha=0.6):
    for label, marker, colour in CLASSES:
        chosen = X[t[:, 0] == label]
        ax.scatter(*chosen.T, s=size, marker=marker, color=colour, alpha=alpha, linewidths=0,
                   label=f"t = {label}")  # fmt: skip


def _legend_above(fig, ax):
    legend = fig.legend(
        *ax.get_legend_handles_labels(),
        ncols=5,
        loc="outside upper center",
        fontsize="small",
        frameon=False,
        markerscale=2,
    )
    for handle in legend.legend_handles:
        handle.set_alpha(1)


def _panels(rows, columns, size, **options):
    fig = Figure(figsize=size, layout="constrained")
    axes = fig.subplots(rows, columns, **options)
    for ax in np.ravel(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, axes
