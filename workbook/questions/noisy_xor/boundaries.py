"""The line on which a unit is zero, and how a network solves XOR."""

from workbook.questions.noisy_xor.common import table


def lines(rng):
    """Yield weights, bias and x₁ (M,), no weight near 0."""
    for M in (1, 2, 9):
        w, b = rng.uniform(0.5, 2, 2) * rng.choice([-1, 1], 2), rng.uniform(0.3, 1)
        yield w, b, 4 * rng.standard_normal(M)  # far enough for both signs of x₂


@table.code(
    "q4-12", cases=lines, hint="What does it mean that the unit is zero? Write that as an equation."
)
def boundary_x2(w, b, x1):
    """The x₂ (M,) at which a unit with weights w (2,) and bias b is zero, for given x₁ (M,)."""
    return -(b + w[0] * x1) / w[1]


PUT_BACK = "Put your x₂ back into w₁ x₁ + w₂ x₂ + b."

boundary_x2.mistake("the sign is wrong", lambda w, b, x1: -boundary_x2.right(w, b, x1), PUT_BACK)
boundary_x2.mistake(
    "the bias is forgotten",
    lambda w, b, x1: boundary_x2.right(w, 0, x1),
    "Does every boundary go through the origin?",
)
boundary_x2.mistake(
    "the bias has the wrong sign", lambda w, b, x1: boundary_x2.right(w, -b, x1), PUT_BACK
)
boundary_x2.mistake(
    "the weights have changed places",
    lambda w, b, x1: boundary_x2.right(w[::-1], b, x1),
    "Which weight belongs to x₂?",
)
boundary_x2.mistake(
    "the division by w₂ is forgotten",
    lambda w, b, x1: -(b + w[0] * x1),
    "For what have you solved the equation?",
)
boundary_x2.mistake(
    "the bias is not divided by w₂",
    lambda w, b, x1: -b - w[0] * x1 / w[1],
    "Put your x₂ back into w₁ x₁ + w₂ x₂ + b.",
)
boundary_x2.mistake(
    "the line is perpendicular to the boundary, along w",
    lambda w, b, x1: -b / w[1] + w[1] / w[0] * x1,
    "At which angle does w stand to the boundary?",
)

table.written(
    "q4-e",
    "How the network solves XOR: each hidden unit, the clouds in the hidden space, the output's "
    "boundary in both spaces, and why the second network does not get away from where it is.",
    points=2,
    formula="q4-12",
)
