"""Walls: which of them stand, and what stays hidden in a folder that can be read."""

import os

import pytest

from tests import ROOT
from tests.workbook.teaching.isolation.test_host import LIMITS, Nursery, needs, refused, result
from workbook.teaching.isolation.sandbox import LANDLOCK_LIST, LANDLOCK_READ, attempted, without


def test_only_walls_that_stand_are_named():
    def refuse():
        raise PermissionError

    done = []
    assert attempted([("no", refuse), ("yes", lambda: done.append(1))]) == ["yes"]
    assert done == [1]


def test_what_is_hidden_in_a_folder_is_left_out(tmp_path):
    for folder in ("packages/numpy", "packages/workbook/questions", "lib"):
        (tmp_path / folder).mkdir(parents=True)
    hidden = [f"{tmp_path}/packages/workbook"]
    shown = {
        os.path.relpath(path, tmp_path): right for path, right in without(str(tmp_path), hidden)
    }
    assert shown == {
        ".": LANDLOCK_LIST,
        "lib": LANDLOCK_READ,
        "packages": LANDLOCK_LIST,
        "packages/numpy": LANDLOCK_READ,
    }
    assert list(without(hidden[0], hidden)) == []
    assert list(without(f"{tmp_path}/lib", hidden)) == [(f"{tmp_path}/lib", LANDLOCK_READ)]


class Installed(Nursery):
    """As where `workbook` is installed in a folder that the learner can read."""

    root = True

    def _config(self):
        config = super()._config()
        changed = {
            "readable": [*config["readable"], str(ROOT / "workbook")],
            "hidden": [str(ROOT / "workbook/questions")],
        }
        return config | changed | ({} if self.root else {"root": ""})


class InstalledWithoutNamespaces(Installed):
    root = False


@pytest.mark.parametrize("kind", [Installed, InstalledWithoutNamespaces])
def test_what_is_hidden_cannot_be_read(kind):
    with kind() as nursery, nursery.learner(LIMITS) as learner:
        learner.allowance = 5
        needs(learner, "own files, network and processes", "files closed")
        source = "result = open({!r}).read(1)"
        assert result(learner, source.format(str(ROOT / "workbook/cli.py"))) == '"'
        refused(learner, source.format(str(ROOT / "workbook/questions/__init__.py")))
