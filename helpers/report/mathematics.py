r"""LaTeX mathematics to Typst mathematics.

A recursive-descent parser: every method reads one construction of LaTeX and returns the Typst that sets
it. Names of symbols come from `latex2mathml`'s table, structure is ours. What the parser does not know, it
refuses with `MathError`: a formula is set as it was meant, or not at all.

Two rules keep the output safe inside any Typst function call: atoms are separated by spaces, so that
`a`, `b` never become a variable `ab` nor `-`, `>` an arrow; and ASCII punctuation is escaped, so that `,`,
`;`, `:`, brackets and dots stay what they look like.
"""

import re
import unicodedata
from itertools import zip_longest

from latex2mathml.symbols_parser import convert_symbol

from helpers.report.markup import array, escape, string

TOKEN = re.compile(r"\\operatorname\*|\\tag\*|\\[a-zA-Z]+|\\.|%[^\n]*\n?|\s+|.", re.DOTALL)
LENGTH = re.compile(r"-?[\d.]+(em|pt|cm|mm|in)")

# One argument, in place of {}.
WRAPPERS = {
    "bar": "macron({})",
    "overline": "overline({})",
    "underline": "underline({})",
    "hat": "hat({})",
    "widehat": "hat({})",
    "tilde": "tilde({})",
    "widetilde": "tilde({})",
    "vec": "arrow({})",
    "overrightarrow": "arrow({})",
    "dot": "dot({})",
    "ddot": "dot.double({})",
    "check": "caron({})",
    "breve": "breve({})",
    "acute": "acute({})",
    "grave": "grave({})",
    "mathring": "circle({})",
    "mathbf": "upright(bold({}))",
    "boldsymbol": "bold({})",
    "bm": "bold({})",
    "mathrm": "upright({})",
    "mathit": "italic({})",
    "mathbb": "bb({})",
    "mathcal": "cal({})",
    "mathscr": "scr({})",
    "mathfrak": "frak({})",
    "mathsf": "sans({})",
    "mathtt": "mono({})",
    "mathop": 'limits(class("large", {}))',
    "mathbin": 'class("binary", {})',
    "mathrel": 'class("relation", {})',
    "mathord": 'class("normal", {})',
    "boxed": "#box(stroke: 0.5pt, inset: 0.3em, baseline: 0.3em, $display({})$)",
    "cancel": "cancel({})",
    "bcancel": "cancel(inverted: #true, {})",
    "xcancel": "cancel(cross: #true, {})",
    "phantom": "#hide[${}$]",
    "overbrace": "overbrace({})",
    "underbrace": "underbrace({})",
    "overbracket": "overbracket({})",
    "underbracket": "underbracket({})",
    "pmod": '\\( op("mod") med {} \\)',
}
TWO_ARGUMENTS = {
    "frac": "frac({}, {})",
    "dfrac": "display(frac({}, {}))",
    "tfrac": "inline(frac({}, {}))",
    "cfrac": "display(frac({}, {}))",
    "binom": "binom({}, {})",
    "dbinom": "display(binom({}, {}))",
    "tbinom": "inline(binom({}, {}))",
    "overset": "attach(limits({1}), t: {0})",
    "stackrel": "attach(limits({1}), t: {0})",
    "underset": "attach(limits({1}), b: {0})",
}
STYLES = {
    "displaystyle": "display({})",
    "textstyle": "inline({})",
    "scriptstyle": "script({})",
    "scriptscriptstyle": "sscript({})",
}
SPACES = {
    ",": "thin",
    "thinspace": "thin",
    ":": "med",
    ">": "med",
    "medspace": "med",
    ";": "thick",
    "thickspace": "thick",
    " ": "space",
    "enspace": "#h(0.5em)",
    "quad": "quad",
    "qquad": "wide",
    "!": "#h(-0.1667em)",
    "negthinspace": "#h(-0.1667em)",
}
OPERATORS = [
    "arccos",
    "arcsin",
    "arctan",
    "arg",
    "cos",
    "cosh",
    "cot",
    "coth",
    "csc",
    "deg",
    "dim",
    "exp",
    "hom",
    "ker",
    "lg",
    "ln",
    "log",
    "sec",
    "sin",
    "sinh",
    "tan",
    "tanh",
]
LIMIT_OPERATORS = ["Pr", "det", "gcd", "inf", "lim", "liminf", "limsup", "max", "min", "sup"]
# Where the symbol table disagrees with LaTeX, or has nothing.
SYMBOLS = {
    "|": 'class("normal", ‖)',
    "Vert": 'class("normal", ‖)',
    "sim": "∼",
    "lbrace": "\\{",
    "rbrace": "\\}",
    "lbrack": "\\[",
    "rbrack": "\\]",
    "colon": 'class("punctuation", \\:)',
    "bmod": 'class("binary", "mod")',
    "implies": "⟹",
    "impliedby": "⟸",
    "iff": "⟺",
    "coloneqq": "≔",
    "hbar": "ℏ",
    "backslash": "\\\\",
    "vert": 'class("normal", |)',
    "lvert": 'class("opening", |)',
    "rvert": 'class("closing", |)',
    "lVert": 'class("opening", ‖)',
    "rVert": 'class("closing", ‖)',
}
ARROWS = {"xrightarrow": "→", "xleftarrow": "←", "xRightarrow": "⇒", "xLeftrightarrow": "⇔"}
BIG = {"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0}
MATRICES = {
    "matrix": ("#none", "#none"),
    "smallmatrix": ("#none", "#none"),
    "pmatrix": ('"("', '")"'),
    "bmatrix": ('"["', '"]"'),
    "Bmatrix": ('"{"', '"}"'),
    "vmatrix": ('"|"', '"|"'),
    "Vmatrix": ('"‖"', '"‖"'),
}
DELIMITERS = [*"()[]{}|‖/⟨⟩⌈⌉⌊⌋⟦⟧⌜⌝⌞⌟⎰⎱↑↓↕⇑⇓⇕", ""]
ALIGNMENTS = {"l": "& {}", "c": "{}", "r": "{} &"}
ALIGNED = {"align", "aligned", "alignat", "alignedat", "split", "eqnarray", "flalign"}
GATHERED = {"gather", "gathered", "multline", "equation"}
INVISIBLE = {"label": 1, "nonumber": 0, "notag": 0, "allowbreak": 0, "relax": 0, "nobreak": 0}
COLOURS = [
    "black",
    "gray",
    "silver",
    "white",
    "navy",
    "blue",
    "aqua",
    "teal",
    "purple",
    "fuchsia",
    "maroon",
    "red",
    "orange",
    "yellow",
    "olive",
    "green",
    "lime",
]


class MathError(ValueError):
    """A formula that cannot be set, and why."""


def equation(latex, display=False):
    r"""Typst code that sets a LaTeX formula.

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
    if not latex.strip():
        raise MathError("a formula without content")
    parser = _Parser(latex.strip())
    body = re.sub(f" ?{TIGHT} ?", "", parser.read_all())
    numbering = f"numbering: _ => [({parser.tags[0]})], " if len(parser.tags) == 1 else ""
    block = "block: true, " if display else ""
    return f"#math.equation({block}{numbering}alt: {string(latex.strip())}, $ {body} $)"


class _Parser:
    def __init__(self, source):
        self.tokens = [t for t in TOKEN.findall(source) if not t.startswith("%")]
        self.position = 0
        self.tags = []

    # Tokens

    def peek(self):
        """The next token that is not white space, or None at the end."""
        while self.position < len(self.tokens) and self.tokens[self.position].isspace():
            self.position += 1
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def next(self, wanted_by):
        token = self.peek()
        if token is None:
            raise MathError(f"{wanted_by} is not complete")
        self.position += 1
        return token

    def accept(self, token):
        found = self.peek() == token
        self.position += found
        return found

    def raw_group(self, wanted_by):
        """The text of {…} as it stands, white space and all."""
        if not self.accept("{"):
            raise MathError(f"{wanted_by} needs {{…}}")
        start, depth = self.position, 1
        while depth:
            if self.position == len(self.tokens):
                raise MathError(f"{wanted_by}: a brace is not closed")
            depth += {"{": 1, "}": -1}.get(self.tokens[self.position], 0)
            self.position += 1
        return "".join(self.tokens[start : self.position - 1])

    def optional(self):
        """The Typst for […], or None."""
        return self.sequence({"]"}) if self.accept("[") else None

    # Sequences and atoms

    def read_all(self):
        rows = self.rows(end=None)
        return rows[0][0] if rows == [rows[0][:1]] else self.lines(rows, gap="quad")

    def sequence(self, stop):
        """Atoms up to and including a token in `stop`."""
        atoms = self.atoms(stop)
        self.next(f"a formula that should end with {' or '.join(sorted(stop))}")
        return joined(atoms)

    def atoms(self, stop):
        """Atoms up to, not including, a token in `stop` or the end."""
        atoms = []
        while (token := self.peek()) is not None and token not in stop:
            if token[1:] in STYLES and token[0] == "\\":
                self.position += 1
                return [*atoms, STYLES[token[1:]].format(joined(self.atoms(stop)))]
            if token in ("\\limits", "\\nolimits"):
                self.position += 1
                change = "limits" if token == "\\limits" else "scripts"
                atoms[-1:] = [self.scripts(f"{change}({joined(atoms[-1:])})")]
            else:
                atoms.append(self.scripts(self.atom(number=True)))
        return atoms

    def scripts(self, base):
        """`base` with the primes, sub- and superscripts that follow it."""
        parts = {"_": [], "^": []}
        while (token := self.peek()) in ("_", "^", "'"):
            self.position += 1
            if token == "'":
                parts["^"].append("′")
            else:
                parts[token].append(self.argument(f"{token} "))
        if any(parts.values()) and base.startswith(("underbrace(", "underbracket(")) and parts["_"]:
            return f"{base[:-1]}, {parts['_'][0]})"
        if any(parts.values()) and base.startswith(("overbrace(", "overbracket(")) and parts["^"]:
            return f"{base[:-1]}, {parts['^'][0]})"
        base = base or EMPTY if any(parts.values()) else base
        return base + "".join(
            f"{mark}({' '.join(script)})" for mark, script in parts.items() if script
        )

    def argument(self, wanted_by):
        """One argument: a group, a command with its own arguments, or a single character."""
        if self.peek() in (None, "}", "&", "\\\\", "\\right", "\\end"):
            raise MathError(f"{wanted_by} needs an argument")
        if self.accept("{"):
            return self.sequence(CLOSING)
        return self.atom() or EMPTY

    def atom(self, number=False):
        token = self.next("the formula")
        if token == "{":
            return f'class("normal", {self.sequence(CLOSING)})'
        if token in ("}", "&", "\\\\"):
            raise MathError(f"{token} where none belongs")
        if token in ("_", "^", "'"):  # nothing before it: an empty base
            self.position -= 1
            return EMPTY
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:])
        if number and token.isdigit():
            return token + self.rest_of_number()
        return character(token)

    def rest_of_number(self):
        rest = re.match(r"(\d*)(\.\d+)?", "".join(self.tokens[self.position : self.position + 40]))[
            0
        ]
        self.position += len(rest)
        return rest

    # Commands

    def command(self, name):
        if name in WRAPPERS:
            return WRAPPERS[name].format(self.argument("\\" + name))
        if name in TWO_ARGUMENTS:
            first = self.argument("\\" + name)
            return TWO_ARGUMENTS[name].format(first, self.argument("\\" + name))
        if name in SPACES:
            return SPACES[name]
        if name in OPERATORS:
            return f"op({string(name)})"
        if name in LIMIT_OPERATORS:
            return f"op({string(name.replace('lim', 'lim ').strip())}, limits: #true)"
        if name in ARROWS:
            return self.arrow(name)
        if name in INVISIBLE:
            for _ in range(INVISIBLE[name]):
                self.raw_group("\\" + name)
            return ""
        if name.rstrip("lrm") in BIG:
            size = BIG[name.rstrip("lrm")]
            return f"lr({self.delimiter(name) or EMPTY}, size: #{size}em)"
        reader = getattr(self, f"read_{name.replace('*', '_star')}", None)
        return reader() if reader else symbol(name)

    def arrow(self, name):
        below, above = self.optional(), self.argument("\\" + name)
        return f"attach(limits(stretch({ARROWS[name]}, size: #(100% + 1em))), t: {above}, b: {below or '#none'})"

    def read_text(self):
        words = re.split(r"(?<!\\)\$", self.raw_group("\\text"))
        for i, part in enumerate(words):
            if i % 2:
                words[i] = _Parser(part).read_all()
                continue
            part = re.sub(r"\\([%&#_${} ])", r"\1", part).replace("~", "\u00a0")
            if "\\" in part:
                raise MathError(f"a command inside \\text: {part}")
            words[i] = TIGHT + string(part) + TIGHT
        return "".join(words)

    read_textrm = read_textnormal = read_mbox = read_text

    def read_textbf(self):
        return f"{TIGHT}bold({self.read_text()}){TIGHT}"

    def read_textit(self):
        return f"{TIGHT}italic({self.read_text()}){TIGHT}"

    def read_texttt(self):
        return f"{TIGHT}mono({self.read_text()}){TIGHT}"

    def read_operatorname(self, limits="false"):
        return f"op(upright({self.argument('operatorname')}), limits: #{limits})"

    def read_operatorname_star(self):
        return self.read_operatorname(limits="true")

    def read_sqrt(self):
        index, radicand = self.optional(), self.argument("\\sqrt")
        return f"root({index}, {radicand})" if index else f"sqrt({radicand})"

    def read_not(self):
        struck = unicodedata.normalize("NFC", self.atom() + "\u0338")
        if len(struck) != 1:
            raise MathError(f"\\not before {struck[:-1]}")
        return struck

    def read_substack(self):
        if not self.accept("{"):
            raise MathError("\\substack needs {…}")
        rows = self.rows("}")
        return f"mat(delim: #none, row-gap: #0.2em, {'; '.join(' '.join(row) for row in rows)})"

    def read_textcolor(self):
        return f"#text(fill: {self.colour()}, ${self.argument('textcolor')}$)"

    read_color = read_textcolor  # as MathJax reads it

    def colour(self):
        name = self.raw_group("\\color")
        if name not in COLOURS:
            raise MathError(f"the colour {name} has no meaning here")
        return name

    def read_hspace(self):
        length = self.raw_group("\\hspace")
        if not LENGTH.fullmatch(length):
            raise MathError(f"the length {length} has no meaning here")
        return f"#h({length})"

    def read_tag(self):
        words = self.raw_group("\\tag")
        if set(words) & set("\\$"):
            raise MathError(f"mathematics inside a tag: {words}")
        self.tags.append(escape(words))
        return ""

    read_tag_star = read_tag

    # Delimiters

    def delimiter(self, wanted_by):
        token = self.next(wanted_by)
        if token == ".":
            return ""
        angle = {"<": "⟨", ">": "⟩"}.get(token, token)
        plain = symbol(token[1:]) if token[0] == "\\" else character(angle)
        plain = re.sub(r'class\("\w+", (.+)\)', r"\1", plain)
        if plain.strip("\\") not in DELIMITERS:
            raise MathError(f"{token} is not a delimiter")
        return plain

    def read_left(self):
        opening = self.delimiter("\\left")
        body = self.sequence({"\\right"})
        return f"lr({opening} {body} {self.delimiter('right')})"

    def read_right(self):
        raise MathError("\\right without \\left")

    def read_middle(self):
        return f"mid({self.delimiter('middle') or EMPTY})"

    # Environments

    def rows(self, end):
        """Rows of cells, each cell a formula, up to and including the token `end`."""
        rows = [[]]
        while True:
            rows[-1].append(" ".join(filter(None, self.atoms({"&", "\\\\", end}))))
            token = self.peek()
            if token == end:
                self.position += token is not None
                return rows if any(rows[-1]) or len(rows) == 1 else rows[:-1]
            if token is None:
                raise MathError(f"{end} is missing")
            self.position += 1
            if token == "\\\\":
                rows.append([])
                if self.position < len(self.tokens) and self.tokens[self.position] == "[":
                    self.position += 1
                    self.sequence({"]"})

    def read_begin(self):
        alone = not "".join(self.tokens[: self.position - 1]).strip()
        name = self.raw_group("\\begin")
        kind = name.rstrip("*")
        columns = self.raw_group(name) if kind in ("array", "alignat", "alignedat") else ""
        rows = self.rows("\\end")
        if (closed := self.raw_group("\\end")) != name:
            raise MathError(f"\\begin{{{name}}} is closed by \\end{{{closed}}}")
        if kind in ALIGNED | GATHERED:
            gap = "" if kind.startswith("align") and kind.endswith("at") else "quad"
            alone = alone and self.peek() is None
            return self.lines(rows, gap) if alone else self.stacked(rows, gap)
        if kind in MATRICES:
            return matrix(rows, delimiters=MATRICES[kind])
        if kind in ("cases", "dcases", "rcases"):
            style = "display({})" if kind == "dcases" else "{}"
            rows = [[style.format(cell) for cell in row] for row in rows]
            delimiters = ("#none", '"}"') if kind == "rcases" else ('"{"', "#none")
            return matrix(rows, delimiters, "align: #left, column-gap: #1em, ")
        if kind == "array":
            return self.ruled(rows, columns)
        raise MathError(f"the environment {name} is not known")

    def read_end(self):
        raise MathError("\\end without \\begin")

    def lines(self, rows, gap):
        """Rows as the lines of an equation; a gap stands between one pair of columns and the next."""
        numbered = len(self.tags) > 1
        lines = []
        for row in rows:
            cells = [f"{gap} {cell}" if i and i % 2 == 0 else cell for i, cell in enumerate(row)]
            lines.append(" & ".join(cells))
        if numbered and len(self.tags) == len(rows):
            width = max(len(row) for row in rows)
            lines = [
                line + " &" * (width - len(row)) + f" & wide #[({tag})]"
                for line, row, tag in zip(lines, rows, self.tags, strict=True)
            ]
        elif numbered:
            raise MathError("some lines have a \\tag and others none")
        return " \\ ".join(lines)

    def stacked(self, rows, gap):
        """Rows aligned inside a larger formula."""
        rows = [[f"display({cell or EMPTY})" for cell in row] for row in rows]
        lines = self.lines(rows, gap).replace(" \\ ", "; ")
        return f"mat(delim: #none, row-gap: #0.6em, {lines})"

    def ruled(self, rows, columns):
        kinds = [c for c in columns if c in ALIGNMENTS]
        if set(columns) - set("lcr| ") or any(len(row) > len(kinds) for row in rows):
            raise MathError(f"the columns of an array do not fit {columns}")
        vertical = [i for i, rule in enumerate(re.split("[lcr]", columns)) if "|" in rule]
        horizontal = [i for i, row in enumerate(rows) if row[0].startswith(HLINE)]
        rows = [[row[0].removeprefix(HLINE), *row[1:]] for row in rows]
        rows = [
            [ALIGNMENTS[k].format(c) for k, c in zip_longest(kinds, row, fillvalue="")]
            for row in rows
            if any(row)
        ]
        augment = f"augment: #(vline: {array(vertical)}, hline: {array(horizontal)}), "
        return matrix(rows, ("#none", "#none"), augment) if rows else EMPTY

    def read_hline(self):
        return HLINE


HLINE = "#metadata(none)"
CLOSING = {"}"}
EMPTY = '""'
QUOTED = {
    "So",
    "Lo",
    "Lm",
    "No",
    "Cs",
    "Co",
    "Cn",
    "Cc",
    "Cf",
    "Sk",
}  # Unicode's categories that mathematics has no use for
TIGHT = "\0"  # no space here: next to text, Typst would set it


def joined(atoms):
    return " ".join(filter(None, atoms)) or EMPTY


def matrix(rows, delimiters, options=""):
    left, right = delimiters
    delim = left if left == right == "#none" else f"#({left.lstrip('#')}, {right.lstrip('#')})"
    return f"mat(delim: {delim}, {options}{'; '.join(', '.join(row) for row in rows)})"


def character(token):
    """One character as Typst mathematics."""
    if token == "~":
        return "space"
    if token in "|‖":
        return f'class("normal", {token})'
    if (
        unicodedata.category(token) in QUOTED or token in "√∛∜"
    ):  # Typst's own roots would take what follows
        return TIGHT + string(token) + TIGHT
    if unicodedata.category(token) in (
        "Ps",
        "Pe",
        "Pi",
        "Pf",
    ):  # a bracket of its own need not be closed
        return "\\" + token
    if token.isalnum() or token in "+-*=<>!?" or not token.isascii():
        return token
    return "\\" + token


def symbol(name):
    """The symbol of a command that takes no argument."""
    if name in SYMBOLS:
        return SYMBOLS[name]
    if len(name) == 1 and not name.isalnum():
        return character(name)
    code = convert_symbol("\\" + name)
    if code is None:
        raise MathError(f"the command \\{name} is not known")
    return character(chr(int(code, 16)))
