"""What JupyterLab writes into a notebook's metadata when it opens it, written beforehand.

Else a notebook is marked as changed before anything in it is, and saving it changes the file.
"""

import platform
import sys
from typing import Any


def as_opened() -> dict[str, Any]:
    """Return the kernel's and the language's metadata as JupyterLab would write them.

    They name the Python that runs now: opened with a kernel of another version, or one that is
    installed under another name, a notebook is marked as changed all the same.
    """
    return {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": platform.python_version(),
        },
    }
