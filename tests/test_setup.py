"""What the project declares, what the lock pins, and what the README promises agree."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from itertools import chain
from pkgutil import iter_modules
from zipfile import ZipFile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DISTRIBUTIONS = packages_distributions()

# Extras that the lock leaves out, and why.
UNLOCKED = {
    "torch": "never required, and some of its wheels bring gigabytes",
    "bench": "benchmarks compare with these packages only where they are installed",
}


EXTRAS = PROJECT["project"]["optional-dependencies"]
BASE = [Requirement(line) for line in PROJECT["project"]["dependencies"]]


def brought_by(extra):
    """The requirements of an extra and, where it names extras of this project, of these too."""
    for requirement in map(Requirement, EXTRAS[extra]):
        if requirement.name == PROJECT["project"]["name"]:
            for other in requirement.extras:
                yield from brought_by(other)
        else:
            yield requirement


def declared():
    """Every requirement in pyproject.toml that an environment made from the lock must meet."""
    build = [*PROJECT["build-system"]["requires"], *PROJECT["dependency-groups"]["build"]]
    extras = [brought_by(extra) for extra in EXTRAS if extra not in UNLOCKED]
    return sorted({*BASE, *map(Requirement, build), *chain(*extras)}, key=str)


def pins():
    """The lock as pairs (requirement, its hashes)."""
    text = re.sub(r"^\s*#.*\n", "", LOCK, flags=re.MULTILINE).replace("\\\n", " ")
    pairs = []
    for line in text.splitlines():
        requirement, *hashes = line.split(" --hash=")
        pairs.append((Requirement(requirement), [h.strip() for h in hashes]))
    return pairs


PINNED = {canonicalize_name(requirement.name): requirement for requirement, _ in pins()}


def make_targets():
    """The targets of the Makefile that have a description."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^(\w+):.*## ", makefile, flags=re.MULTILINE))


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_lock_pins_what_is_declared(requirement):
    pin = PINNED[canonicalize_name(requirement.name)]
    (specifier,) = pin.specifier
    assert pin.marker is None, "a declared package is pinned for every system and Python"
    assert specifier.operator == "=="
    assert requirement.specifier.contains(specifier.version)


def test_extras_left_out_of_the_lock_exist():
    assert UNLOCKED.keys() <= EXTRAS.keys()
    assert "torch" not in PINNED


def test_the_lock_is_of_all_other_extras():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    locked = set(chain(*map(brought_by, re.findall(r"--extra (\w+)", makefile))))
    for extra in EXTRAS.keys() - UNLOCKED.keys():
        assert set(brought_by(extra)) <= locked, extra


@pytest.mark.parametrize(("requirement", "hashes"), pins(), ids=lambda value: str(value)[:20])
def test_every_pin_is_exact_and_hashed(requirement, hashes):
    assert [specifier.operator for specifier in requirement.specifier] == ["=="]
    assert requirement.url is None
    assert hashes
    assert all(re.fullmatch("sha256:[0-9a-f]{64}", h) for h in hashes)


def test_lock_names_no_address_and_no_path():
    assert "://" not in LOCK
    assert not re.search(r"^-", LOCK, re.MULTILINE)  # no option of pip, such as an index
    assert not re.search(r"(^|\s)[~./]*/", LOCK), "an absolute or relative path"


def test_lock_pins_one_version_of_each_package():
    assert len(PINNED) == len(pins())


def test_conda_provides_python_and_pip_and_the_lock_the_rest():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, rest = environment["dependencies"]
    assert (Requirement(python).name, pip) == ("python", "pip")
    assert rest == {"pip": ["-r requirements.lock"]}


def test_python_versions_agree():
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = Requirement(environment["dependencies"][0]).specifier
    classifiers = [c.rpartition(" ")[2] for c in PROJECT["project"]["classifiers"]]
    named = {v for v in classifiers if re.fullmatch(r"3\.\d+", v)}
    candidates = {f"3.{minor}" for minor in range(30)}
    assert named == set(conda.filter(candidates)) <= set(supported.filter(candidates))

    oldest = min(named, key=Version)
    assert f">={oldest}" in str(supported)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"--python-version {oldest} " in makefile
    assert f">= ({oldest.replace('.', ', ')})" in makefile
    assert f"Python {oldest} or newer" in makefile
    assert f"Python ≥ {oldest}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_citation_agrees_with_the_project():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["title"] == PROJECT["project"]["name"]
    assert citation["version"] == PROJECT["project"]["version"]
    assert " AND ".join(citation["license"]) == PROJECT["project"]["license"]


def test_readme_and_makefile_name_the_same_targets():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^ *|`)make (\w+)", readme, flags=re.MULTILINE))
    assert named == make_targets() - {"help"}


def test_readme_maps_every_notebook():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| \W*`(\d\d_\w+)`", readme, flags=re.MULTILINE))
    assert named >= {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize(
    ("heading", "folder"), [("module of `helpers`", "helpers"), ("part of `workbook`", "workbook")]
)
def test_readme_maps_each_module_and_no_other(heading, folder):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = readme.partition(f"| {heading} | what is in it |")[2].partition("\n\n")[0]
    modules = {module.name for module in iter_modules([ROOT / folder])} - {"__main__"}
    assert set(re.findall(r"^\| `(\w+)` \|", rows, flags=re.MULTILINE)) == modules


def test_readme_links_lead_somewhere():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def imports(tree, extra=None):
    """Yield (package, the extra that it needs) for what a module imports, wherever it does so."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name.partition(".")[0], extra) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0], extra
        elif isinstance(node, ast.With) and ast.unparse(node.items[0]).startswith("needs("):
            yield from imports(node, node.items[0].context_expr.args[0].value)
        else:
            yield from imports(node, extra)


def imported(folder):
    """The packages that a folder's modules import: {package: the extras that are named for it}."""
    found = defaultdict(set)
    for path in (ROOT / folder).rglob("*.py"):
        for package, extra in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if package not in {*sys.stdlib_module_names, "helpers", "workbook"}:
                found[package].add(extra)
    return found


def has(requirements, package):
    """Whether one of the requirements brings a package that can be imported by this name."""
    names = {canonicalize_name(requirement.name) for requirement in requirements}
    return names & set(map(canonicalize_name, DISTRIBUTIONS[package]))


def test_the_base_is_numpy_alone():
    assert [requirement.name for requirement in BASE] == ["numpy"]


@pytest.mark.parametrize("folder", ["helpers", "workbook"])
def test_what_a_package_imports_is_declared(folder):
    for package in imported(folder):
        assert has(declared(), package), package


@pytest.mark.parametrize("folder", ["helpers", "workbook"])
def test_an_extra_brings_what_needs_it(folder):
    for package, extras in imported(folder).items():
        for extra in extras - {None}:
            assert has(brought_by(extra), package), (package, extra)


def test_the_wheel_holds_both_packages_whole_and_nothing_else(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = chain((ROOT / "helpers").rglob("*"), (ROOT / "workbook").rglob("*"))
    ours = {path.relative_to(ROOT).as_posix() for path in files if path.is_file()}
    assert shipped == {name for name in ours if not re.search(r"__pycache__|/\.", name)}
    assert {"helpers/py.typed", "workbook/py.typed"} <= shipped


def test_the_lab_of_learners_has_no_buttons_of_nbdime_and_asks_for_no_news():
    config = ROOT / ".jupyter"
    assert f"JUPYTER_CONFIG_PATH := {config.name}" in (ROOT / "Makefile").read_text("utf-8")
    listed = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"],
        env=os.environ | {"JUPYTER_CONFIG_PATH": str(config)},
        capture_output=True,
        text=True,
        timeout=120,
    ).stderr
    disabled = listed.partition("Disabled extensions:")[2].split()
    assert {"nbdime-jupyterlab", "@jupyterlab/apputils-extension:announcements"} <= set(disabled)
