"""The same gradient by four roads: how exact each is, and what was designed on the way."""

from workbook.questions.autodiff.common import table

# L(θ) = ½ (v relu(θx + b) − t)², at θ: a = 0.6 there, and L″ = (vx)².
v, x, b, target, theta = 3, 2, -0.4, 1, 0.5
curvature, h = (v * x) ** 2, 0.1
to_the_kink = abs(theta * x + b) / abs(x)


@table.value(
    "q3-35",
    hint="Where the unit is on, which curve is L? Put it into both quotients.",
)
def errors_and_reach():
    """Forward and central difference at h = 0.1 minus L′; the largest h that the kink allows."""
    return [curvature * h / 2, 0, to_the_kink]


errors_and_reach.mistake(
    "the forward difference is thought to be off by hL″ instead of half of it",
    lambda: [curvature * h, 0, to_the_kink],
    "Put L = αθ² into the forward quotient: what is left besides the slope?",
)
errors_and_reach.mistake(
    "the central difference is thought to be off by h²",
    lambda: [curvature * h / 2, h**2, to_the_kink],
    "The factor of h² is a third derivative: what is it, for a parabola?",
)
errors_and_reach.mistake(
    "both differences are thought to be exact",
    lambda: [0, 0, to_the_kink],
    "That would take a straight line. Is a squared error one?",
)
errors_and_reach.mistake(
    "both are thought to have the same error",
    lambda: [curvature * h / 2, curvature * h / 2, to_the_kink],
    "To the left, the parabola errs in the other direction.",
)
errors_and_reach.mistake(
    "the distance to the kink is measured in a instead of in θ",
    lambda: [curvature * h / 2, 0, abs(theta * x + b)],
    "If θ moves by h, by how much does a move?",
)
errors_and_reach.mistake(
    "the kink is thought to be at θ = 0",
    lambda: [curvature * h / 2, 0, theta],
    "Where does a ReLU bend, and what is its argument here?",
)
errors_and_reach.mistake(
    "the weight v after the unit is left out of the curvature",
    lambda: [x**2 * h / 2, 0, to_the_kink],
    "If θ moves by h, by how much does the output move?",
)
errors_and_reach.mistake(
    "the input x is left out of the curvature",
    lambda: [v**2 * h / 2, 0, to_the_kink],
    "If θ moves by h, by how much does the output move?",
)

table.written(
    "q3-d",
    "Why the four roads agree to different numbers of digits, why a larger step serves the central "
    "difference better here, what the agreement shows, and which mistake all four would share.",
)

table.written(
    "q3-e",
    "The design of the engine on two pages: which objects there are and what each stores, why this "
    "order, how gradients add up and are cleared, what changes for arrays, how it was tested, and "
    "what would be done differently.",
)
