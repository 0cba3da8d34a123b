"""Answers that look alike: copied ones are found, short and common ones are not."""

from dataclasses import FrozenInstanceError

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


def test_another_use_of_the_same_names_makes_another_form():
    plain = "more = 1" + NET.format(**ONE)
    for old, new in (
        ("return z @ W.T + b", "return z @ b.T + W"),
        ("(X, weights)", "(X, weights, more)"),
        ("    return z", "    z.sort()\n    return z"),
    ):
        assert old in plain and form_of(plain.replace(old, new)) != form_of(plain)


def test_a_text_that_no_file_can_hold_has_a_form():
    assert form_of(NET.format(**ONE).replace("-1", r"'\ud800'")) is not None
    assert form_of(NET.format(**ONE).replace("-1", "'\ud800'")) is None


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


def test_names_that_all_know_are_told_apart_and_own_attributes_are_not():
    plain = form_of(NET.format(**ONE))
    assert form_of(NET.format(**ONE).replace("np.", "xp.")) != plain
    assert form_of(NET.format(**ONE).replace("weights", "sum")) != plain
    layer = LAYER.format(**ONE)
    assert form_of(layer.replace("self.dW", "self.slope")) == form_of(layer)
    assert form_of(layer.replace(".sum(", ".mean(")) != form_of(layer)


def test_commands_of_ipython_make_no_difference():
    told = "%matplotlib inline\n!ls\n" + NET.format(**ONE)
    assert form_of(told) == form_of(NET.format(**ONE))


def test_what_counts_is_how_long_it_is():
    pairs = [f"x{k} = f(x{k})" for k in range(9)]
    found = [form_of("\n".join(pairs[:k])) for k in (7, 8, 9)]
    assert found[0] is None and [each.size for each in found[1:]] == [41, 46]


def test_three_of_a_small_class_who_share_are_pairs_and_four_are_none():
    for count, pairs in ((2, 1), (3, 3), (4, 0)):
        papers = [handed(f"s{k}", LAYER.format(**ONE), other(20)) for k in range(count)]
        papers += [handed(f"t{k}", other(k), "") for k in range(5)]
        found = look_alike(papers)
        assert len(found) == pairs
        assert {each.questions for each in found} <= {("q-1", "q-2")}
        size = form_of(LAYER.format(**ONE)).size + form_of(other(20)).size
        assert {each.size for each in found} <= {size}


def test_two_with_one_file_are_told_once_and_before_all_others():
    papers = [handed(name, LAYER.format(**ONE), other(9), "same") for name in "ba"]
    papers += [handed(name, other(8), other(7)) for name in "dc"]
    found = look_alike(papers)
    assert [(each.names, each.questions, each.size > 0) for each in found] == [
        (("a", "b"), (), False),
        (("c", "d"), ("q-1", "q-2"), True),
    ]
    assert {each.notebook for each in found} == {"nb"}
    with pytest.raises(FrozenInstanceError):
        found[0].size = 1


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
