"""Single edits: each undoes one kind of mistake, and leaves something that can be compiled."""

import ast
from itertools import takewhile

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.edits import edits

# What is typed, what is meant, and what kind of mistake that is.
REPAIRS = [
    ("return 1 / 1 + e", "return 1 / (1 + e)", kinds.BRACKETS),
    ("return y - t / len(y)", "return (y - t) / len(y)", kinds.BRACKETS),
    ("return np.exp(a - m)", "return np.exp(a) - m", kinds.BRACKETS),
    ("return (a @ b).T", "return a @ b.T", kinds.BRACKETS),
    ("return y + t", "return y - t", kinds.SIGN),
    ("return t - y", "return y - t", kinds.SIGN),
    ("return np.exp(a)", "return np.exp(-a)", kinds.SIGN),
    ("w += eta * dw", "w -= eta * dw", kinds.SIGN),
    ("return z / (1 - z)", "return z * (1 - z)", kinds.OPERATOR),
    ("return W @ x", "return x @ W", kinds.ORDER),
    ("return np.outer(x, d)", "return np.outer(d, x)", kinds.ORDER),
    ("return a.sum(axis=0)", "return a.sum(axis=1)", kinds.AXIS),
    ("return np.max(a)", "return np.max(a, axis=1)", kinds.AXIS),
    ("return a.sum(axis=1)", "return a.sum(axis=1, keepdims=True)", kinds.KEEPDIMS),
    ("return a.sum(axis=0, keepdims=True)", "return a.sum(axis=0)", kinds.KEEPDIMS),
    ("return X @ W", "return X @ W.T", kinds.TRANSPOSE),
    ("return X.T @ W", "return X @ W", kinds.TRANSPOSE),
    ("return np.sum(e)", "return np.mean(e)", kinds.MEAN),
    ("return a.var()", "return a.std()", kinds.FUNCTION),
    ("return np.log10(a)", "return np.log(a)", kinds.FUNCTION),
    ("return np.tanh(z)", "return z", kinds.EXTRA_FUNCTION),
    ("return a", "return np.sqrt(a)", kinds.MISSING_FUNCTION),
    ("return 3 * a", "return 2 * a", kinds.CONSTANT),
    ("b = a + 1\n    return a", "b = a + 1\n    return b", kinds.VARIABLE),
    ("return p[0]", "return p[1]", kinds.INDEX),
    ("return p[i, j]", "return p[j, i]", kinds.INDEX),
    ("return dz * slope", "return dz", kinds.EXTRA_FACTOR),
    ("return y - t", "return (y - t) / len(y)", kinds.MISSING_FACTOR),
    ("return 2 * y - t", "return y - t", kinds.EXTRA_FACTOR),
    ("return W + b", "return W", kinds.EXTRA_TERM),
    ("return W @ x", "return W @ x + b", kinds.MISSING_TERM),
    ("return 1 - z", "return 1 - z ** 2", kinds.POWER),
    ("return a > 0", "return a >= 0", kinds.COMPARISON),
    ("for i in range(n):\n        s += i\n    return s", None, kinds.RANGE),
    ("for i in x:\n        s += i\n        return s", None, kinds.LINE_PLACE),
    ("w = w - g\n    s = s + w\n    return s", None, kinds.LINE_ORDER),
    ("for p in ps:\n        p.grad = d", "for p in ps:\n        p.grad += d", kinds.ADDED_UP),
    ("b = a\n    return b", "b = a.copy()\n    return b", kinds.COPY),
    ("s = a + b", "s = a + b\n    return s", kinds.RETURN),
    ("print(a)", "return a", kinds.RETURN),
    ("if a > b:\n        return a\n    return b", None, kinds.CONDITION),
    ("return dW, db", "return db, dW", kinds.RESULTS),
]
ARGUMENTS = "a, b, e, y, t, m, w, eta, dw, z, W, x, X, d, p, i, j, dz, slope, s, g, n, ps, dW, db"


def function(body):
    return f"def f({ARGUMENTS}):\n    {body}"


def results(source):
    """Return what all edits of a source leave of it, each with the edit."""
    tree = ast.parse(source)
    found = []
    for edit in edits(tree):
        with edit.place.holding(edit.new):
            found.append((ast.unparse(tree), edit))
    return found


@pytest.mark.parametrize(("wrong", "right", "kind"), REPAIRS)
def test_an_edit_undoes_a_mistake_of_its_kind(wrong, right, kind):
    found = [(text, edit.kind) for text, edit in results(function(wrong))]
    if right is None:
        assert kind in [each for _, each in found]
    else:
        assert (ast.unparse(ast.parse(function(right))), kind) in found


def test_the_smallest_come_first():
    costs = [edit.cost for edit in edits(ast.parse(function("return (y - t) * W.T")))]
    assert costs == sorted(costs)


def test_no_edit_gives_what_was_there():
    source = ast.unparse(ast.parse(function("return np.sum((y - t) ** 2, axis=1) / len(y)")))
    assert source not in [text for text, _ in results(source)]


def test_the_tree_is_as_before():
    tree = ast.parse(function("return np.sum((y - t) ** 2) / len(y)"))
    before = ast.dump(tree, include_attributes=True)
    for edit in edits(tree):
        with edit.place.holding(edit.new):
            pass
    assert ast.dump(tree, include_attributes=True) == before


names = st.sampled_from(["y", "t", "W", "x", "b", "2", "0.5"])
expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "@", "**"]), inner).map(
            "({0[0]} {0[1]} {0[2]})".format
        ),
        inner.map("np.sum({}, axis=0)".format),
        inner.map("np.exp(-{})".format),
        st.tuples(inner, inner).map("({0[0]}, {0[1]})[0]".format),
    ),
    max_leaves=5,
)


@settings(max_examples=10, deadline=None, phases=[Phase.generate])
@given(expressions, expressions)
def test_whatever_is_edited_can_be_compiled(first, second):
    source = function(
        f"z = {first}\n    for k in range(3):\n        z = z + {second}\n    return z"
    )
    tree = ast.parse(source)
    for edit in edits(tree):
        with edit.place.holding(edit.new):
            compile(tree, "<test>", "exec")


def test_nothing_grows_where_it_says_how_large_something_is():
    sizes = ast.parse("def f(n, k):\n    return np.zeros((n, k))")
    kept = {edit.kind for edit in edits(sizes) if isinstance(edit.place.node, ast.Name)}
    assert kinds.MISSING_FACTOR not in kept
    assert kinds.VARIABLE in kept


def test_large_arrays_are_not_broadcast():
    tree = ast.parse("def f(x, y):\n    return x - y")
    assert kinds.KEEPDIMS in {edit.kind for edit in edits(tree)}
    assert kinds.KEEPDIMS not in {edit.kind for edit in edits(tree, small=False)}


# All of them, as they were written down

RICH = """
class Layer:
    def __init__(self, W):
        self.W = W

    def forward(self, x):
        return x @ self.W.T

def f(x, n):
    total = np.zeros((2, n))
    for i in range(n):
        total[i] += helper(x[1:])
        x -= 1
    if n == 1:
        x = total.T
    return x, np.sum(x ** 2, axis=0, keepdims=True)
"""

NAMES = {kind: name for name, kind in vars(kinds).items() if isinstance(kind, kinds.Kind)}


def lines_of_edits(source, small=True):
    """Return a line for each edit: its cost and kind, and what stands there before and after."""
    tree = ast.parse(source)
    for edit in edits(tree, small):
        old, new = (unparsed(each) for each in (edit.place.node, edit.new))
        pairs = zip(old, new, strict=False) if isinstance(edit.new, list) else ()
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        told = (" ".join(each[same:]) for each in (old, new))
        yield f"{edit.cost} {NAMES[edit.kind]}: {' → '.join(told)}"


def unparsed(node):
    nodes = node if isinstance(node, list) else [node]
    lines = [ast.unparse(ast.fix_missing_locations(each)) for each in nodes]
    return [line.replace("\n", "; ").replace("    ", " ") for line in lines]


def test_all_edits_of_some_code_are_as_recorded(note):
    note(*lines_of_edits(RICH))


def test_what_could_grow_is_left_out_where_arrays_are_large(note):
    small, large = (list(lines_of_edits(RICH, each)) for each in (True, False))
    note(*(line for line in small if line not in large))
    assert not set(large) - set(small)


@pytest.mark.parametrize(
    "line",
    [
        "print(a)",
        "b = np.mean(a, 1, keepdims=True)",
        "return [a, b][0]",
        "return max(a, key=lambda e: e.size)",
        "a[0] = b",
        "return a.sum() / len(a)",
        "return a if a else b",
        "return np.full((2, 2), a) + [0] * n",
        "while a < 3:\n        a += 1\n        b = a\n    return b",
        "return a / b / n",
        "return a - (b - n)",
        "return np.exp(a) * b",
        "return a * np.exp(b)",
        "return np.exp(a * b)",
        "return a @ b.T",
        "return -a * b",
        "return a[1:2:3], a[n]",
        "return rng.normal(size=(2, 3)), a % 2, a // 2",
    ],
)
def test_the_edits_of_a_line_are_as_recorded(line, note):
    note(*lines_of_edits(f"def f(a, b, n):\n    {line}"))


def test_new_nodes_stand_on_the_line_of_the_old():
    tree = ast.parse(RICH)
    for edit in edits(tree):
        before = edit.place.node[0] if isinstance(edit.place.node, list) else edit.place.node
        for new in edit.new if isinstance(edit.new, list) else [edit.new]:
            for node in ast.walk(new):
                if isinstance(node, ast.expr | ast.stmt) and not hasattr(before, "body"):
                    assert hasattr(node, "lineno")
