"""workbook.notebooks.raw: a notebook's file without nbformat."""

import json
import subprocess
import sys

import pytest

from workbook.notebooks.raw import NoNotebook, read_raw


def file(*cells, **metadata):
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}).encode()


@pytest.mark.parametrize("source", ["a = 1\nb = 2", ["a = 1\n", "b = 2"]])
def test_a_source_is_one_string(source):
    (cell,) = read_raw(file({"cell_type": "code", "id": "x", "source": source}))["cells"]
    assert cell == {"cell_type": "code", "id": "x", "source": "a = 1\nb = 2"}


def test_metadata_are_kept_and_where_there_are_none_they_are_empty():
    assert read_raw(file(workbook={"minutes": 5}))["metadata"] == {"workbook": {"minutes": 5}}
    assert read_raw(b'{"cells": []}') == {"cells": [], "metadata": {}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'[["cells", []]]',
        b'{"cells": [], "metadata": 3}',
        b"\xff",
        b"[" * 99_999,
        b"{}",
        b'{"cells": 3, "metadata": {}}',
    ]
    + [file(3), file({}), file({"cell_type": "code", "source": [3]})],
)
def test_what_is_no_notebook_is_refused(content):
    with pytest.raises(NoNotebook):
        read_raw(content)


def test_what_runs_beside_a_learner_does_not_wait_for_nbformat():
    modules = "workbook.learning.kindly, workbook.learning.page"
    code = f"import sys, {modules}\nassert 'nbformat' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
