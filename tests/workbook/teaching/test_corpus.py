"""What learners hand in, honest or not, and what each must get.

Every submission is notebook 01, solved, with one thing changed. The rest of it must keep its
points, whatever that one thing does.
"""

import json
import socket
import textwrap

import numpy as np
import pytest

from tests.workbook.teaching.notebooks import (
    answer,
    cell_of,
    code_cell,
    content,
    position,
    solved,
    up_to,
    with_answers,
)
from workbook.checks import load
from workbook.checks.written import Written
from workbook.teaching.grading import Grader, Limits

TABLE = load("q1")
TRUTH = TABLE.truth
LIMITS = Limits(seconds=3, notebook_seconds=60, memory=512 << 20)
EARNING = {"correct", "carried_forward"}


@pytest.fixture(scope="module")
def grader():
    with Grader(LIMITS) as grader:
        yield grader


def needs(grader, wall):
    """Skip a test on a system that has no such wall."""
    if wall not in grader.walls:
        pytest.skip(f"no wall here: {wall}; there are {', '.join(grader.walls)}")


def statuses(grader, notebook):
    """Return the status of each question that a program checks; points must agree with it."""
    data = notebook if isinstance(notebook, bytes) else content(notebook)
    grades = grader.grade(data, TABLE)
    json.dumps(grades)
    for each in grades["questions"]:
        if not isinstance(TABLE[each["id"]], Written):
            earns = each["status"] in (*EARNING, "needs_review")
            assert each["points"] == (each["max_points"] if earns else 0)
    assert grades["score"] == sum(each["points"] or 0 for each in grades["questions"])
    return {
        each["id"]: each["status"]
        for each in grades["questions"]
        if not isinstance(TABLE[each["id"]], Written)
    }


def others_earn(found, *besides):
    """Assert that all questions but some have their points."""
    assert {k: v for k, v in found.items() if k not in besides and v not in EARNING} == {}


# Honest ones that get all points


def as_it_is(notebook):
    """The solved notebook."""


def rounded(notebook):
    """Every step rounded to two decimals."""
    for question in TABLE.values():
        if question.kind == "value" and question.name in TRUTH and "x" not in question.name:
            value = np.round(TRUTH[question.name], 2).tolist()
            if question.id in [f"q1-{n}" for n in range(1, 10)]:
                answer(notebook, question.id, f"{question.name} = {value}")


def in_single_precision(notebook):
    """An answer in float32."""
    answer(notebook, "q1-1", f"a = np.array({TRUTH['a'].tolist()}, np.float32)")


def honest_float16(notebook):
    """An answer that float16 holds well enough."""
    answer(notebook, "q1-1", "a = np.array([0.3, 0.24], np.float16)")


def metadata_lost(notebook):
    """An editor that drops metadata: ids stand in the first lines."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def first_lines_lost(notebook):
    """Ids deleted from the cells: they stand in the metadata."""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if source.startswith("# q1-"):
            cell["source"] = source.partition("\n")[2]


def marks_lost(notebook):
    """The marks around solutions deleted."""
    for cell in notebook["cells"]:
        lines = "".join(cell["source"]).splitlines(keepends=True)
        cell["source"] = "".join(line for line in lines if "###" not in line)


def sources_as_text(notebook):
    """Sources saved as text, not as lists of lines."""
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])


def another_kernel(notebook):
    """A kernel of another name."""
    notebook["metadata"]["kernelspec"] = {"name": "xpython", "display_name": "Mine"}


def checks_deleted(notebook):
    """The checks deleted."""
    notebook["cells"] = [
        cell for cell in notebook["cells"] if "check(" not in "".join(cell["source"])
    ]


def checks_edited(notebook):
    """The checks filled with nonsense, which never runs."""
    for cell in notebook["cells"]:
        if "check(" in "".join(cell["source"]):
            cell["source"] = "a = y = z = loss = None\nraise SystemExit"


def cell_copied(notebook):
    """An answer cell copied, and the copy left empty."""
    copied = json.loads(json.dumps(cell_of(notebook, "q1-3")))
    copied["source"] = "# q1-3\ny = [None]"
    notebook["cells"].insert(position(notebook, "q1-3-check") + 1, copied)


def cells_reordered(notebook):
    """An answer cell moved to the top, where its names are not defined yet."""
    answer(notebook, "q1-3", f"y = list(W2 @ np.array({TRUTH['z'].tolist()}) + b2)")
    notebook["cells"].insert(0, notebook["cells"].pop(position(notebook, "q1-3")))


def with_helper_cells(notebook):
    """Cells of one's own, on which an answer builds."""
    at = position(notebook, "q1-3")
    notebook["cells"].insert(
        at, code_cell("def weighed(W, z):\n    return [W @ np.array(z) + 0.3]")
    )
    answer(notebook, "q1-3", "y = weighed(W2[0], z)")


def answered_below(notebook):
    """The placeholder left, and the answer written in a cell below it."""
    answer(notebook, "q1-1", "a = [None, None]")
    cell = code_cell("a = (W1 @ x + b1).tolist()")
    notebook["cells"].insert(position(notebook, "q1-1") + 1, cell)


def magics(notebook):
    """Magic commands, commands of the shell, and questions to IPython."""
    answer(
        notebook, "q1-1", "%matplotlib inline\n!rm -rf .\nfiles = !ls\nnp.tanh?\na = [0.3, 0.24]"
    )
    cell_of(notebook, "q1-2")["source"] = "%%time\n# q1-2\nz = [0.2913, 0.2355]"
    answer(notebook, "q1-4", "%time loss = 0.03403")


def other_languages(notebook):
    """A cell in another language, and one that does not parse."""
    notebook["cells"].insert(3, code_cell("%%bash\nexit 1"))
    notebook["cells"].insert(4, code_cell("this is no Python"))


def huge_output(notebook):
    """Output without measure."""
    answer(notebook, "q1-1", "for _ in range(300): print('x' * 100_000)\na = [0.3, 0.24]")


def warning(notebook):
    """A warning on stderr."""
    answer(
        notebook,
        "q1-1",
        "import sys, warnings\nwarnings.warn('careful')\nprint('!', file=sys.stderr)\n"
        "a = [0.3, 0.24]",
    )


def failing_after_the_answer(notebook):
    """A cell that answers, and then fails."""
    answer(notebook, "q1-1", "a = [0.3, 0.24]\nundefined.draw(a)")


def reading_data(notebook):
    """An answer that builds on what lies in the data folder, and on a file of its own."""
    answer(
        notebook,
        "q1-1",
        "from pathlib import Path\nPath('mine.txt').write_text('0.3')\n"
        "a = [float(Path('mine.txt').read_text()), 0.24]",
    )


def plotting(notebook):
    """A figure drawn and shown."""
    answer(
        notebook,
        "q1-1",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\ndisplay(1)\n"
        "a = [0.3, 0.24]",
    )


HONEST = [
    as_it_is,
    rounded,
    in_single_precision,
    honest_float16,
    metadata_lost,
    first_lines_lost,
    marks_lost,
    sources_as_text,
    another_kernel,
    checks_deleted,
    checks_edited,
    cell_copied,
    cells_reordered,
    with_helper_cells,
    answered_below,
    magics,
    other_languages,
    huge_output,
    warning,
    failing_after_the_answer,
    reading_data,
    plotting,
]


@pytest.mark.parametrize("change", HONEST, ids=lambda change: change.__name__)
def test_an_honest_submission_gets_its_points(grader, change):
    notebook = solved()
    change(notebook)
    others_earn(statuses(grader, notebook))


# Mistakes and accidents: one question loses its points, all others keep theirs

ENDLESS = "while True: pass"
MATRICES = "np.broadcast_to(np.random.default_rng(0).random((500, 500)), (10**4, 500, 500))"
SVD = f"np.linalg.svd({MATRICES}, compute_uv=False)"  # minutes in C, in little memory
NEVER_STR = """
class Odd(Exception):
    def __str__(self): raise self
raise Odd
"""

ACCIDENTS = {
    "wrong": ("q1-11", "b2_updated = [7.0]", "wrong"),
    "of the wrong sign": ("q1-11", "b2_updated = [-0.4845]", "wrong"),
    "zeros": ("q1-1", "a = [0.0, 0.0]", "wrong"),
    "text": ("q1-3", "y = 'one half'", "wrong"),
    "a placeholder": ("q1-3", "y = [None]", "missing"),
    "not implemented": ("q1-14", "raise NotImplementedError", "missing"),
    "another name": ("q1-3", "Y = [0.3155]", "missing"),
    "raising": ("q1-3", "1 / 0", "error"),
    "no Python": ("q1-3", "y = = 3", "error"),
    "leaving": ("q1-3", "raise SystemExit", "error"),
    "interrupting": ("q1-3", "raise KeyboardInterrupt", "error"),
    "an error that cannot be told": ("q1-3", NEVER_STR, "error"),
    "endless recursion": ("q1-3", "def f(): return f()\nf()", "error"),
    "endless in Python": ("q1-3", ENDLESS, "timeout"),
    "endless in C": ("q1-3", SVD, "timeout"),
    "swallowing the interruption": (
        "q1-3",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "timeout",
    ),
    "a memory bomb": ("q1-3", "x = []\nwhile True: x.append(np.empty(10**7))", "error"),
    "a huge array": ("q1-3", "y = np.ones(10**11)", "error"),
    "a huge file": ("q1-3", "open('x', 'w').write('x' * 3 * 10**7)\n1 / 0", "error"),
    "ending Python": ("q1-3", "import os\nos._exit(0)", "error"),
    "a crash": ("q1-3", "import ctypes\nctypes.string_at(0)", "error"),
    "a function that raises": ("q1-15", "def activation(a): return a.nothing", "error"),
    "a function without end": ("q1-15", f"def activation(a):\n    {ENDLESS}", "timeout"),
    "a function endless in C": ("q1-15", f"def activation(a): {SVD}", "timeout"),
    "a function that ends Python": ("q1-15", "import os\nactivation = os._exit", "error"),
    "a function that yields for ever": (
        "q1-15",
        "import itertools\ndef activation(a): return itertools.count()",
        "wrong",
    ),
    "a function that returns too much": (
        "q1-15",
        "def activation(a): return np.ones(2 * 10**6)",
        "error",
    ),
    "a function that keeps count": (
        "q1-15",
        "n = 0\ndef activation(a):\n    global n\n    n += 1\n    return np.tanh(a) + (n == 1)",
        "wrong",
    ),
    "a function for these inputs alone": (
        "q1-15",
        "seen = []\ndef activation(a):\n    seen.append(a)\n"
        "    return np.tanh(a) if len(seen) <= 5 else a",
        "wrong",
    ),
}


@pytest.mark.parametrize("kind", ACCIDENTS)
def test_a_mistake_costs_its_own_points_only(grader, kind):
    if kind in ("a memory bomb", "a huge array"):
        needs(grader, "limited memory")
    question_id, source, status = ACCIDENTS[kind]
    notebook = solved()
    answer(notebook, question_id, source)
    found = statuses(grader, notebook)
    assert found[question_id] == status
    others_earn(found, question_id)


def test_a_fork_bomb_makes_no_process(grader):
    needs(grader, "no processes, no connections")
    found = statuses(grader, with_answers(q1_3="import os\nwhile True: os.fork()"))
    assert found["q1-3"] == "error"
    others_earn(found, "q1-3")


def test_a_deleted_cell_is_missing(grader):
    notebook = solved()
    for cell_id in ("q1-3", "q1-3-check"):
        del notebook["cells"][position(notebook, cell_id)]
    found = statuses(grader, notebook)
    assert found["q1-3"] == "missing"
    others_earn(found, "q1-3")


def test_one_slip_costs_one_answer_and_the_rest_is_carried_forward(grader):
    notebook = with_answers(q1_1="a = [0.3, 0.64]", q1_2="z = np.tanh(a).tolist()")
    found = statuses(grader, notebook)
    assert found["q1-1"] == "wrong" and found["q1-2"] == "carried_forward"


def test_the_last_copy_that_is_answered_counts(grader):
    notebook = solved()
    at = position(notebook, "q1-5-check") + 1
    for guess in ("[9.0]", "[-0.369]", "[8.0]", "[None]"):
        copied = json.loads(json.dumps(cell_of(notebook, "q1-5")))
        copied["source"] = f"# q1-5\ndL_dy = {guess}"
        notebook["cells"].insert(at, copied)
        at += 1
    assert statuses(grader, notebook)["q1-5"] == "wrong"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "not JSON"),
        (b"[1, 2]", "no notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "old format"),
        (b'{"cells": 3, "nbformat": 4}', "no notebook"),
        (b'{"cells":' + b"[" * 10**5, "not JSON"),
    ],
)
def test_what_is_no_notebook_is_told_so(grader, data, words):
    grades = grader.grade(data, TABLE)
    assert grades["score"] == 0
    assert all(words in each["message"] for each in grades["questions"])


def test_odd_cells_are_left_out(grader):
    notebook = solved()
    notebook["cells"] += [None, {}, {"cell_type": "code", "source": 3, "metadata": [1]}]
    others_earn(statuses(grader, notebook))


# Cheats: none earns anything, and none disturbs the rest

ALWAYS = """
class Always(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __sub__(self, other): return Always(0)
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    def __abs__(self): return Always(0)
    __hash__ = None
"""
ALWAYS_ARRAY = """
class Array(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, *arguments, **named): return np.zeros(self.shape)
    def __array_function__(self, *arguments, **named): return True
"""
OBJECT = """
class Anything:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *arguments): return self
    def __len__(self): return 2
    def __getitem__(self, i): return self
    def __array__(self, *arguments, **named): return np.array([7.0, 7.0])
"""
PATCHED = """
import numpy.testing, builtins, json
from workbook import check
yes = lambda *arguments, **named: True
numpy.testing.assert_allclose = numpy.testing.assert_equal = yes
np.allclose = np.isclose = np.array_equal = np.all = np.any = yes
builtins.all = builtins.any = builtins.isinstance = yes
json.dumps = json.loads = yes
check = yes
"""
FILES = """
import os, glob
def stolen():
    for pattern in ("/proc/*/environ", "/etc/passwd", "/home/*/*", "../workbook", "../notebooks/*"):
        yield from glob.glob(pattern)
    for folder, _, names in os.walk(".."):
        yield from {"01_pen_and_paper.ipynb", "step_forward.py"}.intersection(names)
"""
FRAMES = """
import sys, gc
def stolen():
    frame = sys._getframe()
    while frame:
        yield from (v for v in [*frame.f_locals.values(), *frame.f_globals.values()] if wanted(v))
        frame = frame.f_back
    yield from (v for v in gc.get_objects() if wanted(v))
def wanted(v):
    return type(v).__name__ in ("Table", "Value", "Code", "Question", "Expected", "Given")
"""
IMPORTED = """
import importlib, sys
def stolen():
    for name in ("workbook.questions.pen_and_paper", "workbook.checks", "workbook.teaching"):
        try: yield importlib.import_module(name)
        except ImportError: pass
    del sys.modules["workbook"]
    sys.path += ["..", "../..", "/"]
    try:
        from workbook.checks import load
        yield load("q1")
    except ImportError: pass
"""
TAKE = "\nfound = list(stolen())\na = [0.3, 0.24] if found else [9.0, 9.0]"

CHEATS = {
    "a number equal to all": ALWAYS + "a = [Always(7), Always(7)]",
    "an array equal to all": ALWAYS_ARRAY + "a = np.array([7.0, 7.0]).view(Array)",
    "an object equal to all": OBJECT + "a = Anything()",
    "objects equal to all in an array": OBJECT + "a = np.array([Anything(), 7], dtype=object)",
    "coarse numbers": "a = np.array([0.27, 0.27], np.float16)",
    "coarse numbers in a list": "a = [np.float16(0.27), np.float16(0.27)]",
    "not a number": "a = [float('nan')] * 2",
    "a wide array": "a = np.broadcast_to(0.3, (2, 10**12))",
    "everything patched": PATCHED + "a = [9.0, 9.0]",
    "modules written beside it": textwrap.dedent(
        """
        for name in ("numpy", "helpers", "json", "workbook"):
            open(name + ".py", "w").write("def __getattr__(name): return lambda *a, **k: True")
        import sys
        sys.path.insert(0, ".")
        for name in list(sys.modules):
            if name in ("numpy", "helpers", "json", "workbook"): del sys.modules[name]
        import json
        a = [9.0, 9.0]
        """
    ),
    "the grader's frames": FRAMES + TAKE,
    "the references imported": IMPORTED + TAKE,
    "the environment": "import os\na = [0.3, 0.24] if len(os.environ) > 9 else [9.0, 9.0]",
}


@pytest.mark.parametrize("kind", CHEATS)
def test_a_cheat_earns_nothing_and_disturbs_nothing(grader, kind):
    found = statuses(grader, with_answers(q1_1=CHEATS[kind]))
    assert found["q1-1"] not in EARNING
    others_earn(found, "q1-1", *found if "patched" in kind or "modules" in kind else ())


def closed(grader):
    """Skip a test where the learner's process can see files."""
    if not {"own files, network and processes", "files closed"} & {*grader.walls}:
        pytest.skip(f"files are not closed here; walls: {', '.join(grader.walls)}")


def test_the_graders_files_are_not_there(grader):
    closed(grader)
    assert statuses(grader, with_answers(q1_1=FILES + TAKE))["q1-1"] == "wrong"


NETWORK = """
import socket
try:
    socket.create_connection(("{host}", {port}), timeout=1)
    a = [0.3, 0.24]
except OSError:
    a = [9.0, 9.0]
"""


def test_there_is_no_network(grader):
    needs(grader, "no processes, no connections")
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = NETWORK.format(host="127.0.0.1", port=server.getsockname()[1])
        assert statuses(grader, with_answers(q1_1=source))["q1-1"] == "wrong"


def test_a_test_that_ends_python_on_wrong_layers_earns_nothing(grader):
    """Where a failure is asked for, only that of the learner's code counts."""
    questions = load("q3")
    notebook = up_to(solved("03_relu_pickle_test"), "q3-17")
    source = "import os\ncalls = []\ndef test_dense(dense):\n    calls.append(1)\n"
    answer(notebook, "q3-17", source + "    if len(calls) > 2: os._exit(0)")
    found = grader.grade(content(notebook), questions)["questions"]
    assert {each["id"]: each["status"] for each in found}["q3-17"] == "error"


FORGED = {
    "noise": "import os\nos.write(3, b'x' * 100)",
    "a reply": """
import os, json
data = json.dumps({"reply": 1, "value": True, "states": []}).encode()
os.write(3, len(data).to_bytes(4, "big") + data)
""",
    "a reply to each request": """
import os, json
for n in range(1, 200):
    data = json.dumps({"reply": n, "value": None, "states": []}).encode()
    os.write(3, len(data).to_bytes(4, "big") + data)
""",
    "a request for all": """
import os, json
body = {"tuple": ["get", {"yours": 1}, None, {"tuple": ["right"]}, None]}
data = json.dumps({"request": 1, "seconds": 0, "forget": 0, "value": body, "states": []}).encode()
os.write(3, len(data).to_bytes(4, "big") + data)
""",
    "too much": "import os\nos.write(3, b'\\xff' * 100)",
    "a closed line": "import os\nos.close(3)",
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_message_ends_the_learners_process_and_nothing_else(grader, kind):
    found = statuses(grader, with_answers(q1_3=FORGED[kind] + "\ny = [9.0]"))
    assert found["q1-3"] not in EARNING
    others_earn(found, "q1-3")


# All values at once


def with_values(number):
    """Return notebook 01 with a number in place of each entry of each value."""
    values = [question for question in TABLE.values() if question.kind == "value"]
    entries = {each.id: np.vectorize(number)(each.truth).tolist() for each in values}
    sources = {each.id.replace("-", "_"): f"{each.name} = {entries[each.id]}" for each in values}
    return list(entries), with_answers(**sources)


def test_who_answers_zero_to_all_earns_nothing_for_it(grader):
    ids, notebook = with_values(lambda entry: 0.0)
    found = statuses(grader, notebook)
    assert {found[each] for each in ids} == {"wrong"}


def test_who_goes_on_with_two_decimals_is_right_and_accused_of_no_slip(grader):
    ids, notebook = with_values(lambda entry: round(float(entry), 2))
    found = statuses(grader, notebook)
    assert {found[each] for each in ids} == {"correct"}


def test_zeros_that_follow_from_a_slip_elsewhere_are_carried_forward(grader):
    # With the bias subtracted, y is the target to two decimals: no gradient is left.
    found = statuses(
        grader,
        with_answers(
            q1_1="a = [0.10, -0.16]",
            q1_2="z = [0.10, -0.16]",
            q1_3="y = [0.50]",
            q1_4="loss = 0.0",
            q1_5="dL_dy = [0.0]",
            q1_6="dL_dW2 = [[0.0, 0.0]]",
            q1_7="dL_db2 = [0.0]",
            q1_8="dL_dW1 = [[0.0] * 3] * 2",
            q1_9="dL_db1 = [0.0, 0.0]",
        ),
    )
    assert found["q1-1"] == "wrong"
    assert {found[f"q1-{number}"] for number in range(2, 10)} <= {*EARNING, "needs_review"}
