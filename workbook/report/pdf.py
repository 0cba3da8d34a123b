"""Typst markup to PDF."""

import re
import unicodedata
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

import typst
from nbconvert.utils.exceptions import ConversionException

from workbook.report.context import PLACE, Context

LAYOUT = Path(__file__).parent / "templates" / "typst" / "workbook.typ"
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MISSING_GLYPHS = re.compile(r'the text `"(.+?)"` could not be displayed')


class ReportError(ConversionException):
    """A report that cannot be made; when strict, for anything that could not be set."""


def make_pdf(source: str, context: Context, font_paths: list[str]) -> bytes:
    """Return the PDF of a report; a character that no font has becomes its number, in a box.

    Parameters
    ----------
    source : str
        Markup; comments tell of which cell the lines below are.
    context : Context
        Has the pictures, and hears what could not be set.
    font_paths : list of str
        Folders with more fonts than Typst's own.

    Raises
    ------
    ReportError
        If Typst refuses the markup.
    """
    source = spell_out(set(UNPRINTABLE.findall(source)), source, context)
    with TemporaryDirectory() as folder:
        copy(LAYOUT, folder)
        for name, content in context.files.items():
            Path(folder, name).write_bytes(content)
        while True:
            try:
                return compile_source(source, Path(folder, "main.typ"), font_paths)
            except typst.TypstError as error:
                message = getattr(error, "diagnostic", str(error))
            missing = missing_glyphs(message) & set(source)
            if not missing:
                raise ReportError(f"Typst refuses the report:\n{message}")
            source = spell_out(missing, source, context)


def compile_source(source: str, main: Path, font_paths: list[str]) -> bytes:
    """Return the PDF of markup, written to the file `main` beside what it reads."""
    main.write_bytes(source.encode())
    return typst.compile(
        str(main), font_paths=font_paths, ignore_system_fonts=True, pdf_standards=["ua-1"]
    )


def missing_glyphs(message: str) -> set[str]:
    """Return the characters that Typst complains about, which it writes as Rust does."""
    texts = "".join(MISSING_GLYPHS.findall(message))
    texts = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), texts)
    return {character for character in texts if not character.isascii()}


def spell_out(characters: set[str], source: str, context: Context) -> str:
    """Put numbers in place of characters, and tell of each in which cell it is."""
    lines, place = [], "the title"
    for line in source.split("\n"):
        place = line.removeprefix(PLACE) if line.startswith(PLACE) else place
        for character in sorted(characters & set(line)):
            name = unicodedata.name(character, "unnamed")
            number = f"⟦U+{ord(character):04X}⟧"
            context.complain(f"no font has {number}", name, place)
            line = line.replace(character, number)
        lines.append(line)
    return "\n".join(lines)
