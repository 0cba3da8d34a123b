"""Run the benchmarks and print one table; save it as numbers or as a figure, if asked."""

import argparse
from itertools import chain
from pathlib import Path

from benchmarks import checks, gradients, imports, mnist, noisy_xor
from benchmarks.chart import speeds
from benchmarks.harness import as_json, print_table

BENCHMARKS = {
    "imports": imports,
    "checks": checks,
    "gradients": gradients,
    "noisy_xor": noisy_xor,
    "mnist": mnist,
}

parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which; all if none")
parser.add_argument("--json", type=Path, metavar="FILE", help="save all timings")
parser.add_argument("--figure", type=Path, metavar="FILE", help="save the speeds as a bar chart")
arguments = parser.parse_args()

chosen = [BENCHMARKS[name] for name in arguments.names or BENCHMARKS]
done = print_table(chain.from_iterable(benchmark.comparisons() for benchmark in chosen))
if arguments.json:
    arguments.json.write_text(as_json(done), encoding="utf-8")
if arguments.figure:
    speeds(done).savefig(arguments.figure)
