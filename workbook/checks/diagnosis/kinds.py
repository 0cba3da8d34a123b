"""The kinds of mistake that all questions share: what each is called, and a question to begin with.

A kind is told in steps: its question first, then the line, then the part of the line with its name.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A way to be wrong, wherever it happens.

    Attributes
    ----------
    name : str
        Completes "Line 3, z - t: …": "a sign is turned round".
    question : str
        The first step of a hint: names neither the place nor what belongs there.
    """

    name: str
    question: str


BRACKETS = Kind(
    "the brackets group it in another way than the formula does",
    "In which order does Python work out each line? Put in small numbers and follow it.",
)
SIGN = Kind(
    "a sign is turned round",
    "Which way does each term pull? Try inputs where you know the sign of the result.",
)
OPERATOR = Kind(
    "another operation is done than the formula's",
    "Read your formula aloud, operation by operation, beside the one on your paper.",
)
ORDER = Kind(
    "two things have changed places",
    "Does it matter which of the two comes first? Write the shapes, or try two different numbers.",
)
AXIS = Kind(
    "another axis is meant",
    "Rows are samples. Write the shape before and after each sum, mean or maximum.",
)
KEEPDIMS = Kind(
    "an axis of length 1 is kept where it must go, or lost where it must stay",
    "Print the shape of each array that meets another one. How does NumPy broadcast them?",
)
TRANSPOSE = Kind(
    "a transpose is missing, or is too much",
    "Write the two shapes under each product: which axes must meet?",
)
MEAN = Kind(
    "a sum stands where a mean belongs, or the reverse",
    "Over what is averaged, and over what is added up? Try it with twice as many samples.",
)
FUNCTION = Kind(
    "another function is used than the formula's",
    "Compute one small example by hand, and compare after each function.",
)
EXTRA_FUNCTION = Kind(
    "a function is applied that does not belong there",
    "Is anything applied twice, or to what it has been applied to already?",
)
MISSING_FUNCTION = Kind(
    "a function is missing",
    "Compute one small example by hand: after which step do you and the code part?",
)
CONSTANT = Kind(
    "the number there is another than the formula's",
    "Where does each number in your code come from? Look at them one by one.",
)
VARIABLE = Kind(
    "another variable belongs there",
    "For each name in your formula, say aloud what it holds. Do two have the same shape?",
)
INDEX = Kind(
    "the index picks other entries than the formula does",
    "Try it on an input so small that you can list which entries are used.",
)
EXTRA_FACTOR = Kind(
    "a factor is too much",
    "Go along the chain rule link by link: does each factor stand there exactly once?",
)
MISSING_FACTOR = Kind(
    "a factor is missing",
    "Go along the chain rule link by link: does each factor stand there exactly once?",
)
EXTRA_TERM = Kind(
    "a term is too much",
    "Count the terms of the formula, and those in your code.",
)
MISSING_TERM = Kind(
    "a term is missing",
    "Count the terms of the formula, and those in your code.",
)
POWER = Kind(
    "a power or root is missing, or is too much",
    "What is squared, and when: before or after the rest? Try a single number.",
)
COMPARISON = Kind(
    "the comparison is another than the one that is meant",
    "What should happen exactly at the limit, and on either side of it? Try all three.",
)
RANGE = Kind(
    "the loop begins or ends at another place",
    "Which is the first and which the last value that your loop sees? Print them.",
)
LINE_PLACE = Kind(
    "the line stands in the wrong block: see how far it is indented",
    "Which lines run once, and which in every round of the loop?",
)
LINE_ORDER = Kind(
    "two lines stand in the wrong order",
    "Before each line: which values does it need, and are they old or new by then?",
)
EXTRA_LINE = Kind(
    "the line is too much",
    "Say what each line is for. Is there one that you could not explain?",
)
ADDED_UP = Kind(
    "something is overwritten where it must be added up, or the reverse",
    "What should happen when it comes here for the second time?",
)
IN_PLACE = Kind(
    "an array is changed where a new one is needed, or the reverse",
    "Who else holds this array? Look at it from outside, before and after.",
)
COPY = Kind(
    "two names hold the same array, where a copy is needed",
    "Change one of them: does the other change too?",
)
RETURN = Kind(
    "the result is not returned",
    "What does your function give back? Call it, and look.",
)
CONDITION = Kind(
    "the condition is the other way round",
    "When should this branch be taken? Try one input for each branch.",
)
RESULTS = Kind(
    "the results come back in another order than asked for",
    "What is asked for first, and what second?",
)
DIFFERENT = Kind(
    "what is computed there is not what the formula has there; all that is done with it is right",
    "Follow one sample by hand, and print each value on the way: which is the first that differs?",
)
CARRIED = Kind(
    "the first round is right and a later one is not: something is carried over between rounds",
    "What does a round of your loop leave behind for the next one? Print it at its start.",
)

# What can be read off the code; see `facts`.

UNUSED = Kind(
    "this argument is never used",
    "Does your code look at everything that it is given?",
)
OVERWRITTEN = Kind(
    "an argument is overwritten before it is used",
    "Does your code look at everything that it is given, or does it bring its own?",
)
ENDS_AT_ONCE = Kind(
    "this ends the loop in its first round",
    "How many rounds does your loop go? Let it print in each.",
)
LOST = Kind(
    "something is computed here, and kept nowhere",
    "Where does each line put what it has computed?",
)
REBOUND = Kind(
    "the name gets another value; what it stood for stays as it was",
    "Who looks at what each line of your loop has made?",
)

FACTS = (UNUSED, OVERWRITTEN, ENDS_AT_ONCE, LOST, REBOUND)

# What an edit takes away was too much; where it makes a mistake of what is right, it is missing.
MIRRORED = {
    EXTRA_FUNCTION: MISSING_FUNCTION,
    MISSING_FUNCTION: EXTRA_FUNCTION,
    EXTRA_FACTOR: MISSING_FACTOR,
    MISSING_FACTOR: EXTRA_FACTOR,
    EXTRA_TERM: MISSING_TERM,
    MISSING_TERM: EXTRA_TERM,
}


def mirrored(kind: Kind) -> Kind:
    """Return which mistake an edit makes in right code that undoes this kind in wrong code."""
    return MIRRORED.get(kind, kind)
