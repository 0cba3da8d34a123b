"""How far one has come, as a table in a notebook and as text in a terminal.

What stands in a file is shown before anything is run, so JupyterLab takes scripts and style sheets
out of it; a few inline styles are left, with colours that stand out on white and on black.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from workbook.learning.standing import STATUSES, Standing

COLOURS = {"right": "#3f9d55", "written": "#3d86c6", "tried": "#d98e04"}
SIGNS = {"right": "✓", "written": "✎", "tried": "✗", "open": "○"}
BAR, WIDTH = 20, 160  # characters in a terminal, pixels on a page

AS_SAVED = "Answers in words are counted as last saved."


@dataclass(frozen=True)
class Shown:
    """What a cell shows: a table in a notebook, text in a terminal."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def overview(standings: Sequence[Standing]) -> Shown:
    """Return the table of all notebooks: how long, how far, what is next."""
    if not standings:
        return _plain("There is no notebook to work in here. `workbook start` makes them.")
    head = "".join(map(_head, ("Notebook", "How far", "Next")))
    rows = "".join(map(_row, standings))
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{_small(AS_SAVED)}"
    width = max(len(each.name) for each in standings)
    lines = [
        f"{each.name:{width}}  {_text_bar(each)}  {_counts(each)}"
        + (f"; next: {each.next}" if each.begun and each.next else "")
        for each in standings
    ]
    return Shown(html, "\n".join(lines))


def one_notebook(name: str, standing: Standing | None) -> Shown:
    """Return the table of one notebook's questions, by how they stand."""
    if standing is None:
        return _plain(f"{name} keeps no progress here: it does so in the folder of `make lab`.")
    score = f"{standing.points:g} of {standing.of_points:g} points"
    html = f"{_bar(standing)}{_p(f'<b>{score}</b>, {_counts(standing)}')}<table><tbody>"
    lines = [f"{standing.name}  {_text_bar(standing)}  {score}, {_counts(standing)}"]
    for status in STATUSES:
        if those := standing.those(status):
            links = ", ".join(_link(standing.file, each, each) for each in those)
            html += f"<tr>{_cell(_status(status))}{_cell(links)}</tr>"
            lines.append(f"{SIGNS[status]} {status:8} {', '.join(those)}")
    html += "</tbody></table>"
    if standing.next:
        html += _p(f"Next: {_link(standing.file, standing.next, standing.next)}")
        lines.append(f"Next: {standing.next}")
    else:
        html += _p("All done.")
        lines.append("All done.")
    return Shown(html + _small(AS_SAVED), "\n".join(lines))


def _plain(words: str) -> Shown:
    return Shown(_p(escape(words)), words)


def _row(standing: Standing) -> str:
    notebook = _link(standing.file, standing.title)
    if time := _time(standing):
        notebook += f"<br><small>{time}</small>"
    for file in standing.newer:
        notebook += f"<br>{_link(file, 'a newer release')} lies beside it"
    following = "done"
    if standing.next and standing.begun:
        following = _link(standing.file, standing.next, standing.next)
    elif standing.next:
        following = _link(standing.file, "begin")
    where = f"{_bar(standing)}{_counts(standing)}"
    return f"<tr>{_cell(notebook)}{_cell(where)}{_cell(following)}</tr>"


def _time(standing: Standing) -> str:
    """Say how long the notebook takes, as far as it is known."""
    if not standing.minutes:
        return ""
    if not standing.short_path_minutes:
        return _hours(standing.minutes)
    return f"short path {_hours(standing.short_path_minutes)}, all {_hours(standing.minutes)}"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _counts(standing: Standing) -> str:
    """Say how many questions stand how: "3 right, 1 tried, 36 open"."""
    counted = [(len(standing.those(status)), status) for status in STATUSES]
    return ", ".join(f"{count} {status}" for count, status in counted if count)


def _text_bar(standing: Standing) -> str:
    full = int(BAR * standing.done)
    return "█" * full + "·" * (BAR - full)


def _bar(standing: Standing) -> str:
    """Return a bar of as many colours as there are ways in which questions stand."""
    parts = [
        f'<div style="width: {WIDTH * len(those) / len(standing.questions):.1f}px; height: 8px; '
        f'background-color: {colour}; display: inline-block"></div>'
        for status, colour in COLOURS.items()
        if (those := standing.those(status))
    ]
    return (
        f'<div style="width: {WIDTH}px; height: 8px; margin: 4px 0; line-height: 8px; '
        f'background-color: rgba(128, 128, 128, 0.3); white-space: nowrap">{"".join(parts)}</div>'
    )


def _status(status: str) -> str:
    colour = f' style="color: {COLOURS[status]}"' if status in COLOURS else ""
    return f"<b{colour}>{SIGNS[status]}&nbsp;{status}</b>"


def _link(file: str, words: str, question_id: str = "") -> str:
    fragment = f"#cell-id={question_id}" if question_id else ""
    style = ' style="white-space: nowrap"' if question_id else ""
    return f'<a href="{escape(file)}{fragment}"{style}>{escape(words)}</a>'


def _head(words: str) -> str:
    return f'<th style="text-align: left">{words}</th>'


def _cell(html: str) -> str:
    return f'<td style="text-align: left; vertical-align: top">{html}</td>'


def _p(html: str) -> str:
    return f"<p>{html}</p>"


def _small(words: str) -> str:
    return _p(f"<small>{words}</small>")
