"""Static figures, and how a notebook shows them."""

from io import BytesIO



import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator




"""Static figures, each drawn without pyplot from the data it is given, and how to show them."""

from io import BytesIO



import numpy as np
from matplotlib.figure import Figure

# Okabe and Ito's colours, which the colour-blind tell apart too.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#777777"


def figure(fig, caption, alt):
    """Show a matplotlib figure, its caption below.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Closed afterwards; its size in inches is its size on screen and paper.
    caption : str
        Markdown: what to see.
    alt : str
        What a sighted reader sees, in words, for one who cannot.
    """
    from IPython.display import Image, Markdown, display
    from matplotlib import pyplot

    picture = BytesIO()
    # Twice a screen's 96 dots per inch; without matplotlib's version, so that bytes stay.


    # Twice a screen's 96 dots per inch; no version of matplotlib inside: the same figure, the same bytes.




    # Twice a screen's 96 dots per inch; no version of matplotlib inside: the same figure, the
    # same bytes.
    options = {"dpi": 192, "bbox_inches": "tight", "metadata": {"Software": None}}
    fig.savefig(picture, format="png", **options)
    pyplot.close(fig)
    display(Image(picture.getvalue(), retina=True, alt=alt), Markdown(caption))




# Notebook 3: automatic differentiation

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#8a8a8a"


def var_graph(output, names, positions):
    """Draw the graph behind a `Var`: values in the nodes, gradients below, derivatives on edges.

    Parameters
    ----------
    output : Var
        After ``output.backward()``.
    names : dict
        {name: Var}, every value that `output` depends on.
    positions : dict
        {name: (x, y)}, in units of one node's distance to the next.

    Returns
    -------
    matplotlib.figure.Figure
    """
    width = max(x for x, _ in positions.values()) - min(x for x, _ in positions.values())
    height = max(y for _, y in positions.values()) - min(y for _, y in positions.values())
    fig = Figure(figsize=(min(6.3, 1.6 + 1.9 * width), 0.9 + 0.85 * height), layout="constrained")
    ax = fig.add_subplot()
    name_of = {id(var): name for name, var in names.items()}
    for name, var in names.items():
        for number, (parent, derivative) in enumerate(
            zip(var.parents, var.local_derivatives, strict=True)
        ):
            twice = var.parents.count(parent) > 1
            bend = (0.22 if number else -0.22) if twice else 0.0
            start, end = positions[name_of[id(parent)]], positions[name]
            _edge(ax, start, end, _number(derivative), bend)
    for name, var in names.items():
        made = f" = {var.operation}" if var.operation else ""
        _node(ax, positions[name], f"{name}{made}\n{_number(var.value)}")
        ax.annotate(
            f"grad {_number(var.grad)}", positions[name], (0, -18), ha="center", va="top",
            textcoords="offset points", fontsize=8.5, color=ORANGE,
        )  # fmt: skip
    _fit(ax, positions, 0.45, 0.6)
    return fig


def backward_orders(rows, positions, edges):
    """Draw backward passes step by step, one row per order.

    Parameters
    ----------
    rows : dict
        {title: steps}; a step is (name of the node that passes on, {name: gradient after}).
    positions : dict
        {name: (x, y)}.
    edges : dict
        {(from, to): local derivative}.

    Returns
    -------
    matplotlib.figure.Figure
    """
    columns = max(len(steps) for steps in rows.values())
    fig = Figure(figsize=(6.3, 3.1 * len(rows)), layout="constrained")
    for figure_row, (title, steps) in zip(
        np.atleast_1d(fig.subfigures(len(rows), 1)), rows.items(), strict=True
    ):
        figure_row.suptitle(title, fontsize=9.5, fontweight="bold", x=0.01, ha="left")
        axes = figure_row.subplots(1, columns)
        for number, (ax, (active, grads)) in enumerate(zip(axes, steps, strict=True), start=1):
            for (start, end), derivative in edges.items():
                _edge(ax, positions[start], positions[end], _number(derivative), 0.0, end == active)
            for name, place in positions.items():
                _node(ax, place, f"{name}\ngrad {_number(grads[name])}", name == active)
            ax.set_title(f"{number}. {active} passes on", fontsize=8.5)
            _fit(ax, positions, 0.5, 0.4)
    return fig


def _number(value):
    return f"{value:g}".replace("-", "−")


def _edge(ax, start, end, label, bend, active=False):
    colour = ORANGE if active else GREY
    ax.annotate(
        "",
        end,
        start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 1.8 if active else 1.2,
            "shrinkA": 15,
            "shrinkB": 15,
            "connectionstyle": f"arc3,rad={bend}",
        },
    )
    (x0, y0), (x1, y1) = start, end
    # The middle of an arc3 lies half of its bend to the right of the straight line.
    x, y = (x0 + x1) / 2 + bend * (y1 - y0) / 2, (y0 + y1) / 2 - bend * (x1 - x0) / 2
    ax.text(
        x, y, label, ha="center", va="center", fontsize=8.5, color=GREEN,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
    )  # fmt: skip


def _node(ax, place, text, highlighted=False):
    ax.text(
        *place, text, ha="center", va="center", fontsize=8.5, zorder=3,
        bbox={
            "boxstyle": "round,pad=0.35",
            "facecolor": "#ffe8d6" if highlighted else "#e8f1f8",
            "edgecolor": ORANGE if highlighted else BLUE,
            "linewidth": 1.6 if highlighted else 1.0,
        },
    )  # fmt: skip


def _fit(ax, positions, x_margin, y_margin):
    x, y = zip(*positions.values(), strict=True)
    ax.set_xlim(min(x) - x_margin, max(x) + x_margin)
    ax.set_ylim(min(y) - y_margin, max(y) + 0.4)
    ax.axis("off")


def path_calls(nodes, calls):
    """Plot how often backward visits a node: once per path, and once per node.

    Parameters
    ----------
    nodes : sequence of int
        Nodes of a chain x → x + x → …
    calls : sequence of int
        Calls of a recursion that follows every path.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = _axes((5, 3))
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


def signal_by_depth(panels):
    """Plot the size of a signal on its way through a deep network, for several initialisations.

    Parameters
    ----------
    panels : dict
        {title: {label: root mean square of the activations after each layer}}; one panel each.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig = Figure(figsize=(6.3, 3.0), layout="constrained")
    axes = fig.subplots(1, len(panels), sharey=True)
    for ax, (title, curves) in zip(axes, panels.items(), strict=True):
        _plain(ax)
        styles = ((ORANGE, "^"), (BLUE, "o"), (GREEN, "s"), ("#CC79A7", "D"))
        for (label, sizes), (colour, marker) in zip(curves.items(), styles, strict=False):
            ax.semilogy(sizes, color=colour, marker=marker, markersize=3, label=label)
        ax.set_title(title, fontsize=10)
        ax.set_xlabel("layer")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.legend(frameon=False, fontsize=8)
    axes[0].set_ylabel("root mean square of z")
    return fig


def three_fits(x, y, curves, histories, floor):
    """Plot fitted functions over the training data, above their losses while they learn.

    Parameters
    ----------
    x, y : arrays, shape (N,)
        Training data.
    curves : dict
        {title: (x, y)} of each fit, x ascending.
    histories : list of (training losses, validation losses), per epoch, in the same order
    floor : float
        The loss that the noise alone causes.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig = Figure(figsize=(6.3, 4.4), layout="constrained")
    tops, bottoms = fig.subplots(2, len(curves), sharey="row")
    for ax, (title, (grid, fit)) in zip(tops, curves.items(), strict=True):
        _plain(ax)
        ax.plot(x, y, ".", color=GREY, markersize=4, alpha=0.7)
        ax.plot(grid, fit, color=BLUE, linewidth=2)
        ax.set_title(title, fontsize=10)
        ax.set_xlabel("x, standardised")
    for ax, (training, validation) in zip(bottoms, histories, strict=True):
        _plain(ax)
        ax.loglog(np.arange(1, len(training) + 1), training, color=BLUE, label="training")
        ax.loglog(np.arange(1, len(validation) + 1), validation, "--", color=ORANGE,
                  label="validation")  # fmt: skip
        ax.axhline(floor, color=GREY, linewidth=1, linestyle=":", label="noise alone")
        ax.set_xlabel("epoch")
    tops[0].set_ylabel("y, standardised")
    bottoms[0].set_ylabel("half mean squared error")
    bottoms[0].legend(frameon=False, fontsize=8, loc="lower left")
    return fig


def broadcast_trap(column, matrix):
    """Show residuals (N, 1) beside the (N, N) that a forgotten axis makes of them.

    Parameters
    ----------
    column : array, shape (N, 1)
    matrix : array, shape (N, N)

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig = Figure(figsize=(5.2, 3.4), layout="constrained")
    left, right = fig.subplots(1, 2, width_ratios=[1, 6])
    limit = np.abs(matrix).max()
    for ax, residuals in ((left, column), (right, matrix)):
        picture = ax.imshow(residuals, cmap="PuOr", vmin=-limit, vmax=limit, aspect="auto")
        ax.set_title(f"{residuals.shape}", fontsize=10)
        ax.set_ylabel("output n" if ax is left else "")
    left.set_xticks([])
    right.set_xlabel("target m")
    fig.colorbar(picture, label="output n − target m")
    return fig


def losses_per_epoch(losses):
    """Plot the mean loss before any update and after each epoch, one point each.

    Parameters
    ----------
    losses : sequence of float

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = _axes((5, 3))
    ax.plot(range(len(losses)), losses, "o-", color=BLUE)
    ax.set_xticks(range(len(losses)))
    ax.set_xlabel("full-batch updates")
    ax.set_ylabel("mean loss ½(ŷ − y)²")
    ax.margins(y=0.15)
    return fig


def probability_map(X, t, grid, probability):
    """Plot a classifier's probability over the plane, its boundary, and the data.

    Parameters
    ----------
    X, t : arrays, shape (N, 2) and (N,)
        Points, and their classes 0 or 1.
    grid : array, shape (S,)
        Coordinates, the same on both axes.
    probability : array, shape (S, S)
        At (grid[j], grid[i]) in row i, column j.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = _axes((4.6, 3.8))
    levels = np.linspace(0, 1, 11)
    field = ax.contourf(grid, grid, probability, levels=levels, cmap="PuOr", alpha=0.5)
    ax.contour(grid, grid, probability, levels=[0.5], colors="black", linewidths=1.5)
    for k, marker, colour in ((0, "o", "#b35806"), (1, "^", "#542788")):
        ax.plot(*X[t == k].T, marker, color=colour, markeredgecolor="white", markersize=5,
                label=f"t = {k}")  # fmt: skip
    fig.colorbar(field, label="probability of class 1")
    ax.set_aspect("equal")
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False, fontsize=8)
    return fig


def four_roads(differences, blocks):
    """Plot how far other roads to a gradient are from backprop, parameter by parameter.

    Parameters
    ----------
    differences : dict
        {road: |difference| (P,), relative to the largest entry of the gradient}.
    blocks : dict
        {name: number of entries}: W1, b1, …, in the order of the vector.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = _axes((6.3, 3.6))
    floor = 1e-18
    styles = (("s", BLUE), ("^", GREEN), ("o", ORANGE))
    for (road, difference), (marker, colour) in zip(differences.items(), styles, strict=True):
        ax.semilogy(np.maximum(difference, floor), marker, color=colour, markersize=3.5,
                    label=road, linestyle="none")  # fmt: skip
    ends = np.cumsum(list(blocks.values()))
    for name, start, end in zip(blocks, [0, *ends[:-1]], ends, strict=True):
        ax.axvline(end - 0.5, color=GREY, linewidth=0.5)
        ax.text((start + end - 1) / 2, 1.02, name, ha="center", fontsize=8,
                transform=ax.get_xaxis_transform())  # fmt: skip
    ax.axhline(2.2e-16, color=GREY, linewidth=1, linestyle=":")
    ax.annotate("float64's last digit", (ends[-1], 2.2e-16), (-2, 3), ha="right", fontsize=8,
                textcoords="offset points", color="#555555")  # fmt: skip
    ax.set_ylim(floor / 3, 1e-7)
    ax.set_yticks([1e-18, 1e-16, 1e-14, 1e-12, 1e-10, 1e-8],
                  ["0", *(f"$10^{{{k}}}$" for k in (-16, -14, -12, -10, -8))])  # fmt: skip
    ax.set_xlabel("parameter")
    ax.set_ylabel("relative distance to backprop")
    ax.legend(frameon=False, fontsize=8, loc="upper center", ncols=3, bbox_to_anchor=(0.5, 0.98))
    return fig


def _axes(figsize):
    fig = Figure(figsize=figsize, layout="constrained")
    ax = fig.add_subplot()
    _plain(ax)
    return fig, ax


def _plain(ax):
    ax.spines[["top", "right"]].set_visible(False)


# --- notebook 01: pen and paper -------------------------------------------------------------------


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
    entries = np.array(named.get(name), dtype=float)  # None becomes nan
    entry = entries.item() if entries.size == 1 else entries[index]
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
    fig = Figure(figsize=(6, 3.3), layout="constrained")
    ax = fig.subplots()
    ax.spines[["top", "right"]].set_visible(False)
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
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(0.12, 1))
    return fig


# --- notebook 02: gradient check -----------------------------------------------------------------


def _axes(columns=1, rows=1, size=(6.2, 2.8), **options):


    # Twice a screen's 96 dots per inch; no version of matplotlib inside: same figure, same bytes.
    options = {"dpi": 192, "bbox_inches": "tight", "metadata": {"Software": None}}
    fig.savefig(picture, format="png", **options)
    pyplot.close(fig)
    display(Image(_in_256_colours(picture), retina=True, alt=alt), Markdown(caption))


def _in_256_colours(picture):
    """Return a PNG with a palette, a third as large; no colour moves by more than can be seen."""
    from PIL import Image

    compact = BytesIO()
    with Image.open(picture) as full:
        paletted = full.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    paletted.save(compact, "PNG", optimize=True)
    return compact.getvalue()


# --- notebook 04: noisy XOR ----------------------------------------------------------------------

CLASSES = ((0, "o", ORANGE), (1, "^", BLUE))


def xor_sets(sets):
    """Draw sets of labelled points side by side.

    Parameters
    ----------
    sets : dict of str to (X, t)
        Points (N, 2) and labels (N, 1), by the title of their panel.
    """
    fig, axes = _panels(1, len(sets), size=(6.2, 3.3))
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
    fig, axes = _panels(2, len(thetas), size=(6.2, 3.7), sharex="row", sharey="row", squeeze=False)
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
        top.contour(grid, grid, hidden[..., unit], [0], colors=colour, linestyles=dashes)
        top.plot([], [], dashes, color=colour, label=f"hidden unit {unit + 1}")
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


def regression_fit(x, t, line, curves, losses):
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
    fig, (left, right) = _axes(columns=2)
    left.plot(x, t, "o", color=GREY, alpha=0.4, markersize=3)
    styles = zip(curves.items(), (PINK, GREEN, BLUE), (":", "--", "-"), strict=False)
    for (label, y), colour, dashes in styles:
        left.plot(line, y, dashes, color=colour, label=label)
    left.set(xlabel="input x", ylabel="output y, target t")
    left.legend(frameon=False, fontsize="small")
    right.semilogy(range(1, len(losses) + 1), losses, color=BLUE)
    right.set(xlabel="epoch", ylabel="loss before the epoch's step")
    return fig


def gradient_scatter(backprop, numerical):
    """Draw each entry's numerical gradient against its backpropagated one, a panel per parameter.

    Parameters
    ----------
    backprop, numerical : dict of str to array
        The two gradients, under the names W1, b1, …, b3.
    """
    fig, axes = _axes(columns=3, rows=2, size=(6.2, 3.9))
    names = ("W1", "W2", "W3", "b1", "b2", "b3")
    for ax, name in zip(axes.flat, names, strict=True):
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


def relative_error_bars(errors):
    """Draw relative errors as bars on a logarithmic axis, grouped by parameter.

    Parameters
    ----------
    errors : dict of str to dict of str to float
        For the label of each series, the error under each parameter's name.
    """
    fig, ax = _axes()
    series = list(errors)
    names = list(errors[series[0]])
    width = 0.8 / len(series)
    for k, (label, colour) in enumerate(zip(series, (ORANGE, BLUE, GREEN), strict=False)):
        place = np.arange(len(names)) + (k - (len(series) - 1) / 2) * width
        ax.bar(place, [errors[label][name] for name in names], width, color=colour, label=label)
    ax.set_yscale("log")
    ax.set_xticks(range(len(names)), names)
    ax.set(xlabel="parameter", ylabel="relative error")
    ax.legend(frameon=False, ncols=len(series), loc="lower center", bbox_to_anchor=(0.5, 1))
    return fig


def v_curve(steps, errors):
    """Draw the error of numerical gradients against the step size, on logarithmic axes.

    Parameters
    ----------
    steps : array, shape (S,)
    errors : dict of str to array, shape (S,)
        Relative errors by the label of their curve. An error of zero is drawn at 1e-17.
    """
    fig, ax = _axes(size=(6.2, 3.4))
    looks = zip((ORANGE, BLUE, GREEN, PINK), ("s--", "o-", "^-", "d:"), strict=True)
    for (label, error), (colour, look) in zip(errors.items(), looks, strict=False):
        error = np.maximum(error, 1e-17)
        ax.loglog(steps, error, look, color=colour, markersize=3.5, linewidth=1, label=label)
    ax.set(xlabel="step size h", ylabel="relative error", ylim=(3e-18, 3))
    ax.legend(frameon=False, fontsize="small", ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1))
    ax.grid(alpha=0.25)
    return fig


def relu_kink(steps=(0.5, 0.25, 0.1)):
    """Draw the chord of a central difference across ReLU's kink, and its slope against a.

    Parameters
    ----------
    steps : sequence of float
        Step sizes h, the largest first; the chord is drawn for the first.
    """
    fig, (left, right) = _axes(columns=2)
    a = np.linspace(-1, 1, 801)
    h, at = steps[0], 0.2
    left.plot(a, np.maximum(a, 0), color=GREY, label="ReLU")
    ends = np.array([at - h, at + h])
    left.plot(ends, np.maximum(ends, 0), "o-", color=ORANGE, markersize=4, label=f"chord, h = {h}")
    left.plot(at, at, "D", color=BLUE, markersize=5, label=f"a = {at}")
    left.set(xlabel="a", ylabel="z")
    left.legend(frameon=False, fontsize="small")
    for h, colour, dashes in zip(steps, (ORANGE, GREEN, PINK), ("-", "--", ":"), strict=False):
        slope = (np.maximum(a + h, 0) - np.maximum(a - h, 0)) / (2 * h)
        right.plot(a, slope, dashes, color=colour, label=f"h = {h}")
    right.plot([-1, 0, np.nan, 0, 1], [0, 0, np.nan, 1, 1], color=BLUE, linewidth=2.5, alpha=0.5)
    right.plot(0, 0, "o", color=BLUE, markersize=5, label="ReLU′")
    right.set(xlabel="a", ylabel="slope")
    right.legend(frameon=False, fontsize="small", loc="upper left")
    return fig


def taylor_slopes(steps, remainders):
    """Draw Taylor remainders against the step on logarithmic axes, with lines of slope 1 and 2.

    Parameters
    ----------
    steps : array, shape (S,)
        In rising order.
    remainders : dict of str to array, shape (S,)
        Of the right gradient and of a wrong one, by the label of their curve.
    """
    fig, ax = _axes(size=(6.2, 3.2))
    first = np.argmin(steps)
    for order, values in zip((2, 1), remainders.values(), strict=True):
        guide = values[first] * (steps / steps[first]) ** order
        ax.loglog(steps, guide, "--", color=GREY, linewidth=0.8)
        end = steps[-1] * 1.15, guide[-1]
        ax.annotate(f"slope {order}", end, color=GREY, va="center", fontsize="small")
    for (label, values), colour, look in zip(remainders.items(), (BLUE, ORANGE), "o^", strict=True):
        ax.loglog(steps, values, look, color=colour, markersize=4, label=label)
    ax.set(xlabel="step size h", ylabel="Taylor remainder R(h)")
    ax.legend(frameon=False, fontsize="small", loc="lower right")
    return fig


def fingerprints(errors):
    """Draw the relative error of every parameter under every fault, as a table of shades.

    Parameters
    ----------
    errors : dict of str to dict of str to float
        For each fault, the error under each parameter's name.
    """
    fig, ax = _axes(size=(6.2, 3.1))
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


def entry_ratios(ratios):
    """Draw matrices of backpropagated over numerical gradient side by side, entry by entry.

    Parameters
    ----------
    ratios : dict of str to array, shape (out, in)
        One matrix for each title; 1 is right, nan (both zero) is drawn as a dash.
    """
    fig, axes = _axes(columns=len(ratios), size=(6.2, 2.6))
    for ax, (title, ratio) in zip(np.ravel(axes), ratios.items(), strict=True):
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


def _ratio_text(value):
    if np.isnan(value):
        return "–"
    if np.isinf(value):
        return "∞"
    return "✓" if np.isclose(value, 1, rtol=1e-4) else f"{value:.1f}" if value else "0"


def _separate_cells(ax, rows, columns):
    ax.spines[:].set_visible(False)
    for row in range(1, rows):
        ax.axhline(row - 0.5, color="white", linewidth=2)
    for column in range(1, columns):
        ax.axvline(column - 0.5, color="white", linewidth=2)


