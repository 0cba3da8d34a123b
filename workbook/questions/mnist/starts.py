"""Slow starts, and initial weights."""

from workbook.questions.mnist.common import table


@table.value("q5-21", hint="Draw σ: where is it steepest? Measure it there.")
def largest_slope():
    """The largest value of the sigmoid's derivative, a number."""
    return 0.25


largest_slope.mistake(
    "the slope is that of tanh", lambda: 1.0, "Draw σ and tanh: which of them is flatter at 0?"
)
largest_slope.mistake("σ(0) is given", lambda: 0.5, "That is the height; the slope is asked.")

table.written(
    "q5-d",
    "Why the sigmoid's gradient is smaller in the first layer, how it compares in the second, at "
    "first and later, and what a learning rate of its own changes about that.",
)


@table.value("q5-22", hint="What does ReLU do with 2a?")
def growth():
    """How many times as large a signal is after four ReLU layers with doubled weights, a number."""
    return 2.0**4


growth.mistake(
    "the factors are added, or one layer is not counted",
    lambda: 2.0 * 4,
    "What does each layer do to what the one before has given?",
)
growth.mistake(
    "the variance's factor is given", lambda: 4.0**4, "Is a deviation asked for, or a variance?"
)
growth.mistake(
    "one layer too many is counted", lambda: 2.0**5, "How many layers does the signal pass?"
)
growth.mistake(
    "one layer is counted",
    lambda: 2.0,
    "How large is what enters the second hidden layer, and what leaves it?",
)
growth.mistake("ReLU halves each factor", lambda: 1.0, "Compare ReLU(2a) with ReLU(a).")
growth.mistake(
    "the root is taken", lambda: 2.0**2, "Follow one positive number through the four layers."
)

table.written(
    "q5-e",
    "What too small and too large initial weights do, and why He's rule does neither.",
)
