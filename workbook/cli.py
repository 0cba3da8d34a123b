"""The command `workbook`: one function per subcommand, which imports what it needs itself."""

import argparse
import sys
from pathlib import Path


def report(arguments):
    """Make a PDF of notebooks, without TeX."""
    from workbook.report.book import make_report
    from workbook.report.exporter import ReportError

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


def add_report(commands):
    """Declare `workbook report`."""
    parser = commands.add_parser("report", help=report.__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--author", action="append", default=[], help="may be given more than once")
    parser.add_argument("--title", default="", help="without it, the first heading is the title")
    parser.add_argument("--only-tagged", action="store_true", help="only the cells tagged `report`")
    parser.add_argument("--no-input", action="store_true", help="leave the code out")
    parser.add_argument("--strict", action="store_true", help="fail if anything cannot be set")
    parser.add_argument("--output", type=Path, help="the PDF to write")
    parser.set_defaults(run=report)


def main(words=None):
    """Run the command line `words`; without them, the one the process was started with."""
    parser = argparse.ArgumentParser(prog="workbook", description="Tools around the workbook.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_report(commands)
    arguments = parser.parse_args(words)
    return arguments.run(arguments)
