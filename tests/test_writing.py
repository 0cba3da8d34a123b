"""Wherever the packages write a file, it is whole or not at all: one function does it."""

import ast

import pytest

from tests.test_walls import MODULES

WRITERS = {"nbformat.write", "json.dump", "os.replace", "os.rename", "shutil.copyfile"}

# Who else may, and why: what nobody else sees, or what replaces nothing.
MAY = {
    "helpers.files": {"write_bytes", "open", "os.replace"},  # the one function; a device
    "helpers.mnist": {"open"},  # the draft that pooch has made
    "workbook.checks.progress": {"open", "shutil.copyfile"},  # a lock; a copy with a new name
    "workbook.learning.folder": {"os.rename"},  # to a name that is free
    "workbook.report.pdf": {"write_bytes"},  # in a folder of its own
    "workbook.teaching.release": {"write_text", "write_bytes", "os.replace"},  # the same
    "workbook.teaching.isolation.sandbox": {"write_text", "open"},  # /proc; places to mount on
}


def writer(call):
    """Return by what a call writes a file; None if it does not."""
    name = ast.unparse(call.func)
    method = getattr(call.func, "attr", name)
    if method == "open":
        arguments = [*call.args, *(each.value for each in call.keywords)]
        texts = [each.value for each in arguments if isinstance(each, ast.Constant)]
        modes = [text for text in texts if isinstance(text, str) and set(text) <= set("rwxab+")]
        return method if set("wxa") & set("".join(modes)) else None
    if method in ("write_text", "write_bytes") and method != name:
        return method
    return name if name in WRITERS else None


@pytest.mark.parametrize("module", MODULES)
def test_a_file_is_written_whole(module):
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert {name for call in calls if (name := writer(call))} == MAY.get(module, set())
