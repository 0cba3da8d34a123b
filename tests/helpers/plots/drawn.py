"""What figures hold, recorded: `python -m tests.helpers.plots.drawn` writes it anew.

`recorded` has a file for each module of `helpers.plots`: every figure of `examples`, told artist by
artist as matplotlib's objects say it, before anything is painted. Read the difference before you
commit it: a record says what is drawn, not that it is right.
"""

from difflib import unified_diff
from pathlib import Path

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text

from tests.helpers.plots import examples

FOLDER = Path(__file__).parent / "recorded"
MANY = 24  # more numbers than these are told by their sum and their extremes


def number(value):
    return f"{float(value):.4g}".replace("-0", "0") if float(value) == 0 else f"{float(value):.4g}"


def numbers(values):
    """Numbers with four digits; of many, how many there are and what would notice a change."""
    flat = np.ma.filled(np.ma.asarray(values, float), np.nan).ravel()
    if len(flat) <= MANY:
        return " ".join(map(number, flat))
    finite = flat[np.isfinite(flat)]
    middle = finite @ np.cos(np.arange(len(finite)))  # depends on the order
    said = [number(each) for each in (flat[0], flat[-1], finite.min(), finite.max(), middle)]
    return f"{len(flat)} numbers: {' '.join(said)}"


def colour(given):
    if given is None or (isinstance(given, str) and given in ("none", "auto")):
        return str(given)
    return to_hex(given, keep_alpha=True)


def looks(artist):
    said = [f"z={artist.get_zorder():g}"]
    said += [f"alpha={artist.get_alpha():g}"] if artist.get_alpha() is not None else []
    said += ["unclipped"] * (not artist.get_clip_on())
    label = str(artist.get_label())
    return " ".join([*said, *([repr(label)] if label and not label.startswith("_") else [])])


def line(artist):
    mark = (
        f"{artist.get_marker()} {artist.get_markersize():g} {colour(artist.get_markerfacecolor())}"
    )
    dashes = f"{artist.get_linestyle()} {artist.get_linewidth():g} {colour(artist.get_color())}"
    x, y = (numbers(values) for values in artist.get_data(orig=False))
    return f"line {dashes}, {mark}, {looks(artist)}\n  x {x}\n  y {y}"


def text(artist):
    place = numbers(artist.get_position())
    how = f"{artist.get_ha()} {artist.get_va()} {artist.get_fontsize():g} {artist.get_fontweight()}"
    told = f"text {artist.get_text()!r} at {place}, {how} {colour(artist.get_color())}"
    told += f" turned {artist.get_rotation():.4g}" if artist.get_rotation() else ""
    if isinstance(artist, Annotation):
        told += f", of {numbers(artist.xy)} in {artist.anncoords}"
        if artist.arrow_patch:
            arrow = artist.arrow_patch
            style = artist.arrowprops
            kept = {key: style[key] for key in sorted(style) if key[:-1] != "patch"}
            told += f", arrow {kept} {colour(arrow.get_edgecolor())}"
    box = artist.get_bbox_patch()
    if box:
        style = f"{type(box.get_boxstyle()).__name__} {vars(box.get_boxstyle())}"
        told += f", in {style} {colour(box.get_facecolor())} {colour(box.get_edgecolor())}"
        told += f" {box.get_linewidth():g}"
    return f"{told}, {looks(artist)}"


def patch(artist):
    edges = f"{colour(artist.get_edgecolor())} {artist.get_linewidth():g} {artist.get_linestyle()}"
    inside = artist.get_path().transformed(artist.get_patch_transform()).vertices
    return f"patch {colour(artist.get_facecolor())}, {edges}, {looks(artist)}\n  {numbers(inside)}"


def collection(artist):
    faces, edges = (
        [colour(each) for each in given[:5]]
        for given in (artist.get_facecolor(), artist.get_edgecolor())
    )
    said = [f"{type(artist).__name__} {faces} {edges}, {looks(artist)}"]
    sizes = artist.get_sizes() if hasattr(artist, "get_sizes") else []
    said += [f"  widths {numbers(artist.get_linewidth())}, sizes {numbers(sizes)}"]
    said += [f"  at {numbers(artist.get_offsets())}"]
    if artist.get_array() is not None:
        said += [f"  {artist.get_cmap().name} {numbers(artist.get_array())}, {artist.get_clim()}"]
    vertices = [path.vertices.ravel() for path in artist.get_paths()]
    if vertices:
        said += [f"  paths {numbers(np.concatenate(vertices))}"]
    return "\n".join(said)


def image(artist):
    low, high = map(number, artist.get_clim())
    shape = "×".join(map(str, artist.get_array().shape))
    told = f"image {shape} {artist.get_cmap().name} from {low} to {high}, {looks(artist)}"
    return f"{told}\n  {numbers(artist.get_array())}\n  over {numbers(artist.get_extent())}"


def legend(artist):
    names = [each.get_text() for each in artist.get_texts()]
    frame = artist.get_frame_on()
    size = artist.get_texts()[0].get_fontsize() if names else 0
    anchor = numbers(artist.get_bbox_to_anchor().bounds) if artist._bbox_to_anchor else "nowhere"
    alphas = [handle.get_alpha() for handle in artist.legend_handles if handle is not None]
    marks = [h.get_markersize() for h in artist.legend_handles if isinstance(h, Line2D)]
    return (
        f"legend {names} at {artist._loc} by {anchor}, frame {frame}, {size:g} points, "
        f"{artist._ncols} columns, alphas {alphas}, marks {numbers(marks)}"
    )


KINDS = (
    (Legend, legend),
    (Line2D, line),
    (Text, text),
    (AxesImage, image),
    (Collection, collection),
    (Patch, patch),
)


def told(artist):
    return next((tell(artist) for kind, tell in KINDS if isinstance(artist, kind)), None)


def ticks(axis):
    major, minor = axis.get_majorticklocs(), len(axis.get_minorticklocs())
    labels = axis.get_major_formatter().format_ticks(major)
    return f"{axis.get_scale()}, ticks {numbers(major)}, {minor} minor, {labels}"


def panel(ax):
    """All that one pair of axes holds."""
    spines = [side for side, spine in ax.spines.items() if spine.get_visible()]
    titles = [ax.get_title(where) for where in ("left", "center", "right")]
    sizes = [ax.title.get_fontsize(), ax._left_title.get_fontsize()]
    lines = [
        f"axes {titles} {numbers(sizes)}, spines {spines}, shown {ax.axison}, {ax.get_aspect()}",
        f"x {ax.get_xlabel()!r} {numbers(ax.get_xlim())}, {ticks(ax.xaxis)}",
        f"y {ax.get_ylabel()!r} {numbers(ax.get_ylim())}, {ticks(ax.yaxis)}",
    ]
    own = {ax.title, ax._left_title, ax._right_title, ax.patch, *ax.spines.values()}
    lines += [told(each) for each in ax.get_children() if each not in own]
    return "\n".join("  " * (i > 0) + each for i, each in enumerate(filter(None, lines)))


def description(fig):
    """A figure in words."""
    size = numbers(fig.get_size_inches())
    above = fig._suptitle
    head = f"figure {size}, {type(fig.get_layout_engine()).__name__}"
    head += f", {above.get_text()!r} {above.get_fontsize():g}" if above else ""
    below = [legend(each) for each in fig.legends]
    return "\n".join([head, *below, *map(panel, fig.axes)])


def written(name):
    """The record of a module's figures as they are today."""
    figures = getattr(examples, name)()
    told = [f"▶ {title}\n{description(fig)}\n" for title, fig in figures.items()]
    return "\n".join(told)


def difference(name):
    """What is not drawn as it was recorded, as a diff; nothing where all is."""
    before = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    after = written(name).split("\n")
    return "\n".join(unified_diff(before, after, "recorded", "drawn today", n=4, lineterm=""))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in examples.MODULES:
        (FOLDER / f"{name}.txt").write_text(written(name), encoding="utf-8", newline="\n")
