"""Files that are written for a teacher: names that every system takes, tables that do no harm."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.files import write_whole
from workbook.checks.variants import plain

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LONGEST = 80
STROKES = str.maketrans("ŁłØøĐđ", "LlOoDd")  # letters that are not made of one and an accent


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what was `guarded`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def file_names(names: Iterable[str]) -> dict[str, str]:
    """Return a file's name, without ending, for each of some names: no two alike on any system."""
    taken: set[str] = set()
    files = {}
    for name in names:
        own = _file_name(name)
        file, k = own, 2
        while file.casefold() in taken:
            file, k = f"{own}-{k}", k + 1
        taken.add(file.casefold())
        files[name] = file
    return files


def readable_name(text: str) -> str:
    """Return a name for a folder as a person writes it, without what a system forbids."""
    return " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", text).split()).strip(" .")


def _file_name(name: str) -> str:
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    allowed = re.sub(r'[<>:"/\\|?*%#&\s]+', "_", visible)[:LONGEST].strip("._")
    return f"_{allowed}" if not allowed or RESERVED.fullmatch(allowed) else allowed


def sort_key(name: str) -> tuple[str, str]:
    """Return what sorts names as people do: Ä with A, and small letters with large ones."""
    return plain(name.translate(STROKES)), name


def table_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV; a text that a spreadsheet would take for a formula is guarded."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([cell(each) for each in row] for row in rows)
    return out.getvalue()


def cell(content: object) -> str:
    """Return what stands in a cell: 12.5, 12 for 12.0, nothing for None."""
    if content is None:
        return ""
    return f"{content:.6g}" if isinstance(content, int | float) else guarded(str(content))


def decoded(raw: bytes) -> str:
    """Return a spreadsheet's text, in whichever encoding it was saved."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode(encoding, errors="replace"))
