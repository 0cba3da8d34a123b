"""Which file is graded as which student's which notebook, and what is odd about what came in."""

import ast
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zipfile import BadZipFile

from workbook.checks.table import Table
from workbook.checks.variants import plain
from workbook.notebooks.marks import PLACE_TO_WRITE
from workbook.teaching.files import sort_key
from workbook.teaching.results import Attention
from workbook.teaching.sheets import Sheet, read_sheet, which_notebook
from workbook.teaching.submissions import File, HandIn, Student

NOTHING = "handed in nothing that could be graded"
NO_NOTEBOOK = "a file that is no notebook"
TWICE = "two files for one notebook: the newer was graded"
TWICE_ALIKE = "two files of one time for one notebook: the one with more answers was graded"
SOLUTION = "marks of the solved notebook stand in it"
OTHER_VARIANT = "was handed out to somebody else, going by its variant"
LATE = "late"

TO_WRITE = "NotImplementedError"  # raised where a body is still to be written

NO_QUESTIONS = "is none of the notebooks with questions"


@dataclass
class Chosen:
    """The file that is graded as a student's notebook."""

    file: File
    sheet: Sheet | None
    digest: str
    variant: str = ""

    @property
    def made_for(self) -> str | None:
        """The variant that the file says it was made for, if that draws other numbers."""
        said = self.sheet.variant if self.sheet else None
        return said if said is not None and plain(said) != plain(self.variant) else None


@dataclass
class Sorted:
    """What was handed in, by student and notebook, and what a person should know of it.

    Attributes
    ----------
    aside : dict
        Files that are not graded, as (name, reason), by student.
    unreadable : set
        Students of whom a file could not be read, and does not say which notebook it is.
    """

    chosen: dict[tuple[str, str], Chosen]
    students: dict[str, Student]
    attention: list[Attention] = field(default_factory=list)
    aside: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


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
    for student, name, reason in hand_in.aside:
        found.aside.setdefault(labels[student], []).append((name, reason))
    for file in hand_in.files:
        label = labels[file.student]
        content, reason = _content(file)
        sheet = read_sheet(content)
        name = which_notebook(sheet, file.name, tables)
        if not reason and not name:
            reason = NO_QUESTIONS if sheet else "is no notebook"
        if sheet is None:
            found.attention.append(Attention(NO_NOTEBOOK, label, file.path))
        if reason:
            hand_in.leave(file.path, reason)
            found.aside.setdefault(label, []).append((file.name, reason))
            found.unreadable |= {label} if sheet is None else set()
            continue
        own = _own_variant(file.student.name, sheet) if variant_from_name else variant
        digest = hashlib.sha256(content).hexdigest()
        groups[label, name].append(Chosen(file, sheet, digest, own))
    for key in sorted(groups, key=lambda key: (sort_key(key[0]), key[1])):
        found.chosen[key] = _to_grade(groups[key])
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


def _to_grade(group: Sequence[Chosen]) -> Chosen:
    return max(group, key=_precedence) if len(group) > 1 else group[0]


def _precedence(chosen: Chosen) -> tuple[object, ...]:
    """Return what is larger for the file to grade: the newer one.

    But a newer release, which `workbook start` has put beside a learner's work, was never run; and
    of two that were never run, and are of one time, the one with more answers.
    """
    sheet = chosen.sheet or Sheet()
    upload, changed, name = chosen.file.newness
    answers = 0 if sheet.run else _answers(sheet)
    return chosen.sheet is not None, sheet.run, upload, changed, answers, name, chosen.file.path


def _decided_by_answers(chosen: Chosen, other: Chosen) -> bool:
    *same, answers, _, _ = _precedence(chosen)
    *same_of_other, answers_of_other, _, _ = _precedence(other)
    return same == same_of_other and answers != answers_of_other


def _answers(sheet: Sheet) -> int:
    """Return how many answers hold more than what was released, as far as can be seen unrun."""
    code = sum(not _is_open(source) for source in sheet.code.values())
    return code + sum(
        bool(text.replace(PLACE_TO_WRITE, "").strip()) for text in sheet.written.values()
    )


def _is_open(source: str) -> bool:
    """Return whether a cell is empty, or as it was released: `y = [None]`, a body to write."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    nodes = (node for statement in body for node in ast.walk(statement))
    to_write = any(isinstance(node, ast.Name) and node.id == TO_WRITE for node in nodes)
    return not body or to_write or any(map(_gives_none, body))


def _gives_none(statement: ast.stmt) -> bool:
    """Return whether a statement gives a name None, or nothing but None in lists."""
    if not isinstance(statement, ast.Assign):
        return False
    inside = ast.walk(statement.value)
    leaves = [node for node in inside if not isinstance(node, ast.List | ast.Tuple | ast.Load)]
    return all(isinstance(leaf, ast.Constant) and leaf.value is None for leaf in leaves)


def _notice(
    label: str, chosen: Chosen, group: Sequence[Chosen], attention: list[Attention]
) -> None:
    """Note what is odd about the file that is graded, and about those that are not."""
    others = [each for each in group if each.digest != chosen.digest]
    if others:
        detail = f"{chosen.file.path}, not {', '.join(each.file.path for each in others)}"
        by_answers = any(_decided_by_answers(chosen, each) for each in others)
        attention.append(Attention(TWICE_ALIKE if by_answers else TWICE, label, detail))
    sheet = chosen.sheet or Sheet()
    if sheet.solved:
        attention.append(Attention(SOLUTION, label, chosen.file.path))
    if chosen.made_for is not None:
        detail = (
            f"{chosen.file.path}: {_quoted(chosen.made_for)}, graded as {_quoted(chosen.variant)}"
        )
        attention.append(Attention(OTHER_VARIANT, label, detail))
    if chosen.file.late:
        attention.append(Attention(LATE, label, chosen.file.path))


def _quoted(variant: str) -> str:
    return f"variant {variant!r}" if variant else "no variant"
