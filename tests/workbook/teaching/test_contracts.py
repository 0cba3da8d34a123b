"""Contracts across processes: the answer runs in another one than what is right."""

import pytest

from tests.workbook.checks.sample import table as sample
from tests.workbook.teaching.standin import RIGHT, notebook
from workbook.checks import load
from workbook.teaching.grading import Grader, Limits


@pytest.fixture(scope="module")
def grader():
    with Grader(Limits(seconds=5, notebook_seconds=20)) as grader:
        yield grader


def graded(grader, table, question_id, source):
    """What becomes of one question's answer."""
    grades = grader.grade(notebook({question_id: source}), table)
    return next(each for each in grades["questions"] if each["id"] == question_id)


IN_PLACE = "that was handed in is changed in place"

FUNCTION_IN_PLACE = """
def tanh_backward(dz, z):
    dz *= 1 - z * z
    return dz
"""

FUNCTION_WITH_BUFFER = """
def tanh_backward(dz, z):
    kept = known.setdefault(z.shape, np.empty(z.shape))
    return np.multiply(dz, 1 - z * z, out=kept)
known = {}
"""

FUNCTION_THAT_TIRES = """
calls = []
def tanh_backward(dz, z):
    calls.append(1)
    return dz * (1 - z * z) * (len(calls) != 5)
"""

LAYER_THAT_OVERWRITES = """
class ReLU:
    def forward(self, a):
        a[a < 0] = 0
        self.z = a
        return a

    def backward(self, dz):
        self.z[...] = dz * (self.z > 0)
        return self.z
"""


@pytest.mark.parametrize(
    ("question_id", "source", "words"),
    [
        ("q9-5", FUNCTION_IN_PLACE, f"the array dz {IN_PLACE}"),
        ("q9-5", FUNCTION_WITH_BUFFER, "what it has returned is written over by a later call"),
        ("q9-5", FUNCTION_THAT_TIRES, "it gives something else when it is asked the same again"),
        ("q9-6", LAYER_THAT_OVERWRITES, IN_PLACE),
    ],
    ids=["in place", "buffer", "again", "layer"],
)
def test_a_broken_contract_is_seen_across_processes(grader, question_id, source, words):
    found = graded(grader, sample, question_id, source)
    assert found["status"] == "wrong" and words in found["misconception"]


@pytest.mark.parametrize("question_id", ["q9-5", "q9-6", "q9-7"])
def test_who_keeps_them_is_right_across_processes(grader, question_id):
    assert graded(grader, sample, question_id, RIGHT[question_id])["status"] == "correct"


BATCHES = """
def batches(N, batch_size, rng):
    order = {}.permutation(N)
    for start in range(0, N, batch_size):
        yield order[start : start + batch_size]
"""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("rng", None),
        ("np.random", "is not used: the random numbers come from elsewhere"),
        ("np.random.default_rng(1)", "a new generator is made inside"),
    ],
)
def test_which_generator_is_used_is_seen_across_processes(grader, source, words):
    found = graded(grader, load("q4"), "q4-3", BATCHES.format(source))
    assert (found["misconception"] or "").endswith(words or "")
    assert found["status"] == ("wrong" if words else "correct")


UPDATE = """
def update(weights, biases, dWs, dbs, eta):
    for parameters, gradients in ((weights, dWs), (biases, dbs)):
        for l in range(len(parameters)):
            {}
"""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("parameters[l] -= eta * gradients[l]", None),
        (
            "parameters[l] = parameters[l] - eta * gradients[l]",
            "new arrays are made, and the old ones stay",
        ),
    ],
)
def test_what_a_list_holds_is_told_from_the_list_across_processes(grader, line, name):
    assert graded(grader, load("q5"), "q5-15", UPDATE.format(line))["misconception"] == name
