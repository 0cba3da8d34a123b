"""Which file is graded as which student's which notebook, and what is odd about what came in."""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zipfile import BadZipFile

from workbook.checks.table import Table
from workbook.teaching.files import sort_key
from workbook.teaching.results import Attention
from workbook.teaching.sheets import Sheet, read_sheet, which_notebook
from workbook.teaching.submissions import File, HandIn, Student

NOTHING = "handed in nothing that could be graded"
NO_NOTEBOOK = "a file that is no notebook"
TWICE = "two files for one notebook: the newer was graded"
SOLUTION = "marks of the solved notebook stand in it"
OTHER_VARIANT = "was handed out to somebody else, going by its variant"
LATE = "late"

NO_QUESTIONS = "is none of the notebooks with questions"


@dataclass
class Chosen:
    """The file that is graded as a student's notebook."""

    file: File
    sheet: Sheet | None
    digest: str
    variant: str = ""


@dataclass
class Sorted:
    """What was handed in, by student and notebook, and what a person should know of it."""

    chosen: dict[tuple[str, str], Chosen]
    students: dict[str, Student]
    attention: list[Attention] = field(default_factory=list)


def sort_out(
    hand_in: HandIn, tables: Mapping[str, Table], variant: str, variant_from_name: bool
) -> Sorted:
    """Return which file is graded as which student's which notebook; what is not is noted.

    Parameters
    ----------
    hand_in : HandIn
        Files that are left aside are noted in it.
    tables : mapping
        The tables of questions, by the names of their notebooks.
    variant : str
        The variant of all notebooks.
    variant_from_name : bool
        Each student's variant is the student's name.
    """
    labels = _labels(hand_in.students)
    found = Sorted({}, {label: student for student, label in labels.items()})
    groups: dict[tuple[str, str], list[Chosen]] = defaultdict(list)
    for file in hand_in.files:
        label = labels[file.student]
        content, reason = _content(file)
        sheet = read_sheet(content)
        name = which_notebook(sheet, file.name, tables)
        if not reason and not name:
            reason = NO_QUESTIONS if sheet else "is no notebook"
        if reason:
            hand_in.leave(file.path, reason)
        if sheet is None:
            found.attention.append(Attention(NO_NOTEBOOK, label, file.path))
        if reason:
            continue
        own = _own_variant(file.student.name, sheet) if variant_from_name else variant
        digest = hashlib.sha256(content).hexdigest()
        groups[label, name].append(Chosen(file, sheet, digest, own))
    for key in sorted(groups, key=lambda key: (sort_key(key[0]), key[1])):
        found.chosen[key] = max(groups[key], key=_precedence)
        _notice(key[0], found.chosen[key], groups[key], found.attention)
    with_work = {label for label, _ in found.chosen}
    idle = [label for label in found.students if label not in with_work]
    found.attention += [Attention(NOTHING, label, "") for label in idle]
    return found


def _labels(students: Iterable[Student]) -> dict[Student, str]:
    """Return the name under which each student appears, in order: two of one name get numbers."""
    same = defaultdict(list)
    for student in sorted(students):
        same[student.name].append(student)
    labels = {
        student: student.name if len(group) == 1 else f"{student.name} ({student.identifier or k})"
        for group in same.values()
        for k, student in enumerate(group, start=1)
    }
    return dict(sorted(labels.items(), key=lambda pair: sort_key(pair[1])))


def _content(file: File) -> tuple[bytes, str]:
    """Return a file's content, or why it cannot be had."""
    try:
        return file.read(), ""
    except (OSError, BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        return b"", f"cannot be read ({error})"


def _own_variant(name: str, sheet: Sheet | None) -> str:
    """Return the variant of a student's name, in the spelling in which it was handed out.

    Canvas makes "lovelaceada" of Ada Lovelace, and some courses have "Lovelace, Ada": a variant
    with the same letters is the student's.
    """
    handed_out = sheet.variant if sheet and sheet.variant else name
    return handed_out if _letters(handed_out) == _letters(name) else name


def _letters(name: str) -> list[str]:
    return sorted(c for c in sort_key(name)[0] if c.isalnum())


def _precedence(chosen: Chosen) -> tuple[bool, tuple[object, ...], str]:
    """Return what is larger for the file to grade: the newer one.

    But a newer release, which `workbook start` has put beside a learner's work, was never run.
    """
    return bool(chosen.sheet and chosen.sheet.run), chosen.file.newness, chosen.file.path


def _notice(
    label: str, chosen: Chosen, group: Sequence[Chosen], attention: list[Attention]
) -> None:
    """Note what is odd about the file that is graded, and about those that are not."""
    others = [each.file.path for each in group if each.digest != chosen.digest]
    if others:
        detail = f"{chosen.file.path}, not {', '.join(others)}"
        attention.append(Attention(TWICE, label, detail))
    sheet = chosen.sheet or Sheet()
    if sheet.solved:
        attention.append(Attention(SOLUTION, label, chosen.file.path))
    if sheet.variant is not None and sheet.variant.strip() != chosen.variant.strip():
        detail = (
            f"{chosen.file.path}: {_quoted(sheet.variant)}, graded as {_quoted(chosen.variant)}"
        )
        attention.append(Attention(OTHER_VARIANT, label, detail))
    if chosen.file.late:
        attention.append(Attention(LATE, label, chosen.file.path))


def _quoted(variant: str) -> str:
    return f"variant {variant!r}" if variant else "no variant"
