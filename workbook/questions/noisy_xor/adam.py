"""Adam: its first step, and any step."""

import numpy as np

from workbook.questions.noisy_xor.common import table

BOTH_FROM_ZERO = "Where do both running means start?"

ETA = 0.02  # as in all of the notebook


def other_gradients(rng):
    """Return a large, a tiny and a middling gradient in any order, not all with one sign."""
    sizes = rng.permutation([1, 0.001, 0.1]) * rng.integers(2, 10, 3)
    return np.round(sizes * rng.permutation([1, 1, -1]) * rng.choice([1, -1]), 3)


table.given("g", [3, -0.002, 0.5], other_gradients)


@table.value(
    "q4-7",
    hint="With m = v = 0 before, what are m̂ and v̂ after one gradient?",
)
def first_step(g):
    """By how much Adam's first step changes three parameters with the gradients g, (3,)."""
    return -ETA * np.sign(g)


first_step.mistake(
    "it is plain gradient descent, −η g",
    lambda g: -ETA * g,
    "By what does Adam divide?",
)
first_step.mistake(
    "the sign is wrong",
    lambda g: ETA * np.sign(g),
    "Which way should a step go, seen from the gradient?",
)
first_step.mistake(
    "neither m nor v is corrected for its start from zero",
    lambda g: -ETA * 0.1 / np.sqrt(0.001) * np.sign(g),
    "What are 1 − β₁ᵏ and 1 − β₂ᵏ at the first step, k = 1?",
)
first_step.mistake(
    "m is corrected for its start from zero, v is not",
    lambda g: -ETA / np.sqrt(0.001) * np.sign(g),
    BOTH_FROM_ZERO,
)
first_step.mistake(
    "the gradient is divided by its norm, as one vector",
    lambda g: -ETA * g / np.linalg.norm(g),
    "Should one parameter's step depend on the others' gradients?",
)
first_step.mistake(
    "the root of v is missing",
    lambda g: -ETA / g,
    "What unit has v, if g has a unit? And the step?",
)
first_step.mistake(
    "the learning rate is missing",
    lambda g: -np.sign(g),
    "Double η: what should become of the step?",
)


def steps(rng):
    """Yield first steps, later steps, and one with tiny gradients, where ε counts."""
    for P, k in ((1, 1), (3, 1), (5, 2), (4, 30)):
        theta, g, m = rng.standard_normal((3, P))
        v = rng.uniform(0.1, 1, P)
        yield (theta, g, 0 * m, 0 * v, k, 0.1) if k == 1 else (theta, g, m, v, k, 0.1, 0.8, 0.95)
    yield rng.standard_normal(3), 1e-4 * rng.standard_normal(3), np.zeros(3), np.zeros(3), 1, 0.1


@table.code(
    "q4-8",
    cases=steps,
    returns=("theta", "m", "v"),
    hint="Write the five formulas above as five lines, in their order.",
)
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The new theta, m and v, each (P,), after Adam's step number k = 1, 2, …; none in place."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**k), v / (1 - beta2**k)
    return theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v


def adam_with(
    m_next=lambda m, g, beta: beta * m + (1 - beta) * g,
    v_next=lambda v, g, beta: beta * v + (1 - beta) * g**2,
    corrections=lambda k, beta1, beta2: (1 - beta1**k, 1 - beta2**k),
    step=lambda m_hat, v_hat, eps: m_hat / (np.sqrt(v_hat) + eps),
):
    """Return an `adam_step` with one of its formulas replaced."""

    def wrong(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = m_next(m, g, beta1), v_next(v, g, beta2)
        m_part, v_part = corrections(k, beta1, beta2)
        return theta - eta * step(m / m_part, v / v_part, eps), m, v

    return wrong


adam_step.mistake(
    "m and v are not corrected for their start from zero",
    adam_with(corrections=lambda k, beta1, beta2: (1, 1)),
    "How large is m at k = 1, compared with g?",
)
adam_step.mistake(
    "m is corrected for its start from zero, v is not",
    adam_with(corrections=lambda k, beta1, beta2: (1 - beta1**k, 1)),
    BOTH_FROM_ZERO,
)
adam_step.mistake(
    "v is corrected for its start from zero, m is not",
    adam_with(corrections=lambda k, beta1, beta2: (1, 1 - beta2**k)),
    BOTH_FROM_ZERO,
)
adam_step.mistake(
    "the root of v̂ is missing",
    adam_with(step=lambda m_hat, v_hat, eps: m_hat / (v_hat + eps)),
    "m̂ has the unit of a gradient, v̂ that of its square.",
)
adam_step.mistake(
    "ε stands inside the root",
    adam_with(step=lambda m_hat, v_hat, eps: m_hat / np.sqrt(v_hat + eps)),
    "Where does ε stand, seen from the root? With tiny gradients it matters.",
)
adam_step.mistake(
    "v is a running mean of g, not of g²",
    adam_with(v_next=lambda v, g, beta: beta * v + (1 - beta) * g),
    "What should v become for g = 1, and for g = −1?",
)
adam_step.mistake(
    "the gradient is added to m in full: m ← β₁ m + g",
    adam_with(m_next=lambda m, g, beta: beta * m + g),
    "Which weights has a running mean, and what do they add up to?",
)
adam_step.mistake(
    "the weights β and 1 − β have changed places",
    adam_with(
        m_next=lambda m, g, beta: (1 - beta) * m + beta * g,
        v_next=lambda v, g, beta: (1 - beta) * v + beta * g**2,
    ),
    "How much of what was there should β₁ = 0.9 keep?",
)


@adam_step.mistake("β₁ and β₂ have changed places", hint="Which of the two belongs to m?")
def betas_swapped(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Use β₂ for m and β₁ for v."""
    return adam_step.right(theta, g, m, v, k, eta, beta2, beta1, eps)


adam_step.mistake(
    "the step goes up the gradient",
    adam_with(step=lambda m_hat, v_hat, eps: -m_hat / (np.sqrt(v_hat) + eps)),
    "Look at the sign before η.",
)
adam_step.mistake(
    "the steps are counted from 0 and one is added",
    adam_with(corrections=lambda k, *betas: [1 - beta ** (k + 1) for beta in betas]),
    "What is k at the first step?",
)


@adam_step.mistake(
    "the corrected m̂ and v̂ are returned in place of m and v",
    hint="From which m does the next step go on: corrected or not?",
)
def hats_are_kept(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return the corrected running means for the next step to go on from."""
    theta, m, v = adam_step.right(theta, g, m, v, k, eta, beta1, beta2, eps)
    return theta, m / (1 - beta1**k), v / (1 - beta2**k)


@adam_step.mistake("the step has g in place of m̂", hint="Along what does Adam move?")
def without_momentum(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Move along g, though m is kept."""
    _, m, v = adam_step.right(theta, g, m, v, k, eta, beta1, beta2, eps)
    return theta - eta * g / (np.sqrt(v / (1 - beta2**k)) + eps), m, v
