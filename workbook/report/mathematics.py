r"""LaTeX mathematics to Typst mathematics.

Typst's own mathematics, and not pictures of formulas, since it can be searched and copied, shares
the fonts of the text, and breaks across pages.

A recursive-descent parser: every method reads one construction of LaTeX and returns the Typst that
sets it. What it does not know, it refuses: a formula is set as it was meant, or not at all.

Two rules keep the output safe inside any Typst function: atoms stand apart, so that `a b` never
becomes a variable `ab` nor `- >` an arrow; and ASCII punctuation is escaped, so that commas,
colons, brackets and dots are what they look like.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from itertools import zip_longest

from workbook.report.markup import array, escape, string
from workbook.report.symbols import (
    ARROWS,
    BIG,
    BRACES,
    COLOURS,
    COLUMNS,
    DELIMITERS,
    EMPTY,
    INVISIBLE,
    LIMIT_OPERATORS,
    LIMITS,
    LINES,
    LINES_WITHOUT_GAPS,
    MATRICES,
    OPERATORS,
    SPACES,
    STYLES,
    TEXT,
    TIGHT,
    TWO_ARGUMENTS,
    WRAPPERS,
    character,
    symbol,
)

TOKEN = re.compile(
    r"\\operatorname\*|\\tag\*|\\[a-zA-Z]+|\\.|(?P<comment>%[^\n]*\n?)|\s+|.", re.DOTALL
)
REST_OF_NUMBER = re.compile(r"\d*(\.\d+)?")
LENGTH = re.compile(r"-?[\d.]+(em|pt|cm|mm|in)")
HLINE = "#metadata(none)"
NEWLINE = " \\  "  # two spaces, of which a word that follows may take one


class MathError(ValueError):
    """A formula that cannot be set, and why."""


def equation(latex: str, display: bool = False) -> str:
    r"""Return the Typst markup of a LaTeX formula; its alt text is the source.

    Parameters
    ----------
    latex : str
        The formula without its dollars; environments such as ``\begin{align}`` included.
    display : bool
        Set on lines of its own.

    Raises
    ------
    MathError
        An unknown command or environment, a missing argument, braces that do not match.
    """
    latex = latex.strip()
    if not latex:
        raise MathError("a formula without content")
    parser = Parser(latex)
    body = re.sub(f" ?{TIGHT} ?", "", parser.formula())
    number = f"numbering: _ => [({parser.number})], " if parser.number else ""
    block = "block: true, " if display else ""
    return f"#math.equation({block}{number}alt: {string(latex)}, $ {body} $)"


class Row(list[str]):
    r"""The cells of a line, and its \tag."""

    tag: str | None = None


class Parser:
    """Reads one formula from left to right; `number` is the tag of a formula that is one line."""

    def __init__(self, source: str) -> None:
        self.tokens = [match[0] for match in TOKEN.finditer(source) if not match["comment"]]
        self.position = 0
        self.tag: str | None = None
        self.number: str | None = None

    # Tokens

    def peek(self) -> str | None:
        """Return the next token that is not white space, or None at the end."""
        while self.position < len(self.tokens) and self.tokens[self.position].isspace():
            self.position += 1
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def next(self, wanted_by: str) -> str:
        token = self.peek()
        if token is None:
            raise MathError(f"{wanted_by} is not complete")
        self.position += 1
        return token

    def accept(self, token: str) -> bool:
        found = self.peek() == token
        self.position += found
        return found

    def raw_group(self, wanted_by: str) -> str:
        """Read {…} as it stands, white space and all."""
        if not self.accept("{"):
            raise MathError(f"{wanted_by} needs {{…}}")
        start, depth = self.position, 1
        while depth:
            if self.position == len(self.tokens):
                raise MathError(f"{wanted_by}: a brace is not closed")
            depth += {"{": 1, "}": -1}.get(self.tokens[self.position], 0)
            self.position += 1
        return "".join(self.tokens[start : self.position - 1])

    # Atoms and what they are made of

    def formula(self) -> str:
        rows = self.rows(end=None)
        if len(rows) == len(rows[0]) == 1:
            self.number = self.number or rows[0].tag
            return rows[0][0] or EMPTY
        return self.lines(rows, gap="quad")

    def sequence(self, end: str) -> str:
        """Read atoms up to and including the token `end`."""
        atoms = self.atoms({end})
        self.next(f"what should end with {end}")
        return joined(atoms) or EMPTY

    def atoms(self, stop: Container[str | None]) -> list[str]:
        """Read atoms up to, not including, a token in `stop` or the end."""
        atoms: list[str] = []
        while (token := self.peek()) is not None and token not in stop:
            if token in STYLES:
                self.position += 1
                return [*atoms, STYLES[token].format(joined(self.atoms(stop)) or EMPTY)]
            if token in LIMITS:
                self.position += 1
                base = atoms.pop() if atoms else EMPTY
                atoms.append(self.scripts(LIMITS[token].format(base or EMPTY)))
            else:
                atoms.append(self.scripts(self.atom(number=True)))
        return atoms

    def scripts(self, base: str) -> str:
        """Return `base` with the primes, sub- and superscripts that follow it."""
        found: dict[str, list[str]] = {"_": [], "^": []}
        while (token := self.peek()) in ("_", "^", "'"):
            self.position += 1
            if token == "'":
                found["^"].append("′")
            else:
                found[token].append(self.argument(token))
        if not any(found.values()):
            return base
        for brace, mark in BRACES.items():
            if base.startswith(brace) and found[mark]:
                base = f"{base[:-1]}, {joined(found.pop(mark))})"
        scripts = (f"{mark}({joined(script)})" for mark, script in found.items() if script)
        return (base or EMPTY) + "".join(scripts)

    def argument(self, wanted_by: str) -> str:
        """Read a group, a command with its own arguments, or a single character."""
        if self.peek() in (None, "}", "&", "\\\\", "\\right", "\\end"):
            raise MathError(f"{wanted_by} needs an argument")
        if self.accept("{"):
            return self.sequence("}")
        return self.atom() or EMPTY

    def option(self) -> str | None:
        """Read […], or return None."""
        return self.sequence("]") if self.accept("[") else None

    def atom(self, number: bool = False) -> str:
        token = self.next("the formula")
        if token == "{":
            return f'class("normal", {self.sequence("}")})'
        if token in ("}", "&", "\\\\"):
            raise MathError(f"{token} where none belongs")
        if token in ("_", "^", "'"):  # a script of nothing
            self.position -= 1
            return EMPTY
        if len(token) > 1:
            return self.command(token[1:])
        if number and token.isdigit():
            return token + self.rest_of_number()
        return character(token)

    def rest_of_number(self) -> str:
        found = REST_OF_NUMBER.match("".join(self.tokens[self.position :]))
        rest = found[0] if found else ""
        self.position += len(rest)
        return rest

    # Commands

    def command(self, name: str) -> str:
        if name in WRAPPERS:
            return WRAPPERS[name].format(self.argument(f"\\{name}"))
        if name in TWO_ARGUMENTS:
            first, second = self.argument(f"\\{name}"), self.argument(f"\\{name}")
            return TWO_ARGUMENTS[name].format(first, second)
        if name in TEXT:
            return TIGHT + TEXT[name].format(self.text(self.raw_group(f"\\{name}"))) + TIGHT
        if name in SPACES:
            return SPACES[name]
        if name in OPERATORS:
            return f"op({string(name)})"
        if name in LIMIT_OPERATORS:
            return f"op({string(LIMIT_OPERATORS[name])}, limits: #true)"
        if name in ARROWS:
            below, above = self.option() or "#none", self.argument(f"\\{name}")
            arrow = f"stretch({ARROWS[name]}, size: #(100% + 1em))"
            return f"attach(limits({arrow}), t: {above}, b: {below})"
        if name in INVISIBLE:
            for _ in range(INVISIBLE[name]):
                self.raw_group(f"\\{name}")
            return ""
        if name.rstrip("lrm") in BIG:
            size = BIG[name.rstrip("lrm")]
            return f"lr({self.delimiter(name) or EMPTY}, size: #{size})"
        reader: Callable[[], str] | None = getattr(self, f"read_{name.rstrip('*')}", None)
        if reader:
            return reader()
        if found := symbol(name):
            return found
        raise MathError(f"the command \\{name} is not known")

    def text(self, source: str) -> str:
        r"""Return the words of \text{…}, and the formulas among them."""
        pieces = re.split(r"(?<!\\)\$", source)
        for i, piece in enumerate(pieces):
            words = re.sub(r"\\([%&#_${} ])", r"\1", piece).replace("~", "\u00a0")
            if i % 2 == 0 and "\\" in words:
                raise MathError(f"a command inside \\text: {piece}")
            pieces[i] = Parser(piece).formula() if i % 2 else string(words)
        return TIGHT.join(pieces)

    def read_sqrt(self) -> str:
        index, radicand = self.option(), self.argument("\\sqrt")
        return f"root({index}, {radicand})" if index else f"sqrt({radicand})"

    def read_not(self) -> str:
        struck = unicodedata.normalize("NFC", self.argument("\\not") + "\u0338")
        if len(struck) != 1:
            raise MathError(f"\\not before {struck[:-1]}")
        return struck

    def read_substack(self) -> str:
        if not self.accept("{"):
            raise MathError("\\substack needs {…}")
        return matrix(self.rows("}"), "delim: #none, row-gap: #0.2em")

    def read_textcolor(self) -> str:
        name = self.raw_group("\\textcolor")
        if name not in COLOURS:
            raise MathError(f"the colour {name} is not known")
        return f"#text(fill: {name}, ${self.argument('a colour')}$)"

    read_color = read_textcolor  # as MathJax reads it

    def read_hspace(self) -> str:
        length = self.raw_group("\\hspace")
        if not LENGTH.fullmatch(length):
            raise MathError(f"the length {length} is not known")
        return f"#h({length})"

    def read_tag(self) -> str:
        words = self.raw_group("\\tag")
        if set(words) & {"\\", "$"}:
            raise MathError(f"mathematics inside a tag: {words}")
        self.tag = escape(words)
        return ""

    # Delimiters

    def delimiter(self, wanted_by: str) -> str:
        token = self.next(wanted_by)
        if token == ".":
            return ""
        if len(token) > 1:
            found = symbol(token[1:]) or token
        else:
            found = character({"<": "⟨", ">": "⟩"}.get(token, token))
        found = re.sub(r'class\("\w+", (.+)\)', r"\1", found)
        if found.strip("\\") not in DELIMITERS:
            raise MathError(f"{token} is not a delimiter")
        return found

    def read_left(self) -> str:
        opening, body = self.delimiter("\\left"), self.sequence("\\right")
        return f"lr({opening} {body} {self.delimiter('right')})"

    def read_right(self) -> str:
        raise MathError("\\right without \\left")

    def read_middle(self) -> str:
        return f"mid({self.delimiter('middle') or EMPTY})"

    # Environments

    def rows(self, end: str | None) -> list[Row]:
        """Read rows of cells, each cell a formula, up to and including the token `end`."""
        rows = [Row()]
        while True:
            rows[-1].append(joined(self.atoms({"&", "\\\\", end})))
            token = self.peek()
            if token == "\\\\" or token == end:
                rows[-1].tag, self.tag = self.tag, None
            if token == end:
                self.position += token is not None
                return rows if any(rows[-1]) or len(rows) == 1 else rows[:-1]
            self.next(f"what should end with {end}")
            if token == "\\\\":
                rows.append(Row())
                if self.tokens[self.position : self.position + 1] == ["["]:  # room below the line
                    self.option()

    def read_begin(self) -> str:
        alone = not "".join(self.tokens[: self.position - 1]).strip()
        name = self.raw_group("\\begin")
        kind = name.rstrip("*")
        takes_columns = kind == "array" or kind in LINES_WITHOUT_GAPS
        columns = self.raw_group(name) if takes_columns else ""
        rows = self.rows("\\end")
        if (closed := self.raw_group("\\end")) != name:
            raise MathError(f"\\begin{{{name}}} is closed by \\end{{{closed}}}")
        if kind in LINES | LINES_WITHOUT_GAPS:
            gap = "" if kind in LINES_WITHOUT_GAPS else "quad"
            return self.lines(rows, gap) if alone and not self.peek() else self.stack(rows, gap)
        if kind in MATRICES:
            return matrix(rows, MATRICES[kind], cell="display({})" if kind == "dcases" else "{}")
        if kind == "array":
            return self.array(rows, columns)
        raise MathError(f"the environment {name} is not known")

    def read_end(self) -> str:
        raise MathError("\\end without \\begin")

    def lines(self, rows: list[Row], gap: str) -> str:
        """Return the lines of a formula; a gap stands between two pairs of columns."""
        if len(rows) == 1:
            self.number = self.number or rows[0].tag
            rows[0].tag = None
        width = max(len(row) for row in rows)
        lines = []
        for row in rows:
            cells = [f"{gap} {cell}" if i and i % 2 == 0 else cell for i, cell in enumerate(row)]
            if row.tag:
                cells += [""] * (width - len(row)) + [f"wide #[({row.tag})]"]
            lines.append(" & ".join(cells))
        return NEWLINE.join(lines)

    def stack(self, rows: list[Row], gap: str) -> str:
        """Return lines as a part of a larger formula."""
        for row in rows:
            row[:] = [f"display({cell or EMPTY})" for cell in row]
        lines = self.lines(rows, gap).replace(NEWLINE, "; ")
        return f"mat(delim: #none, row-gap: #0.6em, {lines})"

    def array(self, rows: list[Row], columns: str) -> str:
        kinds = [letter for letter in columns if letter in COLUMNS]
        if set(columns) - set("lcr| ") or any(len(row) > len(kinds) for row in rows):
            raise MathError(f"the columns of an array do not fit {columns}")
        vertical = [i for i, rule in enumerate(re.split("[lcr]", columns)) if "|" in rule]
        horizontal = [i for i, row in enumerate(rows) if row[0].startswith(HLINE)]
        contents = [[row[0].removeprefix(HLINE), *row[1:]] for row in rows]
        aligned = [
            [COLUMNS[kind].format(cell) for kind, cell in zip_longest(kinds, row, fillvalue="")]
            for row in contents
            if any(row)
        ]
        rules = f"augment: #(vline: {array(vertical)}, hline: {array(horizontal)})"
        return matrix(aligned, f"delim: #none, {rules}") if aligned else EMPTY

    def read_hline(self) -> str:
        return HLINE


def joined(atoms: list[str]) -> str:
    """Return atoms as one formula, without those that are nothing."""
    return " ".join(filter(None, atoms))


def matrix(rows: Sequence[list[str]], options: str, cell: str = "{}") -> str:
    """Return the Typst matrix of rows of cells."""
    lines = [", ".join(cell.format(content or EMPTY) for content in row) for row in rows]
    return f"mat({options}, {'; '.join(lines)})"
