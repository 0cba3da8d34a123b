r"""What the commands of LaTeX mathematics are called in Typst."""

import unicodedata

from latex2mathml.symbols_parser import convert_symbol

from workbook.report.markup import string

EMPTY = '""'
TIGHT = "\0"  # where Typst must not see a space: next to a word it would set one

# Commands with one argument, in place of {}.
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
    "operatorname": "op(upright({}))",
    "operatorname*": "op(upright({}), limits: #true)",
    "boxed": "thin #{{ set par(leading: 0pt); "
    "box(stroke: 0.5pt, outset: 0.35em, $display({})$) }} thin",
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
# Those whose script is an argument of the Typst function.
BRACES = {"overbrace(": "^", "overbracket(": "^", "underbrace(": "_", "underbracket(": "_"}

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
# Commands for all that follows in the group.
STYLES = {
    "\\displaystyle": "display({})",
    "\\textstyle": "inline({})",
    "\\scriptstyle": "script({})",
    "\\scriptscriptstyle": "sscript({})",
}
# Commands for the atom before them.
LIMITS = {"\\limits": "limits({})", "\\nolimits": "scripts({})"}

TEXT = {
    "text": "{}",
    "textrm": "{}",
    "textnormal": "{}",
    "mbox": "{}",
    # Nothing, in quotation marks, keeps the letter before from joining the function's name.
    "textbf": '""bold({})',
    "textit": '""italic({})',
    "texttt": '""mono({})',
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
OPERATORS = {
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
}
LIMIT_OPERATORS = {
    name: name.replace("lim", "lim ").strip()
    for name in ["Pr", "det", "gcd", "inf", "lim", "liminf", "limsup", "max", "min", "sup"]
}
ARROWS = {"xrightarrow": "→", "xleftarrow": "←", "xRightarrow": "⇒", "xLeftrightarrow": "⇔"}

# Where latex2mathml's table disagrees with LaTeX, or has nothing.
SYMBOLS = {
    "|": 'class("normal", ‖)',
    "Vert": 'class("normal", ‖)',
    "vert": 'class("normal", |)',
    "lvert": 'class("opening", |)',
    "rvert": 'class("closing", |)',
    "lVert": 'class("opening", ‖)',
    "rVert": 'class("closing", ‖)',
    "lbrace": "\\{",
    "rbrace": "\\}",
    "lbrack": "\\[",
    "rbrack": "\\]",
    "colon": 'class("punctuation", \\:)',
    "bmod": 'class("binary", "mod")',
    "sim": "∼",
    "implies": "⟹",
    "impliedby": "⟸",
    "iff": "⟺",
    "coloneqq": "≔",
    "hbar": "ℏ",
    "backslash": "\\\\",
}
DELIMITERS = [*"()[]{}|‖/⟨⟩⌈⌉⌊⌋⟦⟧⌜⌝⌞⌟⎰⎱↑↓↕⇑⇓⇕", ""]
BIG = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}

# Environments, by what the writer puts around their rows.
MATRICES = {
    "matrix": "delim: #none",
    "smallmatrix": "delim: #none",
    "pmatrix": 'delim: "("',
    "bmatrix": 'delim: "["',
    "Bmatrix": 'delim: "{"',
    "vmatrix": 'delim: "|"',
    "Vmatrix": 'delim: "‖"',
    "cases": 'delim: #("{", none), align: #left, column-gap: #1em',
    "dcases": 'delim: #("{", none), align: #left, column-gap: #1em',
    "rcases": 'delim: #(none, "}"), align: #left, column-gap: #1em',
}
LINES = {
    "align",
    "aligned",
    "split",
    "eqnarray",
    "flalign",
    "gather",
    "gathered",
    "multline",
    "equation",
}
LINES_WITHOUT_GAPS = {"alignat", "alignedat"}
COLUMNS = {"l": "& {}", "c": "{}", "r": "{} &"}

# Commands that leave no trace on paper, and how many groups they take along.
INVISIBLE = {"label": 1, "nonumber": 0, "notag": 0, "allowbreak": 0, "relax": 0, "nobreak": 0}

COLOURS = {
    "aqua",
    "black",
    "blue",
    "fuchsia",
    "gray",
    "green",
    "lime",
    "maroon",
    "navy",
    "olive",
    "orange",
    "purple",
    "red",
    "silver",
    "teal",
    "white",
    "yellow",
}

# Unicode's categories of what is no mathematics, but for arrows: emoji, letters without case,
# control characters.
WORDS = {"So", "Lo", "Lm", "No", "Cs", "Co", "Cn", "Cc", "Cf", "Sk"}
BRACKETS = {"Ps", "Pe", "Pi", "Pf"}


def character(token: str) -> str:
    """Return one character as Typst mathematics."""
    category = unicodedata.category(token)
    if token == "~":
        return "space"
    if token in "|‖":
        return f'class("normal", {token})'
    if category in BRACKETS or token in "⎰⎱⌜⌝⌞⌟":  # escaped, since one alone is allowed
        return "\\" + token
    is_word = category in WORDS and not "←" <= token <= "⇿"
    if is_word or token in "√∛∜":  # Typst's own roots would take what follows
        return TIGHT + string(token) + TIGHT
    if token.isalnum() or token in "+-*=<>!?" or not token.isascii():
        return token
    return "\\" + token


def symbol(name: str) -> str | None:
    """Return the symbol of a command that takes no argument, or None."""
    if name in SYMBOLS:
        return SYMBOLS[name]
    if len(name) == 1 and not name.isalnum():
        return character(name)
    code = convert_symbol("\\" + name)
    return code and character(chr(int(code, 16)))
