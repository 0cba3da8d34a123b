"""What the learners' process starts with: `python -I -S boot.py CONFIG`.

It makes importable what a notebook needs, and nothing else: NumPy and what else is installed,
`helpers`, and in place of `workbook` a module whose `check` does nothing.
"""

import importlib.util
import json
import sys
from types import ModuleType
from typing import Any

HERE = "workbook.teaching.isolation"


def package(name: str, folder: str) -> None:
    """Import a package from its folder, beside which nothing else can be imported."""
    spec = importlib.util.spec_from_file_location(
        name, f"{folder}/__init__.py", submodule_search_locations=[folder]
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


def check(*question: Any, **answers: Any) -> None:
    """Do nothing: the grader checks."""


def main() -> None:
    """Become the process of which each learner's is forked."""
    config = json.loads(sys.argv[1])
    sys.path.append(config["installed"])
    sys.modules["workbook"] = ModuleType("workbook")
    sys.modules["workbook"].__dict__["check"] = check
    package("helpers", config["helpers"])
    package(HERE, config["isolation"])
    child = importlib.import_module(f"{HERE}.child")
    for name in [name for name in sys.modules if name.startswith(HERE)]:
        del sys.modules[name]
    child.wait_and_fork(config)


if __name__ == "__main__":
    main()
