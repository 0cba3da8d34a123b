"""Make every single mistake in every right answer: which are seen, named or located, which falsely?

    python -m benchmarks.mistakes [--each 20] [--seed 0] [--json FILE] [QUESTION ...]

All mutants of a right answer are checked. Of each question, a sample that the seed chooses is also
diagnosed, as a learner's answer is. A diagnosis counts as

named     if a mistake is named, and surely: one that gives the same as the mutant also on inputs
          that no check has seen, or is named again there if it is told by what it does to what is
          right, or does besides;
located   if a line is pointed to that the mutation has changed; beside which it took one away, or
          the loop or condition around that; the first line of a function that no longer reads one
          of its arguments; or a line of which another single edit, found by this program and not
          by the check, makes the mutant right as well, on inputs that no check has seen;
quoted    if neither, and the line of the error that it raises is shown, and is a changed one;
falsely   if neither named nor located, and yet a misconception is named, or a line pointed to.

A value is typed twice, with all its digits and with two decimals. There is no code to point to.
"""

import argparse
import json
import os
import random
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.mutated import Verdict, ids, judge, number_of_mutants
from benchmarks.workers import spread

SECONDS = 40  # that a mutant may take, before its process is killed
HEADERS = ("question", "answer", "mutants", "detected", "diagnosed")
HEADERS += ("named", "located", "either", "quoted", "falsely", "median", "worst")
ROW = "{:8} {:28} {:>8} {:>9} {:>10} {:>7} {:>8} {:>7} {:>7} {:>8} {:>8} {:>8}"


def tasks_of(question_id: str, each: int, seed: int) -> list[tuple[str, int, bool]]:
    """Return all mutants of a question, and which of them are diagnosed."""
    number = number_of_mutants(question_id)
    chosen = random.Random(f"{seed} {question_id}").sample(range(number), min(each, number))
    return [(question_id, index, index in chosen) for index in range(number)]


def row(name: str, answer: str, verdicts: list[Verdict]) -> list[str]:
    """Return the cells of a table's row."""
    diagnosed = [each for each in verdicts if each.diagnosed and each.detected]
    seconds = [each.seconds for each in diagnosed]
    return [
        name,
        answer,
        f"{len(verdicts)}",
        share(sum(each.detected for each in verdicts), len(verdicts)),
        f"{len(diagnosed)}",
        share(sum(each.is_named for each in diagnosed), len(diagnosed)),
        share(sum(each.is_located for each in diagnosed), len(diagnosed)),
        share(sum(each.is_named or each.is_located for each in diagnosed), len(diagnosed)),
        share(sum(each.is_quoted for each in diagnosed), len(diagnosed)),
        share(sum(each.is_false for each in diagnosed), len(diagnosed)),
        f"{1000 * statistics.median(seconds):.0f} ms" if seconds else "",
        f"{1000 * max(seconds):.0f} ms" if seconds else "",
    ]


def share(some: int, of_all: int) -> str:
    """Return a share in per cent; nothing of nothing."""
    return f"{100 * some / of_all:.1f} %" if of_all else ""


def table(verdicts: Iterable[Verdict]) -> list[list[str]]:
    """Return the rows: each question, each notebook, all values, all code, and all together."""
    verdicts = list(verdicts)
    by_id = {name: [v for v in verdicts if v.question == name] for name in ids()}
    rows = [row(name, own[0].answer, own) for name, own in by_id.items() if own]
    starts = dict.fromkeys(name.partition("-")[0] for name in by_id)
    for start in starts:
        own = [v for v in verdicts if v.question.startswith(f"{start}-")]
        rows += [row(start, "all", own)] if own else []
    for kind, words in (("value", "values"), ("code", "functions and classes")):
        own = [v for v in verdicts if v.kind == kind]
        rows += [row("all", words, own)] if own else []
    return [*rows, row("all", "all", verdicts)]


def as_markdown(rows: list[list[str]]) -> str:
    """Return a table as Markdown has it."""
    lines = [HEADERS, ("---",) * 2 + ("---:",) * 10, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def unseen(verdicts: list[Verdict]) -> str:
    """Return what was taken for right, with what was changed."""
    return "\n".join(
        f"{each.question} {each.answer}{f', {each.typed}' if each.typed else ''}: {each.rule}\n"
        f"{each.diff}\n"
        for each in verdicts
        if not each.detected and not each.failed
    )


def failures(verdicts: list[Verdict]) -> str:
    """Return where a check has failed, and how."""
    return "\n".join(
        f"{each.question}, mutant {each.index}: {each.message}\n{each.diff}\n"
        for each in verdicts
        if each.failed
    )


def measured(tasks: list[tuple[str, int, bool]], processes: int) -> list[Verdict]:
    """Return the verdicts on all mutants, those that are there when Ctrl-C is pressed."""
    verdicts: list[Verdict] = []
    done = 0
    try:
        for (question_id, index, _), found in spread(judge, tasks, processes, SECONDS):
            if found is None:
                found = [Verdict(question_id, index, failed=True, message="it took too long")]
            verdicts += found
            done += 1
            if done % 50 == 0 or done == len(tasks):
                print(f"\r{done} of {len(tasks)}, {question_id}   ", end="", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nstopped; what is done:", file=sys.stderr)
    print(file=sys.stderr)
    return verdicts


def main(words: list[str] | None = None) -> int:
    """Measure, print the table and what was not seen, and return how many checks have failed."""
    about = __doc__.splitlines()[0] if __doc__ else None
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mistakes", description=about)
    parser.add_argument("questions", nargs="*", help="their ids; all if none")
    parser.add_argument("--each", type=int, default=20, help="how many are diagnosed per question")
    parser.add_argument("--seed", type=int, default=0, help="chooses them")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="save all verdicts")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="save the table")
    arguments = parser.parse_args(words)
    chosen = arguments.questions or ids()
    tasks = [task for each in chosen for task in tasks_of(each, arguments.each, arguments.seed)]
    verdicts = measured(tasks, arguments.processes)
    rows = table(verdicts)
    for heading, told in (("Taken for right", unseen), ("The check has failed", failures)):
        if words_there := told(verdicts):
            print(f"{heading}:\n\n{words_there}")
    for cells in (HEADERS, *rows):
        print(ROW.format(*cells).rstrip())
    if arguments.json:
        saved = [each.as_dict() for each in verdicts]
        arguments.json.write_text(json.dumps(saved, indent=1, ensure_ascii=False), "utf-8")
    if arguments.markdown:
        arguments.markdown.write_text(as_markdown(rows), "utf-8")
    return sum(each.failed for each in verdicts)


if __name__ == "__main__":
    sys.exit(bool(main()))
