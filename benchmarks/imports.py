"""What `import helpers` costs, against `import numpy`, each in a fresh process."""

import subprocess
import sys

from benchmarks.harness import compare

TIMED_IMPORT = """
from time import perf_counter
begin = perf_counter()
import {module}
print(perf_counter() - begin)
"""


def comparisons():
    """Yield the comparison; 0.77 the speed is 1.3 times the time."""
    yield compare(
        "import, in a fresh process",
        {"import numpy": "numpy", "import helpers": "helpers"},
        reference="import numpy",
        at_least={"import helpers": 1 / 1.3},
        rounds=15,
        measure=import_seconds,
    )


def import_seconds(module):
    """Return what the import takes, the interpreter's own start left out."""
    command = [sys.executable, "-c", TIMED_IMPORT.format(module=module)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
