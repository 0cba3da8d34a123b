"""Time several ways of doing one task, and print how much faster than a reference each is.

The ways take turns, round after round, so that a slow spell of the machine meets them all. What
counts is the median over the rounds: of the seconds, and of the ratio to the reference within
the same round, which noise moves least.
"""

import json
import platform
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

ROW = "{:46}  {:32}  {:>10}  {:>8}  {:>8}  {}"


@dataclass(frozen=True)
class Comparison:
    """The timings of one task.

    Attributes
    ----------
    task : str
    seconds : dict of lists
        Per contender, the seconds that it took in each round.
    reference : str
        The contender that the others are compared with.
    at_least : dict of float
        Per contender, the least speed that is promised of it; not all need one.
    """

    task: str
    seconds: dict
    reference: str
    at_least: dict

    def median(self, contender):
        """Return the median seconds of a contender."""
        return median(self.seconds[contender])

    def speed(self, contender):
        """Return how many times as fast as the reference a contender is."""
        rounds = zip(self.seconds[self.reference], self.seconds[contender], strict=True)
        return median(theirs / own for theirs, own in rounds)

    def kept(self, contender):
        """Return whether a contender is as fast as promised; None if nothing was."""
        if contender not in self.at_least:
            return None
        return self.speed(contender) >= self.at_least[contender]


def compare(task, contenders, reference, at_least=None, rounds=31, measure=None):
    """Time the contenders in turns.

    Parameters
    ----------
    task : str
        What all of them do, for the table.
    contenders : dict
        What to measure, by name: functions without arguments.
    reference : str
        The name of one of them.
    at_least : dict of float, optional
        Promised speeds, as multiples of the reference's.
    rounds : int
        Odd, so that the median is one of them. Few will do for what takes seconds.
    measure : callable, optional
        contender → seconds; `seconds_per_call` if not given.

    Returns
    -------
    Comparison
    """
    measure = measure or seconds_per_call
    seconds = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            seconds[name].append(measure(contender))
    return Comparison(task, seconds, reference, at_least or {})


def seconds_per_call(action, enough=0.005):
    """Return the mean seconds of calls repeated until `enough` seconds have passed."""
    calls, begin = 0, perf_counter()
    while (passed := perf_counter() - begin) < enough:
        action()
        calls += 1
    return passed / calls


def print_table(comparisons):
    """Print each comparison as it comes; return them as a list."""
    print(ROW.format("task", "contender", "median", "speed", "promised", "").rstrip())
    done = []
    for comparison in comparisons:
        task = comparison.task
        for name in comparison.seconds:
            promised = comparison.at_least.get(name)
            row = ROW.format(
                task,
                name,
                readable(comparison.median(name)),
                f"{comparison.speed(name):.2f}",
                "" if promised is None else f"≥ {promised:.2f}",
                {None: "", True: "kept", False: "NOT KEPT"}[comparison.kept(name)],
            )
            print(row.rstrip(), flush=True)
            task = ""
        done.append(comparison)
    return done


def as_json(comparisons):
    """Return all timings, round by round, and what they were taken with, as text."""
    from numpy import __version__

    made_with = {"python": platform.python_version(), "numpy": __version__}
    made_with["machine"] = f"{platform.machine()}, {platform.system()}"
    rows = [asdict(comparison) for comparison in comparisons]
    return json.dumps({"made_with": made_with, "comparisons": rows}, indent=1) + "\n"


def readable(seconds):
    """Return seconds as text with a unit that suits them."""
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"
