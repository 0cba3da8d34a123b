"""The learners' processes: what they can reach, by which walls, and how they end."""

import json
import os
import socket
import sys
import time
from contextlib import suppress
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from tests import ROOT
from workbook.teaching.isolation.host import Limits, Nursery, _ready
from workbook.teaching.isolation.peer import Gone, LateError

LIMITS = Limits(seconds=5, notebook_seconds=60, memory=256 << 20, file_size=4 << 20)
OWN_WORLD = "own files, network and processes"
CLOSED = "files closed"
CALLS = "no processes, no connections"


class WithoutNamespaces(Nursery):
    """As on a system that refuses namespaces, a container's, say."""

    def _config(self):
        return super()._config() | {"root": ""}


@pytest.fixture(scope="module", params=[Nursery, WithoutNamespaces])
def nursery(request):
    with request.param() as nursery:
        yield nursery


@pytest.fixture
def learner(nursery):
    with nursery.learner(LIMITS) as peer:
        peer.allowance = LIMITS.seconds
        yield peer


def result(learner, source):
    """Run a cell, and return what it calls `result`."""
    learner.do("run", source, 1)
    return learner.do("values", "result")["result"]


def needs(learner, *walls):
    """Skip a test where none of some walls stands."""
    standing = list(learner.root.walls)
    if not {*walls} & {*standing}:
        pytest.skip(f"needs {' or '.join(walls)}; here stand: {', '.join(standing) or 'none'}")


def test_a_cell_runs_and_its_variables_can_be_read(learner):
    learner.do("run", "x = [1, 2]\ndef f(y): return x + [y]", 1)
    found = learner.do("values", "x", "f", "absent")
    assert found.keys() == {"x", "f"} and found["f"](3) == [1, 2, 3]


def test_an_error_tells_the_learners_line(learner):
    with pytest.raises(ZeroDivisionError) as caught:
        learner.do("run", "def f():\n    return 1 / 0\nf()", 1)
    assert caught.value.learners_line == "return 1 / 0"


def test_a_loop_is_interrupted_and_the_rest_goes_on(learner):
    learner.allowance = 0.2
    with pytest.raises(LateError):
        learner.do("run", "result = 1\nwhile True: pass", 1)
    learner.allowance = 5
    assert result(learner, "result += 1") == 2


def test_what_cannot_be_interrupted_is_given_up(nursery, monkeypatch):
    monkeypatch.setattr("workbook.teaching.isolation.peer.GRACE", 0.3)
    with nursery.learner(LIMITS) as peer, pytest.raises(Gone, match="too long"):
        peer.allowance = 0.2
        peer.do("run", "x = sum(range(10**12))", 1)


def test_each_learner_begins_anew(nursery):
    for _ in range(2):
        with nursery.learner(LIMITS) as peer:
            assert result(peer, "import os\nresult = os.listdir()") == []
            peer.do("run", "open('mine', 'w').close()\nimport numpy\nnumpy.pi = 3", 1)
            assert result(peer, "import math\nresult = math.tau == numpy.pi") is False


def test_nothing_of_the_grader_can_be_imported(learner):
    source = """
    import sys
    result = []
    for name in ("workbook.checks", "workbook.questions", "workbook.teaching"):
        sys.path += ["..", "/"]
        try: __import__(name)
        except ImportError: continue
        result.append(name)
    result += [name for name in sys.modules if name.startswith("workbook.")]
    """
    assert result(learner, "if True:" + source) == []


def test_check_does_nothing(learner):
    assert result(learner, "from workbook import check\nresult = check('q1-1', a=3)") is None


def test_no_handle_is_open_but_the_line_to_the_grader(learner):
    source = """
import os
result = []
for handle in range(4, 1024):
    try: os.fstat(handle)
    except OSError: continue
    result.append(handle)
"""
    assert result(learner, source) == []


def test_the_environment_tells_nothing(learner):
    assert set(result(learner, "import os\nresult = list(os.environ)")) <= {
        "PATH", "HOME", "LANG", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MPLBACKEND", "LC_CTYPE",
    }  # fmt: skip


def test_memory_is_limited(learner):
    needs(learner, "limited memory")
    with pytest.raises(MemoryError):
        learner.do("run", "x = bytearray(10**10)", 1)


def refused(learner, source):
    with pytest.raises(OSError):
        learner.do("run", source, 1)


def test_files_of_the_machine_cannot_be_read(learner):
    needs(learner, OWN_WORLD, CLOSED)
    for path in (ROOT / "pyproject.toml", ROOT / "workbook/questions/__init__.py", "/etc/passwd"):
        refused(learner, f"open({str(path)!r})")
    refused(learner, "open('/proc/self/environ')")


def test_only_the_work_folder_can_be_written(learner):
    needs(learner, OWN_WORLD, CLOSED)
    assert result(learner, "open('a', 'w').write('3')\nresult = open('a').read()") == "3"
    for place in ("..", "/", os.path.dirname(os.__file__), ROOT / "helpers"):
        refused(learner, f"open({str(place)!r} + '/mine', 'w')")
    refused(learner, "open('../data/test-parameters.pkl', 'r+b')")
    assert result(learner, "print(3, file=open('/dev/null', 'w'))\nresult = 3") == 3


def test_no_file_of_the_machine_is_made_another(learner, tmp_path):
    """Landlock, which closes files, says nothing of modes, times and attributes."""
    needs(learner, OWN_WORLD, CALLS)
    path = tmp_path / "grades.csv"
    path.write_text("12")
    before = path.stat()
    for change in ("chmod(path, 0)", "utime(path, (1, 1))", "truncate(path, 0)"):
        with suppress(OSError):
            learner.do("run", f"import os\npath = {str(path)!r}\nos.{change}", 1)
    assert path.stat() == before
    copied = "import shutil\nopen('a', 'w').write('3')\nresult = str(shutil.copy('a', 'b'))"
    assert result(learner, copied) == "b"


def test_files_are_limited_in_size(learner):
    needs(learner, "limited time and files")
    source = "with open('x', 'wb') as file:\n    for _ in range(20): file.write(bytes(1 << 20))"
    refused(learner, source)


@pytest.mark.parametrize(
    "source",
    [
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 80), timeout=1)",
        "import os; os.kill(os.getpid(), 0)",
    ],
)
def test_no_process_program_or_connection_can_be_made(learner, source):
    needs(learner, CALLS)
    refused(learner, source)


def test_a_thread_can_be_made(learner):
    source = "from threading import Thread\nt = Thread(target=print)\nt.start()\nt.join()"
    assert result(learner, source + "\nresult = 1") == 1


def test_given_data_are_there(learner):
    source = "from helpers import load_parameters\n"
    source += "result = len(load_parameters('../data/test-parameters.pkl'))"
    assert result(learner, source) > 0


def test_figures_are_drawn_nowhere(learner):
    pytest.importorskip("matplotlib")
    source = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\ndisplay(plt.gcf())"
    assert result(learner, source + "\nresult = 1") == 1


def test_ipythons_commands_do_nothing_and_time_runs(learner):
    source = """
get_ipython().run_line_magic("matplotlib", "inline")
get_ipython().system("rm -rf .")
get_ipython().run_line_magic("time", "result = 4")
"""
    assert result(learner, source) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
def test_all_ends_with_the_nursery():
    before = {*os.listdir("/proc")}
    with Nursery() as nursery, nursery.learner(LIMITS) as peer:
        peer.allowance = 5
        peer.do("run", "x = 1", 1)
        assert {*os.listdir("/proc")} - before
    for _ in range(100):
        mine = [each for each in {*os.listdir("/proc")} - before if _was_forked_by_us(each)]
        if not mine:
            return
        time.sleep(0.05)
    raise AssertionError(f"still running: {mine}")


def _was_forked_by_us(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return "boot.py" in file.read()
    except OSError:
        return False


# Without a process


def test_limits_are_what_the_page_for_teachers_says_and_stay_so():
    limits = Limits()
    assert (limits.seconds, limits.notebook_seconds) == (10, 120)
    assert (limits.memory, limits.file_size) == (1_073_741_824, 16_777_216)
    with pytest.raises(FrozenInstanceError):
        limits.seconds = 100


def test_a_system_that_cannot_fork_is_told_what_to_use(monkeypatch):
    monkeypatch.delattr(os, "fork")
    with pytest.raises(RuntimeError) as caught:
        Nursery().__enter__()
    assert str(caught.value) == ("grading needs Linux or macOS: on Windows, use WSL or a container")


def test_a_process_that_does_not_answer_or_has_ended_is_told_apart():
    nursery = Nursery()
    nursery._control, theirs = socket.socketpair()
    with nursery._control, theirs:
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(RuntimeError, match=r"^the learners' process has ended$"):
            nursery._asked({"end": 1})
        theirs.close()
        with pytest.raises(RuntimeError, match=r"^the learners' process does not answer: "):
            nursery._asked({"end": 1})


def test_a_long_answer_of_the_process_is_read_whole():
    nursery = Nursery()
    nursery._control, theirs = socket.socketpair()
    with nursery._control, theirs:
        theirs.send(json.dumps({"pid": 7, "more": "x" * 9_000}).encode())
        assert nursery._asked({"fork": {}})["pid"] == 7
        assert json.loads(theirs.recv(100)) == {"fork": {}}


class Dead:
    """A peer whose process ends before its walls stand."""

    def do(self, what):
        raise Gone(f"no {what}")


def test_a_process_whose_walls_do_not_stand_is_told():
    peer = Dead()
    words = "^no process for a learner could be started: no values$"
    with pytest.raises(RuntimeError, match=words):
        _ready(peer)
    assert peer.allowance == 60


def test_a_process_is_told_where_all_lies(tmp_path):
    nursery = Nursery()
    nursery._folder = tmp_path
    told = nursery._config()
    installed, library = Path(told["installed"]), Path(told["helpers"])
    assert (installed / "numpy" / "__init__.py").is_file()
    assert (library / "autodiff" / "__init__.py").is_file() or (library / "autodiff.py").is_file()
    assert (Path(told["isolation"]) / "boot.py").is_file()
    assert told["root"] == str(tmp_path / "root")
    readable = set(told["readable"])
    assert {sys.base_prefix, str(installed), str(library), "/lib", "/dev/urandom"} <= readable
    assert {os.path.realpath(each) for each in (sys.base_prefix, installed, library)} <= readable
    assert told["hidden"][0] == f"{installed}/workbook"
    assert told["hidden"][1] == f"{os.path.realpath(installed)}/workbook"
    assert told["inner_work"] == str(ROOT / "notebooks")
    assert told["environment"]["OMP_NUM_THREADS"] == "1"
