"""The table of benchmarks as a bar chart."""

from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from benchmarks.harness import readable
from helpers.plots.base import BLUE, GREY, ORANGE


def speeds(comparisons):
    """Draw how many times as fast as its reference each contender is, with what was promised."""
    bars = [
        (comparison, name)
        for comparison in comparisons
        for name in comparison.seconds
        if name != comparison.reference
    ]
    fig = Figure(figsize=(8, 0.6 + 0.5 * len(bars)), layout="constrained")
    ax = fig.subplots()
    for place, (comparison, name) in enumerate(bars):
        speed, time = comparison.speed(name), readable(comparison.median(name))
        colour = ORANGE if comparison.kept(name) is False else BLUE
        ax.barh(place, speed - 1, left=1, color=colour, height=0.6)
        place_of_text = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
        end = max(1, speed), place
        ax.annotate(
            f"{speed:.{0 if speed >= 10 else 1}f} ×, {time}", end, **place_of_text, fontsize="small"
        )
        if name in comparison.at_least:
            ax.plot(2 * [comparison.at_least[name]], [place - 0.4, place + 0.4], color="black")
    labels = [f"{each.task}\n{name} against {each.reference}" for each, name in bars]
    ax.set_yticks(range(len(bars)), labels, fontsize="small")
    ax.axvline(1, color=GREY, linewidth=0.8)
    ax.set(xscale="log", xlabel="times as fast (black line: promised)")
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_formatter("")
    ax.invert_yaxis()
    ax.set_xlim(right=5 * ax.get_xlim()[1])  # room for the last bar's text
    ax.spines[["top", "right"]].set_visible(False)
    return fig
