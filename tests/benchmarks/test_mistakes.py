"""`make mistakes` makes every single edit, and judges what a check says of it."""

import json
import time

import pytest

from benchmarks import mistakes, mutated, workers
from benchmarks.mistakes import main, row, table
from benchmarks.mutants import changed_lines, diff, headers, mutants, plain, unread
from benchmarks.mutated import Verdict, cell_of, ids, judge, number_of_mutants, questions

CODE = '''
def mean_gap(y, t):
    """The mean of y − t."""
    total = 0
    for a, b in zip(y, t):
        total += a - b
    return total / len(y)
'''


def edits(source):
    return {mutant.source: mutant.rule for mutant in mutants(source)}


def edited(source, before, after):
    """Return what an edit should make of some code."""
    assert before in plain(source)
    return plain(source).replace(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a - b", "a + b"),
        ("a - b", "b - a"),
        ("a - b", "a"),
        ("total / len(y)", "total * len(y)"),
        ("total / len(y)", "total / len(t)"),
        ("len(y)", "y"),
        ("total += a", "total = a"),
        ("total = 0", "total = 1"),
        ("total = 0\n", "total = -1\n"),
        ("    return total", "        return total"),
        ("zip(y, t)", "zip(t, y)"),
        ("    return total / len(y)", "    total / len(y)"),
        ("    return total / len(y)", "    total /= len(y)\n    return total"),
    ],
)
def test_slips_of_a_hand_are_among_the_edits(before, after):
    assert edited(CODE, before, after) in edits(CODE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x.T @ y", "x @ y"),
        ("np.sum(x, axis=0, keepdims=True)", "np.sum(x, axis=1, keepdims=True)"),
        ("np.sum(x, axis=0, keepdims=True)", "np.sum(x, axis=0)"),
        ("np.sum(x, axis=0, keepdims=True)", "np.sum(x, keepdims=True)"),
        ("np.sum(x, axis=0, keepdims=True)", "np.mean(x, axis=0, keepdims=True)"),
        ("2 * (x - y)", "2 * x - y"),
        ("np.exp(x / y)", "np.exp(x) / y"),
        ("np.exp(x) / y", "np.exp(x / y)"),
        ("x[1:]", "x"),
        ("x[:, 1]", "x[1, :]"),
        ("x > 0", "x >= 0"),
        ("x if y else 1", "1 if y else x"),
        ("x.copy()", "x"),
        ("rng.permutation(x)", "np.random.permutation(x)"),
    ],
)
def test_slips_in_formulas_are_among_the_edits(before, after):
    source = f"def f(x, y, rng):\n    return {before}\n"
    assert edited(source, before, after) in edits(source)


def test_an_edit_is_no_comment_no_docstring_and_no_given_first_line():
    for text in edits(CODE):
        assert 'def mean_gap(y, t):\n    """The mean of y − t."""' in text


def test_edits_of_one_line_change_it():
    lines = plain(CODE).splitlines()
    for mutant in mutants(plain(CODE), line=6):
        assert 6 in changed_lines(plain(CODE), mutant.source)
    assert lines[5].strip() == "return total / len(y)"


def test_lines_beside_one_that_is_gone_count_as_changed():
    assert changed_lines("a\nb\nc\n", "a\nc\n") == {1, 2}
    assert changed_lines("a\nb\nc\n", "a\nx\nc\n") == {2}
    assert diff("a\nb\nc\n", "a\nx\nc\n") == "-b\n+x"


def test_a_loop_stands_around_its_lines():
    assert headers(plain(CODE), {5}) == {4}
    assert headers(plain(CODE), {6}) == frozenset()


def test_an_argument_that_is_no_longer_read_is_noticed():
    before = plain(CODE)
    assert unread(before, before.replace("zip(y, t)", "zip(y, y)")) == {1}
    assert unread(before, before.replace("a - b", "a + b")) == frozenset()
    never = before.replace("zip(y, t)", "zip(y, y)")
    assert unread(never, never) == frozenset()


def test_what_an_answer_does_besides_its_numbers_is_looked_for_again():
    (verdict,) = judged("q1-35", "return a - t", "a -= t\n    return a")
    assert verdict.detected and verdict.is_named


def test_every_right_answer_has_edits_and_is_right_as_a_cell():
    for question_id in ids():
        assert number_of_mutants(question_id) > 3
    for question_id in ("q2-10", "q3-30", "q4-2", "q5-18"):
        question = questions()[question_id]
        answer = mutated.answer_of(question, cell_of(question_id))
        assert question.grade({question.name: answer}).right


def judged(question_id, before, after):
    """Return the verdicts on one edit of a right answer."""
    changed = edited(cell_of(question_id), before, after)
    sources = [mutant.source for mutant in mutated._mutants(question_id)]
    return judge((question_id, sources.index(changed), True))


@pytest.mark.parametrize(
    ("question_id", "before", "after"),
    [
        ("q1-28", "return np.sum", "return np.abs(np.sum"),
        ("q2-13", "up = f()", "up = np.abs(f())"),
        ("q2-14", "total > 0", "total > 1"),
        ("q2-16", "return f(x + 1j * h).imag / h", "return np.abs(f(x + 1j * h).imag / h)"),
        ("q3-32", "return engine_with()(f, values)", "return np.abs(engine_with()(f, values))"),
        ("q3-34", "best = 0", "best = 1"),
        ("q3-34", "return (len(validation_losses) - 1, best)", "return (best, best)"),
        ("q4-2", "standard_normal((self.N, 2))", "standard_normal((self.N, 1))"),
        ("q4-2", "c = CORNERS[rng", "c = CORNERS[np.random.default_rng(0)"),
        ("q4-12", "return -(b + w[0] * x1) / w[1]", "return np.abs(-(b + w[0] * x1) / w[1])"),
        ("q5-11", "m = a.max(axis=1)", "m = np.abs(a.max(axis=1))"),
    ],
)
def test_what_once_got_past_is_refused(question_id, before, after):
    changed = edited(cell_of(question_id), before, after)
    if "abs(np.sum" in after:
        changed = changed.rstrip() + ")\n"
    question = questions()[question_id]
    result = question.grade({question.name: mutated.answer_of(question, changed)})
    assert not result.right and result.answered


def test_a_line_that_is_pointed_to_is_the_changed_one():
    (verdict,) = judged("q3-13", "id(node) not in seen", "id(node) in seen")
    assert verdict.detected and verdict.is_located and not verdict.is_false
    assert verdict.where == "the changed line"


def test_a_named_mistake_is_asked_whether_it_is_that_elsewhere_too():
    (verdict,) = judged("q1-18", "2 * (y - t)", "y - t")
    assert verdict.detected and verdict.is_named
    assert verdict.named == ["the factor 2 of the square is missing"]


def test_the_line_of_an_error_is_quoted():
    (verdict,) = judged("q3-11", "node.grad = 0.0", "order.grad = 0.0")
    assert verdict.detected and verdict.quoted


def test_a_name_that_fits_by_chance_is_false():
    question = questions()["q1-18"]
    (known, *_) = question.misconceptions
    assert mutated._gives_the_same(question, known.answer, known.answer)
    assert not mutated._gives_the_same(question, lambda y, t: 3 * (y - t), known.answer)


def test_another_place_counts_if_another_edit_there_makes_it_right():
    question = questions()["q1-21"]
    source = cell_of("q1-21").replace("return np.outer(dL_da, x)", "return -np.outer(dL_da, x)")
    lines = source.splitlines()
    (first,) = (i for i, line in enumerate(lines, start=1) if "dL_da =" in line)
    assert mutated._can_be_repaired(question, source, first)
    assert not mutated._can_be_repaired(question, source.replace("outer", "dot"), first)


def test_a_value_is_typed_with_all_digits_and_with_two():
    full, short = judged("q1-1", "W1 @ x + b1", "W1 @ x - b1")
    assert (full.typed, short.typed) == ("with all digits", "with two decimals")
    assert full.is_named and short.is_named


def test_a_value_that_has_two_ways_is_asked_over_other_numbers_too():
    for verdict in judged("q1-9", "1 - z ** 2", "1 + z ** 2"):
        assert verdict.is_named and not verdict.is_false


def test_what_never_ends_is_seen_and_stops(monkeypatch):
    monkeypatch.setattr(mutated, "SECONDS", 0.2)
    endless = mutated.Mutant("endless", "def dloss_dy(y, t):\n    while True:\n        pass\n")
    monkeypatch.setattr(mutated, "_mutants", lambda question_id: [endless])
    begin = time.perf_counter()
    (verdict,) = judge(("q1-18", 0, True))
    assert verdict.detected and not verdict.diagnosed
    assert time.perf_counter() - begin < 3


def of_one_question(number, **what):
    return [Verdict("q1-18", i, "dloss_dy", "code", detected=True, **what) for i in range(number)]


def test_shares_are_of_what_was_diagnosed():
    found = of_one_question(1, diagnosed=True, named=["so"], name_holds=True)
    found += of_one_question(1, diagnosed=True, lines=[3], where="the changed line")
    found += of_one_question(1, diagnosed=True, lines=[3], where="unconfirmed")
    found += of_one_question(1, diagnosed=True, quoted=True)
    found += of_one_question(4)
    cells = row("q1-18", "dloss_dy", found)
    assert cells[2:5] == ["8", "100.0 %", "4"]
    assert cells[5:10] == ["25.0 %", "25.0 %", "50.0 %", "25.0 %", "25.0 %"]
    assert [cells[0] for cells in table(found)] == ["q1-18", "q1", "all", "all"]


def test_it_prints_a_table_and_saves_each_verdict(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(mistakes, "spread", lambda work, tasks, *_: ((t, work(t)) for t in tasks))
    files = {name: tmp_path / name for name in ("json", "markdown")}
    words = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    assert main(["q1-20", "--each", "3", *words]) == 0
    out = capsys.readouterr().out
    assert "q1-20    dloss_db2" in out
    assert "+    return dL_dy.T" in out  # which nothing can tell from what is right
    saved = json.loads(files["json"].read_text("utf-8"))
    assert len(saved) == number_of_mutants("q1-20")
    assert sum(each["diagnosed"] for each in saved) <= 3
    assert files["markdown"].read_text("utf-8").startswith("| question | answer |")


def test_ctrl_c_keeps_what_is_done(monkeypatch, capsys):
    def stopped(work, tasks, *_):
        yield tasks[0], work(tasks[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(mistakes, "spread", stopped)
    assert main(["q1-20", "--each", "0"]) == 0
    assert "q1-20    dloss_db2                           1" in capsys.readouterr().out


def slow_or_not(task):
    """Take long for the task 0, and end the process for 1."""
    if task == 0:
        time.sleep(60)
    if task == 1:
        raise SystemExit
    return 10 * task


def test_a_process_that_hangs_or_dies_is_replaced():
    done = dict(workers.spread(slow_or_not, range(5), processes=2, seconds=3))
    assert done == {0: None, 1: None, 2: 20, 3: 30, 4: 40}
