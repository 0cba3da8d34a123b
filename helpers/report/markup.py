"""The few words of Typst that every other module writes."""

import re

# Everything that Typst's markup reads as more than itself, quotation marks apart: those it sets as a book does.
SPECIAL = re.compile(r"[\\#*_`$@<>=+/~\[\].:-]")


def escape(text):
    """Prose as Typst markup that sets exactly these words."""
    return SPECIAL.sub(r"\\\g<0>", text)


def string(text):
    """A Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
