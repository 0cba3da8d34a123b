"""What the project declares, what the lock pins, and what the README promises agree."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

# Extras that the lock leaves out, and why.
UNLOCKED = {
    "torch": "never required, and some of its wheels bring gigabytes",
    "bench": "benchmarks compare with these packages only where they are installed",
}


def declared():
    """Every requirement in pyproject.toml that an environment made from the lock must meet."""
    extras = PROJECT["project"]["optional-dependencies"]
    groups = [
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        *(extras[name] for name in extras if name not in UNLOCKED),
        *PROJECT["dependency-groups"].values(),
    ]
    return [Requirement(line) for group in groups for line in group]


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
    assert UNLOCKED.keys() <= PROJECT["project"]["optional-dependencies"].keys()
    assert "torch" not in PINNED


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


def test_readme_maps_every_module():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", readme, flags=re.MULTILINE))
    modules = {path.stem for path in (ROOT / "helpers").iterdir()} - {"__init__", "__pycache__"}
    assert named >= modules


def test_readme_links_lead_somewhere():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def imported(folder):
    """The packages that the modules of a folder import, wherever in the file they do."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (name.name.partition(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module.partition(".")[0]


def test_what_helpers_imports_is_declared():
    names = {canonicalize_name(requirement.name) for requirement in declared()}
    distributions = packages_distributions()
    for package in set(imported("helpers")) - set(sys.stdlib_module_names) - {"helpers"}:
        assert names & {canonicalize_name(name) for name in distributions[package]}, package
