"""How tests and notebooks are run: what they import, in which order, and every given cell again."""

import gc
import os
import random
import signal

import pytest
from nbval.plugin import IPyNbCell, NbCellError

from tests import ROOT
from workbook.notebooks.cells import first_line_id

# So that no core waits for another at the end.
LONGEST = ("05_mnist", "04_noisy_xor", "03_relu_pickle_test", "test_answers", "test_tables")

SLOW, QUICK = 3, 1  # seconds: a cell that takes longer is not run again, or not for a third time
SECONDS = pytest.StashKey[float]()


def pytest_addoption(parser):
    parser.addoption(
        "--shuffle", type=int, metavar="SEED", help="shuffle the files, and the tests in each"
    )


def pytest_configure(config):
    # For kernels and all other processes: whatever is installed, they import what is tested.
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    # What a shell starts in the background ignores SIGINT, and so would all that is tested.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # pytest then puts the tests together that share a fixture
def pytest_collection_modifyitems(config, items):
    files = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    for tests in files.values():
        if isinstance(tests[0], IPyNbCell):
            tests.append(Again.of(tests))
    seed = config.option.shuffle
    if seed is None:
        rank = {name: k for k, name in enumerate(LONGEST)}
        order = sorted(files, key=lambda path: rank.get(path.stem, len(LONGEST)))
    else:
        order = shuffled(files, seed)
        for path in order:
            if path.suffix == ".py":
                files[path] = shuffled(files[path], seed)
    items[:] = [item for path in order for item in files[path]]


def pytest_collection_finish():
    gc.freeze()  # thousands of tests: each collection of garbage would look at them all again


def shuffled(things, seed):
    return random.Random(seed).sample(list(things), len(things))


def pytest_runtest_makereport(item, call):
    if isinstance(item, IPyNbCell) and call.when == "call":
        item.stash[SECONDS] = call.duration


class Again(pytest.Item):
    """The given cells of a notebook, run again after nbval has run all: they show what they showed.

    Backwards, and twice: the second time a cell comes after all that stand above it, too. So a
    learner may go back and forth.
    """

    @classmethod
    def of(cls, cells):
        made = cls.from_parent(cells[0].parent, name="Each given cell again")
        made.cells = cells[:]
        made.add_marker(pytest.mark.timeout(900))
        return made

    def runtest(self):
        given = [cell for cell in self.cells[::-1] if not first_line_id(cell.cell)]
        given, quick = (
            [cell for cell in given if cell.stash.get(SECONDS, seconds) < seconds]
            for seconds in (SLOW, QUICK)
        )
        shown = {cell: cell.test_outputs for cell in given}
        besides = [key for key in self.parent.skip_compare if not key.startswith("image/")]
        for self.cell in given + quick:
            self.cell.runtest()  # which compares all but pictures with what is stored
            again = self.cell.test_outputs
            if self.cell.options["check"] and not self.cell.compare_outputs(
                again, shown[self.cell], besides
            ):
                self.cell.raise_cell_error(
                    "Run again, it shows something else", "\n".join(self.cell.comparison_traceback)
                )

    def repr_failure(self, excinfo):
        if isinstance(excinfo.value, NbCellError):
            return self.cell.repr_failure(excinfo)
        return super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, None, f"{self.path.name}: {self.name}"
