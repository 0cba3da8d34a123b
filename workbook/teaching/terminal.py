"""What `workbook grade` says at its end: what is done, where it is, and what needs a person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbook.teaching.results import Results, by_kind

MOST = 5  # names in a line; the page has all


def told(results: Results, out: Path, walls: Sequence[str], platform: str = "") -> str:
    """Return the lines for the terminal."""
    return "\n".join(_lines(results, out, walls, platform))


def _lines(results: Results, out: Path, walls: Sequence[str], platform: str) -> Iterator[str]:
    count = Counter(notebook for _, notebook in results.papers)
    each = ", ".join(f"{count[name]} × {name}" for name in results.tables)
    yield f"Graded {_many(len(results.students), 'student')}: {each or 'no notebook'}."
    if walls:
        yield f"Walls around each notebook: {', '.join(walls)}."
    else:
        yield "No walls stand around the notebooks on this system: grade strangers' in a container."
    yield ""
    yield f"  {out / 'grades.csv'}  a row for each student"
    if platform:
        yield f"  {out / f'{platform}.csv'}  to import"
    yield f"  {out / 'class.html'}  the class: what went wrong most, and what needs a person"
    yield f"  {out / 'feedback'}  a page for each student"
    if waiting := results.waiting():
        yield f"  {out / 'written.html'}  {_many(waiting, 'written answer')} to read"
        yield f"  {out / 'written.csv'}  for their points: fill it in, and run this command again"
    if results.attention:
        yield ""
        yield "Needs a person:"
        for kind, group in by_kind(results.attention):
            names = list(dict.fromkeys(each.student for each in group))
            more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
            yield f"  {kind}: {', '.join(names[:MOST])}{more}"
    if results.left:
        left = _many(len(results.left), "file")
        yield f"  {left} left aside; {out / 'class.html'} says which and why"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
