"""The mutation run over the packages: what is changed, and that what no test notices is told."""

import ast
import gc
import textwrap

import pytest

from benchmarks import mutation, package_tests
from benchmarks.package_mutants import PackageMutant, every, sample


def code(text):
    return textwrap.dedent(text).lstrip()


def edits(source):
    return {(each.before, each.after) for each in every(code(source))}


# What is changed


@pytest.mark.parametrize(
    "source, before, after",
    [
        ("LIMIT = 3", "LIMIT = 3", "LIMIT = 4"),
        ("NAMES = ('W', 'b')", "NAMES = ('W', 'b')", "NAMES = ('b', 'W')"),
        ("def f(x=2): return x", "def f(x=2):", "def f(x=3):"),
        ("def f(*, x=2): return x", "def f(*, x=2):", "def f(*, x=1):"),
        ("class A:\n    @property\n    def f(self): return 1", "@property", ""),
        ("class A(B, own=True): x: int", "class A(B, own=True):", "class A(B, own=False):"),
        ("def f(x):\n    if x: raise ValueError('no')", "raise ValueError('no')", "pass"),
        ("def f(x): return 'left or right'", "return 'left or right'", "return 'left right'"),
        ("def f(x): return f'{x} left'", "return f'{x} left'", "return f' left'"),
        ("def f(x): return f'{x} left'", "return f'{x} left'", "return f'{x} lef'"),
        ("x = [y for y in z if y]", "x = [y for y in z if y]", "x = [y for y in z]"),
        ("def f(x, y): return g(x, y)", "return g(x, y)", "return g(y, x)"),
        ("def f(x, y): return g(x, key=y)", "return g(x, key=y)", "return g(x)"),
        ("def f(x, y): return x < y and y < 3", "return x < y and y < 3", "return x < y or y < 3"),
        ("def f(x): return x <= 3", "return x <= 3", "return x < 3"),
        ("def f(x): return x", "return x", "x"),
        ("if A:\n    x = 1\nelif B:\n    x = 2", "elif B:", "elif not B:"),
    ],
)  # fmt: skip
def test_an_edit_is_made(source, before, after):
    assert (before, after) in edits(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""What it is for."""',
        "import os",
        "from os import path",
        "__all__ = ['a', 'b']",
        "if TYPE_CHECKING:\n    A = 1",
        "Rule = Callable[[int], str]",
        "Rule: TypeAlias = tuple[int, str]",
        "@overload\ndef f(x: int) -> str: ...",
        "class A(Protocol):\n    def f(self, x: int) -> str: ...",
    ],
)
def test_what_cannot_matter_is_left_alone(source):
    assert edits(source) == set()


def test_neither_annotations_nor_encodings_are_changed():
    made = edits("def f(x: Literal['ab']) -> 'A': x.read_text(encoding='utf-8')")
    assert made
    assert not [each for each in made if "Literal['ab']" in each[0] and each[0] != each[1]]
    assert all("encoding='utf-8'" in after or "read_text" not in after for _, after in made)


SOURCE = code(
    '''
    """A module."""

    STEPS = [
        1,
        2,  # a comment
    ]


    def mean(x, of=2):
        """Return the mean."""
        total = sum(
            x
        )
        if of > 3:
            total = 1
        return total / len(x)  # of all


    class A:
        def f(self, x):
            for y in x:
                self.y = y
            return self.y + 1
    '''
)


def test_every_mutant_differs_in_one_statement_and_keeps_the_lines_of_others():
    names = {}
    for each in every(SOURCE):
        tree = ast.parse(each.source)
        assert ast.dump(tree) != ast.dump(ast.parse(SOURCE))
        names.setdefault(each.function, []).append(each)
        lines = {node.name: node.lineno for node in ast.walk(tree) if hasattr(node, "name")}
        assert lines.get("A") == 19 or each.before == "class A: …"
    assert set(names) == {"", "mean", "A", "A.f"}


def test_when_a_change_acts_is_told():
    when = {(each.before, each.when_imported) for each in every(SOURCE)}
    assert ("STEPS = [1, 2]", True) in when
    assert ("def mean(x, of=2):", True) in when
    assert ("return total / len(x)", False) in when
    assert ("return self.y + 1", False) in when


def test_the_seed_chooses_a_sample_that_edits_elsewhere_leave_alone():
    chosen = {each.key for each in sample(SOURCE, 8, "0")}
    assert len(chosen) == 8
    assert chosen == {each.key for each in sample(SOURCE, 8, "0")}
    assert chosen != {each.key for each in sample(SOURCE, 8, "1")}
    moved = {each.key for each in sample("OTHER = 0\n" + SOURCE, 8, "0")}
    assert len(chosen & moved) >= 7


# Code exchanged in place

BEFORE = code(
    """
    import functools


    def twice(f):
        @functools.wraps(f)
        def run(*arguments):
            return 2 * f(*arguments)

        return run


    @twice
    def plus(x):
        return x + 1


    def adder(y, z=10):
        def add(x):
            return x + y + z

        return add


    class A:
        def __init__(self, x):
            self.x = x

        @property
        def half(self):
            return self.x / 2

        @staticmethod
        def same(x):
            return x


    class B(A):
        def __init__(self, x):
            super().__init__(x + 1)
    """
)


@pytest.mark.parametrize(
    "function, old, new, asked, was, then",
    [
        ("plus", "x + 1", "x - 1", "plus(3)", 8, 4),
        ("twice", "2 * f", "3 * f", "plus(3)", 8, 12),
        ("adder", "x + y + z", "x * y + z", "add(3)", 18, 25),
        ("A.half", "self.x / 2", "self.x / 4", "A(8).half", 4, 2),
        ("A.same", "return x\n", "return -x\n", "A.same(3)", 3, -3),
        ("B.__init__", "__init__(x + 1)", "__init__(x + 2)", "B(3).x", 4, 5),
    ],
)
def test_code_is_exchanged_where_it_stands(tmp_path, function, old, new, asked, was, then):
    path = tmp_path / "mutated.py"
    names = {"__name__": "mutated"}
    exec(compile(BEFORE, str(path), "exec", dont_inherit=True), names)
    names["add"] = names["adder"](5)
    assert eval(asked, names) == was
    mutant = PackageMutant(function, False, 1, "", old, new, BEFORE.replace(old, new, 1))
    assert mutation.exchange(mutation.ours(path), path, BEFORE, mutant)
    assert eval(asked, names) == then


def test_functions_are_found_though_garbage_collection_is_told_to_leave_them_alone(tmp_path):
    path = tmp_path / "mutated.py"
    names = {"__name__": "mutated"}
    exec(compile("def plus(x): return x + 1", str(path), "exec", dont_inherit=True), names)
    gc.freeze()  # as `conftest` does once the tests are collected
    try:
        assert mutation.ours(path).count(names["plus"]) == 1
    finally:
        gc.unfreeze()


# A whole run

MODULE = code(
    """
    LIMIT = 3


    def size(x):
        if x > LIMIT:
            raise ValueError(f"{x} is above")
        return x
    """
)
WEAK = code(
    """
    import pytest

    from helpers import small


    def test_what_is_large_is_refused():
        assert small.size(3) == 3
        with pytest.raises(ValueError):
            small.size(4)
    """
)
STRONG = WEAK.replace("raises(ValueError)", "raises(ValueError, match='^4 is above$')")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a small project, with one module and its tests."""
    for name, text in {
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\n",
        "equivalent.toml": "",
        "helpers/__init__.py": "",
        "helpers/small.py": MODULE,
        "tests/helpers/test_small.py": WEAK,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for module in (mutation, package_tests):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "BUILD", tmp_path / "build" / "mutants")
    monkeypatch.setattr(mutation, "EQUIVALENT", tmp_path / "equivalent.toml")
    monkeypatch.setattr(package_tests, "WANTED", [])
    return tmp_path


LINE = "raise ValueError(f'{x} is above')"
ENTRY = """
[["helpers/small.py"]]
function = "size"
before = "{}"
after = "{}"
reason = "x is at least 0"
"""


def test_a_run_lists_what_is_not_noticed_and_remembers(tree, capsys, monkeypatch):
    def run():
        return mutation.main(["helpers/small.py", "--jobs", "1"]), capsys.readouterr().out

    status, told = run()
    assert status == 1
    assert "helpers/small.py:6 size: a piece left out of a text" in told
    assert f"  - {LINE}\n  + raise ValueError(f'{{x}}')\n" in told
    assert "LIMIT = 4" not in told and "x >= LIMIT" not in told

    entries = (LINE, "raise ValueError(f'{x}')"), ("if x > LIMIT:", "if x >= LIMIT:"), ("y", "x")
    tree.joinpath("equivalent.toml").write_text("".join(ENTRY.format(*each) for each in entries))
    with monkeypatch.context() as patch:
        patch.setattr(mutation, "judge", lambda work: pytest.fail("run again"))
        patch.setattr(mutation, "recorded", lambda file: pytest.fail("run again"))
        _, told = run()
    assert f"  - {LINE}\n  + raise ValueError(f'{{x}}')\n" not in told
    assert "no mutant of helpers/small.py any more: ('size', 'y', 'x')" in told
    test = "tests/helpers/test_small.py::test_what_is_large_is_refused"
    assert f"not equivalent in helpers/small.py, by {test}: ('size', 'if x > LIMIT:'" in told

    tree.joinpath("tests/helpers/test_small.py").write_text(STRONG, "utf-8")
    _, told = run()
    assert "size: " not in told


@pytest.mark.parametrize(
    "module, nearest, farther",
    [
        ("helpers/data.py", "tests/helpers/test_data.py", "tests/helpers/test_digits.py"),
        (
            "workbook/questions/mnist/errors.py",
            "tests/workbook/questions/test_mnist.py",
            "tests/workbook/questions/test_tables.py",
        ),
    ],
)
def test_a_module_s_own_tests_are_the_nearest(module, nearest, farther):
    assert mutation.is_near(module, nearest) and mutation.is_near(module, farther)
    assert mutation.nearness(module, nearest) > mutation.nearness(module, farther)
    assert not mutation.is_near(module, "tests/workbook/report/test_html.py")


def test_what_acts_on_import_is_asked_of_a_module_s_own_tests_and_of_those_that_use_it():
    module, file = "workbook/questions/q/a.py", "tests/workbook/questions/test_{}.py"
    own = {f"{file.format('q')}::test_q": (0.1, [])}
    short = {f"{file.format('other')}::test_{i}": (0.1, []) for i in range(200)}
    record = {f"{file.format('record')}::test_a": (1.0, [f"{module}:<lambda>"])}
    tests = mutation.Tests(
        {
            file.format(name): {"tests": each, "imports": [module], "others": []}
            for name, each in {"q": own, "other": short, "record": record}.items()
        }
    )
    mutant = PackageMutant("", True, 1, "", "", "", "")
    chosen = tests.of(module, mutant)
    assert len(chosen) < 100 and {*own, *record} < set(chosen)


def test_what_never_ends_is_stopped():
    def forever():
        while True:
            pass

    assert package_tests.Fork(forever).result(0.2) is None
    assert package_tests.Fork(lambda: "done").result(60) == "done"
