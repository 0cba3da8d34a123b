"""Answers that look alike: copied ones are found, short and common ones are not."""

import pytest

from workbook.teaching.alike import Handed, form_of, look_alike

LAYER = """
class {Layer}:
    def forward(self, {X}):
        self.{kept} = {X}
        return {X} @ self.W.T + self.b

    def backward(self, {d}):
        self.dW = {d}.T @ self.{kept}
        self.db = {d}.sum(axis=0)
        return {d} @ self.W
"""
NET = """
def {f}({x}, weights):
    {out} = {x}
    for W, b in weights[:-1]:
        {out} = np.tanh({out} @ W.T + b)
    W, b = weights[-1]
    return {out} @ W.T + b
"""
ONE = {"Layer": "Linear", "X": "X", "kept": "X", "d": "dy", "f": "forward", "x": "X", "out": "z"}
TWO = {"Layer": "L", "X": "inputs", "kept": "cache", "d": "g", "f": "net", "x": "x", "out": "hid"}


def handed(name, layer, net, digest=""):
    forms = {"q-1": form_of(layer), "q-2": form_of(net)}
    return Handed(name, "nb", digest or name, {key: form for key, form in forms.items() if form})


def other(k):
    """A layer of one's own: with k more lines that nobody else has."""
    lines = "".join(f"        self.seen{k} = X * {i}\n" for i in range(k + 1))
    head, foot = LAYER.format(**ONE).split("        return X @", 1)
    return f"{head}{lines}        return X @{foot}"


def test_names_spacing_comments_and_docstrings_make_no_difference():
    plain = form_of(LAYER.format(**ONE))
    assert form_of(LAYER.format(**TWO)) == plain
    told = LAYER.format(**ONE).replace("X):", 'X):\n        """Say it."""  # so', 1)
    assert form_of(told.replace(" @ ", "@")) == plain


def test_another_order_or_another_function_makes_one():
    plain = LAYER.format(**ONE)
    assert form_of(plain.replace("self.W.T + self.b", "self.W.T - self.b")) != form_of(plain)
    assert form_of(NET.format(**ONE).replace("np.tanh", "np.exp")) != form_of(NET.format(**ONE))


@pytest.mark.parametrize(
    "source",
    [
        "dX = W.T @ d",
        "def sigmoid(a):\n    return 1 / (1 + np.exp(-a))",
        "dL_dW1 = [" + "[0.1, -0.2, 0.3], " * 12 + "]",
        "def f(:",
        "-" * 5_000 + "1",
        "x = [" + "[" * 300 + "]" * 300 + "]",
        LAYER.format(**ONE) * 100,
        "",
    ],
)
def test_what_is_short_or_only_numbers_or_no_code_has_no_form(source):
    assert form_of(source) is None


def test_two_who_share_what_nobody_else_has_are_found():
    papers = [handed(f"s{k}", other(k), NET.format(**ONE)) for k in range(8)]
    papers += [
        handed("Ada", LAYER.format(**ONE), other(20)),
        handed("Bo", LAYER.format(**TWO), other(20)),
    ]
    (found,) = look_alike(papers)
    assert (found.names, found.questions) == (("Ada", "Bo"), ("q-1", "q-2"))


def test_what_many_have_counts_nothing():
    papers = [handed(f"s{k}", LAYER.format(**ONE), NET.format(**TWO)) for k in range(20)]
    assert look_alike(papers) == []


def test_one_answer_alike_is_not_enough():
    papers = [handed(f"s{k}", other(k), NET.format(**ONE)) for k in range(8)]
    papers += [handed("Ada", LAYER.format(**ONE), ""), handed("Bo", LAYER.format(**TWO), "")]
    assert look_alike(papers) == []


def test_the_same_file_is_told_as_such_for_all_who_have_it():
    papers = [handed(name, LAYER.format(**ONE), other(9), "same") for name in "cab"]
    (found,) = look_alike([*papers, handed("d", other(3), "")])
    assert (found.names, found.questions) == (("a", "b", "c"), ())
