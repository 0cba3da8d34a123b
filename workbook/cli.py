"""The command `workbook`: one function per subcommand, which imports what it needs itself."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from helpers.extras import needs

Status = int | str  # for sys.exit: 0, or why it failed

WHERE = "what its ids begin with (q1), a file (coffee.py) or a module (course.questions:table)"


def report(arguments: Namespace) -> Status:
    """Make a PDF of notebooks, without TeX."""
    with needs("pdf"):
        from workbook.report.book import make_report
        from workbook.report.pdf import ReportError

    several = len(arguments.notebooks) > 1
    output = arguments.output or Path(
        "report.pdf" if several else f"{arguments.notebooks[0].stem}.pdf"
    )
    try:
        problems = make_report(
            arguments.notebooks,
            output,
            title=arguments.title,
            authors=arguments.author,
            only_tagged=arguments.only_tagged,
            exclude_input=arguments.no_input,
            strict=arguments.strict,
        )
    except (OSError, ReportError) as error:
        return str(error)
    for problem in problems:
        print(f"Boxed: {problem}", file=sys.stderr)
    print(output)
    return 0


def report_options(parser: ArgumentParser) -> None:
    """Declare what `workbook report` can be told."""
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--author", action="append", default=[], help="may be given more than once")
    parser.add_argument("--title", default="", help="without it, the first heading is the title")
    parser.add_argument("--only-tagged", action="store_true", help="only the cells tagged `report`")
    parser.add_argument("--no-input", action="store_true", help="leave the code out")
    parser.add_argument("--strict", action="store_true", help="fail if anything cannot be set")
    parser.add_argument("--output", type=Path, help="the PDF to write")


def execute_in_place(arguments: Namespace) -> Status:
    """Execute notebooks and save them in place; one in which a cell fails is not saved."""
    with needs("notebooks"):
        import nbformat
        from nbclient.exceptions import CellExecutionError

        from workbook.notebooks.execute import execute, save

    for path in arguments.notebooks:
        print(path, flush=True)
        try:
            notebook = nbformat.read(path, as_version=4)
            execute(notebook, path.parent, arguments.cell_seconds, merge_streams=True)
            save(notebook, path)
        except (OSError, CellExecutionError) as error:  # a cell that takes too long is an OSError
            return str(error)
        except ValueError as error:
            return f"{path}: {error}"
    return 0


def execute_options(parser: ArgumentParser) -> None:
    """Declare what `workbook execute` can be told."""
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--cell-seconds", type=int, metavar="N", help="time limit for each cell")


def verify_tables(arguments: Namespace) -> Status:
    """Tell whether tables of questions can do what they promise."""
    from workbook.checks.finding import announced, load
    from workbook.checks.question import TableError
    from workbook.checks.verify import verify

    sound = True
    for where in arguments.tables or announced():
        try:
            found = verify(load(where))
        except TableError as error:
            return str(error)
        print(found, flush=True)
        sound = sound and not found.problems
    return 0 if sound else 1


def verify_options(parser: ArgumentParser) -> None:
    """Declare what `workbook verify` can be told."""
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"{WHERE}; all if none is named")


def stamp_in_place(arguments: Namespace) -> Status:
    """Write ids, points and checks into notebooks, from the tables of their questions."""
    with needs("notebooks"):
        import nbformat

        from workbook.notebooks.execute import write_notebook
        from workbook.notebooks.stamp import stamp
    from workbook.checks.finding import load, table_named

    for path in arguments.notebooks:
        try:
            table = load(arguments.table) if arguments.table else table_named(path.stem)
            notebook = nbformat.read(path, as_version=4)
            changed = stamp(notebook, table)
            if changed:
                write_notebook(notebook, path)
        except (OSError, ValueError) as error:  # it does not fit its table, or is no notebook
            return f"{path}: {error}"
        print(f"{path}: {', '.join(changed) or 'nothing to change'}")
    return 0


def stamp_options(parser: ArgumentParser) -> None:
    """Declare what `workbook stamp` can be told."""
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument(
        "--table", help=f"{WHERE}; without it, the announced one with the notebook's name"
    )


def start_folder(arguments: Namespace) -> Status:
    """Make a folder to work in, or bring it up to date."""
    with needs("notebooks"):
        from workbook.learning.folder import START, start
    try:
        folder = start(arguments.folder)
    except (OSError, ValueError) as error:
        return str(error)
    print(*folder.said, folder.path / START, sep="\n")
    return 0


def start_options(parser: ArgumentParser) -> None:
    """Declare what `workbook start` can be told."""
    parser.add_argument(
        "folder", nargs="?", type=Path, help="without it, `work` beside the notebooks"
    )


def grade(arguments: Namespace) -> Status:
    """Grade what a class handed in: grades, feedback, and a page about the class."""
    with needs("teaching"):
        from workbook.teaching.batch import Grading
        from workbook.teaching.grading import Grader, Limits, written_answers
        from workbook.teaching.run import Options, grade_submissions
        from workbook.teaching.terminal import told
        from workbook.teaching.worker import grade_here

    limits = Limits(seconds=arguments.cell_seconds) if arguments.cell_seconds else Limits()
    grading = Grading(partial(grade_here, limits=limits), written_answers, repr(limits))
    options = Options(
        tables=arguments.table,
        workers=arguments.jobs,
        cluster=arguments.cluster,
        variant=arguments.variant,
        variant_from_name=arguments.variant_from_name,
        platform=arguments.platform,
        written=arguments.written,
    )
    try:
        with Grader(limits) as grader:
            walls = grader.walls  # and now it is known that this system can grade at all
        results = grade_submissions(arguments.submissions, arguments.out, grading, options)
    except (OSError, RuntimeError, ValueError) as error:
        return str(error)
    except KeyboardInterrupt:
        return "Stopped. What is graded so far is kept: the same command goes on from there."
    print(told(results, arguments.out, walls, arguments.platform))
    return 0


def grade_options(parser: ArgumentParser) -> None:
    """Declare what `workbook grade` can be told."""
    parser.add_argument(
        "submissions", type=Path, metavar="SUBMISSIONS",
        help="a folder of STUDENT/*.ipynb, or the zip of all submissions from Moodle or Canvas",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="a new folder, or an earlier run's"
    )
    parser.add_argument("--jobs", type=at_least_1, default=-1, metavar="N", help="else all cores")
    variants = parser.add_mutually_exclusive_group()
    variants.add_argument("--variant", default="", metavar="TEXT", help="the one handed out to all")
    variants.add_argument(
        "--variant-from-name", action="store_true", help="each student's name is the variant"
    )
    parser.add_argument(
        "--for", dest="platform", choices=("moodle", "canvas"), default="",
        help="write what it imports, too",
    )  # fmt: skip
    parser.add_argument(
        "--written", type=Path, metavar="FILE.csv", help="points for written answers; else DIR's"
    )
    parser.add_argument("--cluster", default="", metavar="ADDRESS", help="of a Dask scheduler")
    parser.add_argument("--cell-seconds", type=at_least_1, metavar="N", help="limit for each cell")
    parser.add_argument("--table", action="append", default=[], help=f"{WHERE}; else all installed")


def at_least_1(word: str) -> int:
    """Read a number for an option."""
    if not word.isdecimal() or int(word) < 1:
        raise ArgumentTypeError(f"{word!r} is no whole number from 1 on")
    return int(word)


def release_to_class(arguments: Namespace) -> Status:
    """Make what a class is handed out: notebooks without answers, zipped, and the points."""
    with needs("notebooks"):
        from workbook.teaching.release import names_in, release
    from workbook.checks.finding import HOME

    notebooks = arguments.notebooks or sorted((HOME / "notebooks").glob("*.ipynb"))
    if not notebooks:
        return "The notebooks are not here; name them: workbook release DEST --notebooks NOTEBOOK …"
    try:
        variants = list(arguments.variant)
        if arguments.variants_from:
            names, where = names_in(arguments.variants_from)
            print(f"{arguments.variants_from}: {where}; names read: {len(names)}", file=sys.stderr)
            variants += names
        for name in release(arguments.dest, notebooks, variants):
            print(name, flush=True)
    except (OSError, ValueError) as error:
        return str(error)
    print(arguments.dest)
    return 0


def release_options(parser: ArgumentParser) -> None:
    """Declare what `workbook release` can be told."""
    parser.add_argument("dest", type=Path, metavar="DEST", help="a new folder")
    parser.add_argument(
        "--variant",
        action="append",
        default=[],
        metavar="TEXT",
        help="a name from which other numbers are drawn",
    )
    parser.add_argument(
        "--variants-from",
        type=Path,
        metavar="FILE",
        help="names, one a line, or a CSV with a heading",
    )
    parser.add_argument(
        "--notebooks", nargs="+", type=Path, metavar="NOTEBOOK", help="else all of the book"
    )


COMMANDS: dict[str, tuple[Callable[[Namespace], Status], Callable[[ArgumentParser], None]]] = {
    "start": (start_folder, start_options),
    "release": (release_to_class, release_options),
    "report": (report, report_options),
    "execute": (execute_in_place, execute_options),
    "stamp": (stamp_in_place, stamp_options),
    "verify": (verify_tables, verify_options),
    "grade": (grade, grade_options),
}


def main(words: Sequence[str] | None = None) -> Status:
    """Run the command line `words`; without them, the one the process was started with."""
    parser = ArgumentParser(prog="workbook", description="Tools around the workbook.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (run, declare_options) in COMMANDS.items():
        declare_options(commands.add_parser(name, help=run.__doc__))
    arguments = parser.parse_args(words)
    run, _ = COMMANDS[arguments.command]
    try:
        return run(arguments)
    except ModuleNotFoundError as missing:  # says which extra brings it
        return str(missing)
