"""workbook.notebooks.metadata: what JupyterLab would write is there beforehand."""

import platform
import sys

from workbook.notebooks.metadata import as_opened


def test_metadata_are_those_that_jupyterlab_writes_for_the_python_that_runs():
    assert as_opened() == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": platform.python_version(),
        },
    }
