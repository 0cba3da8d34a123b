"""A process that grades keeps its grader, and gets a new one when that fails."""

import atexit
import sys
import threading
from types import ModuleType

import pytest


class Graders:
    """Makes graders that count what they do."""

    def __init__(self):
        self.open, self.made, self.alone = 0, 0, 0

    def __call__(self, limits):
        graders = self

        class Grader:
            def __enter__(self):
                graders.open += 1
                graders.made += 1
                return self

            def __exit__(self, *error):
                graders.open -= 1

            def grade(self, content, table, variant=""):
                if content == b"fails":
                    raise OSError("the process is gone")
                return content, table, variant, limits

        return Grader()


@pytest.fixture
def graders(monkeypatch):
    made = Graders()
    module = ModuleType("workbook.teaching.grading")

    def grade_notebook(content, table, *, variant, limits):
        made.alone += 1
        return "alone"

    module.Limits, module.Grader, module.grade_notebook = int, made, grade_notebook
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delitem(sys.modules, "workbook.teaching.worker", raising=False)
    from workbook.teaching.worker import grade_here

    made.grade = grade_here
    yield made
    sys.modules["workbook.teaching.worker"]._close()
    sys.modules.pop("workbook.teaching.worker")
    assert made.open == 0


def test_one_grader_grades_many_notebooks(graders):
    for content in (b"1", b"2", b"3"):
        assert graders.grade(content, "t", variant="v", limits=3) == (content, "t", "v", 3)
    assert graders.made == 1


def test_other_limits_get_another_grader_and_the_first_is_closed(graders):
    graders.grade(b"1", "t", limits=3)
    assert graders.grade(b"1", "t", limits=4)[-1] == 4
    assert (graders.made, graders.open) == (2, 1)


def test_a_grader_that_fails_is_closed_and_the_notebook_tried_once_more(graders):
    graders.grade(b"1", "t", limits=3)
    assert graders.grade(b"fails", "t", limits=3) == "alone"
    assert (graders.alone, graders.open) == (1, 0)
    assert graders.grade(b"2", "t", limits=3)[0] == b"2"
    assert graders.made == 2


def test_the_grader_that_is_kept_is_closed_at_the_end(graders, monkeypatch):
    closed = []
    monkeypatch.setattr(atexit, "register", lambda close, *given: closed.append((close, given)))
    monkeypatch.setattr(atexit, "unregister", lambda close: closed.remove((close, (None,) * 3)))
    for limits in (3, 4):
        graders.grade(b"1", "t", limits=limits)
        ((close, given),) = closed
    close(*given)
    assert graders.open == 0
    graders.open += 1  # which the last to close takes away again
    graders.grade(b"fails", "t", limits=4)
    assert closed == []


def test_each_thread_has_a_grader_of_its_own(graders):
    def elsewhere():
        graders.grade(b"1", "t", limits=3)
        made.append(graders.made)
        sys.modules["workbook.teaching.worker"]._close()

    made = []
    graders.grade(b"1", "t", limits=3)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    graders.grade(b"2", "t", limits=3)
    assert made == [2] and graders.made == 2
