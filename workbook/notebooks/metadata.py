"""What JupyterLab writes into a notebook's metadata when it opens it, written beforehand.

Else a notebook is marked as changed before anything in it is, and saving it changes the file.
"""

import platform
import sys

from workbook.notebooks.cells import Notebook


def as_opened(notebook: Notebook) -> None:
    """Give a notebook the kernel's and the language's metadata as JupyterLab would, in place.

    It names the Python that runs now: opened with a kernel of another version, or one that is
    installed under another name, the notebook is marked as changed all the same.
    """
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {
        "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }
