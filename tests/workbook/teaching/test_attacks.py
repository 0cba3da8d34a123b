"""Attacks by somebody who has read the grader: on its answers, its time, and its memory.

Each was tried when nothing stood against it, and worked.
"""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.workbook.teaching.notebooks import (
    answer,
    cell_of,
    code_cell,
    content,
    solved,
    up_to,
    with_answers,
)
from tests.workbook.teaching.test_corpus import EARNING, LIMITS, TABLE, others_earn, statuses
from workbook.checks import load
from workbook.teaching.grading import Grader, written_answers
from workbook.teaching.handed_in import MOST_CELLS, NotANotebook, read


@pytest.fixture(scope="module")
def grader():
    with Grader(LIMITS) as grader:
        yield grader


def graded(grader, table, notebook):
    """Return the status of each question of another notebook than the first."""
    found = grader.grade(content(notebook), load(table))["questions"]
    return {each["id"]: each["status"] for each in found}


# What is right

# Writes messages to the grader by hand. ``format`` of a text reads private attributes, and from an
# object that stands for one of the learner's lead such attributes to all modules of the grader.
RAW = """
import os, json
n = 500_000
NAMED = {"object": 900_000}
def received(count):
    data = b""
    while len(data) < count: data += os.read(3, count - len(data))
    return data
def ask(*body):
    global n
    n += 1
    states = [[True, 900_000, "dict", []]]
    body = {"tuple": [*body[:2], None, {"tuple": [body[2]]}, NAMED]}
    data = json.dumps({"request": n, "seconds": 0, "value": body, "states": states}).encode()
    os.write(3, len(data).to_bytes(4, "big") + data)
    return json.loads(received(int.from_bytes(received(4), "big")))
"""
FORMAT = (
    RAW
    + """
WAY = "{0.__dict__[_ask].__func__.__globals__[socket].os.sys.modules[workbook.checks]}"
called = ask("get", WAY, "format")
called = {"yours": called["value"]["reference"][0]}
text = ask("call", called, {"reference": [1_000_000, "x", False]})
a = [0.3, 0.24] if "module" in text["value"] else [9.0, 9.0]
"""
)
NUMBER = RAW + "\na = [0.3, 0.24] if 'value' in ask('get', 7, 'to_bytes') else [9.0, 9.0]"


@pytest.mark.parametrize("source", [FORMAT, NUMBER], ids=["a text", "a number"])
def test_nothing_can_be_asked_of_what_was_not_handed_over(grader, source):
    found = statuses(grader, with_answers(q1_1=source))
    assert found["q1-1"] not in EARNING
    others_earn(found, "q1-1")


COUNTING = """
n = 0
def test_dense(dense):
    global n
    n += 1
    assert n % 9 in (1, 2)
"""


def test_a_test_that_counts_its_calls_earns_nothing(grader):
    notebook = up_to(solved("03_relu_pickle_test"), "q3-17")
    answer(notebook, "q3-17", COUNTING)
    assert graded(grader, "q3", notebook)["q3-17"] == "wrong"


CUTTING = """
def topological_order(output):
    order, seen = [output], {id(output)}
    for node in order:
        for parent in node.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
    for node in order: node.parents = ()
    return order[::-1]
"""


def test_an_order_is_not_right_because_the_graph_was_cut(grader):
    notebook = up_to(solved("03_relu_pickle_test"), "q3-13")
    answer(notebook, "q3-13", CUTTING)
    assert graded(grader, "q3", notebook)["q3-13"] == "wrong"


KEEPING = """
INPUTS, ANSWERS = {}, {}
def key(a): return np.asarray(a).tobytes()
class Tanh:
    def forward(self, a):
        self.a = a.copy()
        INPUTS.setdefault(key(a), (self.a, []))
        return ANSWERS.get(key(a), (a, {}))[0]
    def backward(self, dz):
        INPUTS[key(self.a)][1].append(dz.copy())
        return ANSWERS.get(key(self.a), (0, {}))[1].get(key(dz), dz)
    def update_params(self, learning_rate): pass
"""
USING = """
class MLP:
    def __init__(self, layers):
        self.layers = layers
        for k, (a, gradients) in list(INPUTS.items()):
            z = layers[1].forward(a)
            ANSWERS[k] = z, {key(dz): layers[1].backward(dz) for dz in gradients}
    def forward(self, X):
        for layer in self.layers: X = layer.forward(X)
        return X
    def backward(self, dy):
        for layer in self.layers[::-1]: dy = layer.backward(dy)
        return dy
"""


def test_layers_that_are_handed_over_do_not_answer_another_question(grader):
    notebook = solved("02_gradient_check")
    answer(notebook, "q2-5", KEEPING)
    answer(notebook, "q2-6", USING)
    for cell_id in ("q2-5", "q2-6", "q2-5", "q2-6", "q2-5"):  # the same questions, asked again
        check = json.loads(json.dumps(cell_of(notebook, f"{cell_id}-check")))
        notebook["cells"].append(check)
    assert graded(grader, "q2", notebook)["q2-5"] == "wrong"


@pytest.mark.parametrize("y", [0.0, -0.05, 0.77])
def test_not_everything_follows_from_an_earlier_answer_without_measure(grader, y):
    z = [1e14, 0.7 / 0.8 * 1e14]  # of which y is the difference: any number, as far as digits go
    found = statuses(grader, with_answers(q1_2=f"z = {z}", q1_3=f"y = [{y}]"))
    assert found["q1-3"] == "wrong"


# Time and memory of the grader

ENDLESS_LISTS = {
    "a list that holds itself twice": "a = []\na += [a, a]",
    "a list of one list, many times over": "a = [0.3]\nfor _ in range(30): a = [a] * 9",
    "a range, many times over": "a = [range(100_000)] * 10_000",
    "an array, many times over": "a = [np.ones(100_000)] * 10_000",
    "an array of itself": "a = np.empty(2, object)\na[:] = [a, a]",
    "too many numbers": "a = np.full(900_000, 0.123456)",
}


@pytest.mark.parametrize("kind", ENDLESS_LISTS)
def test_lists_without_end_do_not_hold_the_grader_up(grader, kind):
    start = time.monotonic()
    found = statuses(grader, with_answers(q1_1=ENDLESS_LISTS[kind]))
    assert time.monotonic() - start < 10
    assert found["q1-1"] not in EARNING
    others_earn(found, "q1-1", "q1-2")


OUTER = """
class MLP:
    def __init__(self, layers): self.tanh = layers[1]
    def forward(self, X): return self.tanh.forward(np.ones((40_000, 1)))
    def backward(self, dy): return self.tanh.backward(np.ones((1, 40_000)))
"""


def test_the_grader_multiplies_no_large_arrays_for_a_learner(grader):
    notebook = solved("02_gradient_check")
    answer(notebook, "q2-6", OUTER)
    found = grader.grade(content(notebook), load("q2"))["questions"]
    (message,) = [each["message"] for each in found if each["id"] == "q2-6"]
    assert "are not taken here" in message


MANY_COMMENTS = "<!-- q1-a -->\n" + "<!--" * 49_000
MANY_STARS = "<!-- q1-a -->\n" + "*" * 190_000


@pytest.mark.parametrize("source", [MANY_COMMENTS, MANY_STARS], ids=["comments", "stars"])
def test_words_are_read_in_no_time(source):
    cell = {"cell_type": "markdown", "metadata": {}, "source": source}
    start = time.monotonic()
    written_answers(json.dumps({"cells": [cell], "nbformat": 4}).encode(), TABLE)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("lines", [600, 20_000])
def test_a_cell_of_commands_is_read_in_little_time(grader, lines):
    notebook = solved()
    notebook["cells"].insert(1, code_cell("!a\n" * lines))
    start = time.monotonic()
    others_earn(statuses(grader, notebook))
    assert time.monotonic() - start < 20


def test_a_notebook_has_not_without_end_cells_or_code():
    many = {"cells": [code_cell("x = 1")] * (MOST_CELLS + 1), "nbformat": 4}
    long = {"cells": [code_cell("x = 1\n" * 30_000)] * 20, "nbformat": 4}
    for notebook, words in ((many, "cells"), (long, "code")):
        with pytest.raises(NotANotebook, match=words):
            read(json.dumps(notebook).encode(), TABLE)


# What goes on

STAYING = """
import ctypes, signal, time
ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
while True: time.sleep(1)
"""


def processes(folder):
    """Return how many processes there are that were started for a grader, by its folder."""
    count = 0
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            count += str(folder) in told.read_text(errors="replace")
    return count


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_no_process_outlives_its_notebook():
    with Grader(LIMITS) as grader:
        if "no processes, no connections" not in grader.walls:
            pytest.skip("no wall against that here")
        folder = grader._nursery._folder
        assert statuses(grader, with_answers(q1_3=STAYING))["q1-3"] == "timeout"
        time.sleep(0.2)
        assert processes(folder) == 1  # the one that waits for the next notebook
    time.sleep(0.2)
    assert processes(folder) == 0


FOR_OTHERS = """
import ctypes, fcntl, os, resource
libc = ctypes.CDLL(None, use_errno=True)
def refused(call):
    try: return call() in (-1, None) and ctypes.get_errno() == 1
    except PermissionError: return True
tries = [
    lambda: resource.prlimit(1, resource.RLIMIT_CPU),
    lambda: fcntl.fcntl(3, fcntl.F_SETOWN, 1),
    lambda: os.setpriority(os.PRIO_USER, 0, 19),
    lambda: os.sched_setaffinity(0, {0}),
    lambda: libc.shmget(0, 4096, 0o1600),
]
a = [0.3, 0.24] if all(map(refused, tries)) else [9.0, 9.0]
resource.setrlimit(resource.RLIMIT_CPU, resource.getrlimit(resource.RLIMIT_CPU))
"""


def test_other_processes_cannot_be_touched(grader):
    if "no processes, no connections" not in grader.walls:
        pytest.skip("no wall against that here")
    others_earn(statuses(grader, with_answers(q1_1=FOR_OTHERS)))


# Honest, and odd

AWAITED = """
import asyncio
async def waited():
    await asyncio.sleep(0)
    return [0.3, 0.24]
a = await waited()
"""
ODD = {
    "a cell that waits": AWAITED,
    "help and history": "help(np.tanh)\nIn, Out, _\na = [0.3, 0.24]",
    "a home": "from pathlib import Path\nPath.home()\na = [0.3, 0.24]",
    "%timeit with options": "%timeit -n 10 -r 3 np.tanh(1)\nt = %timeit -o 1 + 1\na = [0.3, 0.24]",
    "a deque": "from collections import deque\na = deque([0.3, 0.24])",
    "an array of array": "from array import array\na = array('d', [0.3, 0.24])",
    "fractions": "from fractions import Fraction\na = Fraction(3, 10), Fraction(6, 25)",
    "figures in files": "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.savefig('x.png')\n"
    "a = [0.3, 0.24]",
}


@pytest.mark.parametrize("kind", ODD)
def test_what_works_in_jupyter_gets_its_points(grader, kind):
    others_earn(statuses(grader, with_answers(q1_1=ODD[kind])))
