"""The bug lab: which patient has which bug, and why the ratios tell."""

from workbook.questions.gradient_check.common import table


@table.value(
    "q2-19", hint="Start with the patients that have one wrong parameter, or no right one."
)
def bugs():
    """The numbers of the bugs of patients A to F, (6,)."""
    return [4, 6, 2, 5, 1, 3]


bugs.mistake(
    "the transposed way back and the foreign mask are exchanged (B and E)",
    lambda: [4, 1, 2, 5, 6, 3],
    "A mask is 0 or 1: which ratios can a wrong one produce?",
)
bugs.mistake(
    "the missing f′ and the foreign mask are exchanged (D and E)",
    lambda: [4, 6, 2, 1, 5, 3],
    "Count from the output: which parameters lie below the second ReLU?",
)
bugs.mistake(
    "the two transposed matrices are exchanged (B and F)",
    lambda: [4, 3, 2, 5, 1, 6],
    "A wrong dW2 is not handed down; a wrong ∂L/∂Z1 is.",
)
bugs.mistake(
    "the unsummed bias and the transposed weight gradient are exchanged (A and F)",
    lambda: [3, 6, 2, 5, 1, 4],
    "Which parameter does each of the two bugs concern?",
)
bugs.mistake(
    "the doubled loss and the missing f′ are exchanged (C and D)",
    lambda: [4, 6, 5, 2, 1, 3],
    "Which bug reaches the output layer's parameters?",
)
bugs.mistake(
    "the missing f′ and the transposed way back are exchanged (B and D)",
    lambda: [4, 5, 2, 6, 1, 3],
    "Count from the output: does the bug sit above or below W₂?",
)
bugs.mistake(
    "the list is turned round: a patient's number for each bug",
    lambda: [5, 3, 6, 1, 4, 2],
    "The list has the patients' order, and holds numbers of bugs.",
)
bugs.mistake(
    "the list says A, B, C … in the bugs' order",
    lambda: [1, 2, 3, 4, 5, 6],
    "Which patient in the figure has which wrong parameters?",
)


@table.value(
    "q2-21", hint="Write dW for one sample as a product, once with each gradient, and divide."
)
def hold():
    """For each of the five statements about ratios, whether it holds, (5,)."""
    return [False, False, False, True, True]


ONE_SAMPLE = "Write dW[j, i] as a sum over samples: when does x cancel in a ratio?"
WHICH_IS_ZERO = "The ratio is backprop over numerical: which of the two is zero?"
TWO_NUMBERS = "Which two numbers can a mask hold, and what do they multiply?"

hold.mistake(
    "equal ratios are expected in a batch of twenty, too",
    lambda: [True, False, False, True, True],
    ONE_SAMPLE,
)
hold.mistake(
    "equal ratios in a row are thought a coincidence",
    lambda: [False, False, False, False, True],
    ONE_SAMPLE,
)
hold.mistake(
    "∞ is taken for an error of the backward pass",
    lambda: [False, True, False, True, True],
    WHICH_IS_ZERO,
)
hold.mistake(
    "0 is thought to come from the right mask, not from the foreign one",
    lambda: [False, False, False, True, False],
    WHICH_IS_ZERO,
)
hold.mistake(
    "a mask is thought to be able to rescale",
    lambda: [False, False, True, True, True],
    TWO_NUMBERS,
)
hold.mistake(
    "a ratio of any size is thought possible, and ∞ an overflow",
    lambda: [False, True, True, True, True],
    "What can a mask multiply with? And which number is zero where a ratio is ∞?",
)
hold.mistake(
    "all statements sound right",
    lambda: [True, True, True, True, True],
    "Some of them do not hold. Try each with numbers.",
)
hold.mistake(
    "each is judged the wrong way round",
    lambda: [True, True, True, False, False],
    "True means that the statement holds.",
)
