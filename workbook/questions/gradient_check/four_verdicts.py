"""Right, wrong, at a kink, undecidable: what a comparison of two slopes allows one to say."""

from workbook.questions.gradient_check.common import table

RIGHT, WRONG, KINK, UNDECIDABLE = 1, 2, 3, 4

NOISE = "How far can n be off? Write down the smallest and the largest it may be."
BOTH_SIDES = "Which slopes does a kink allow? Compare backprop's with the one on each side."
HOW_SMALL = "How large is a millionth of g, and could so small an error be seen?"


@table.value("q2-22", hint="Row by row: do the sides differ? Do g and n? What could noise hide?")
def verdicts():
    """The verdict on each of the six rows, as a number from 1 to 4, (6,)."""
    return [4, 2, 3, 1, 4, 2]


verdicts.mistake(
    "whatever differs by less than the noise is called right",
    lambda: [1, 2, 3, 1, 1, 2],
    HOW_SMALL,
)
verdicts.mistake(
    "equal digits are taken for proof, whatever the noise",
    lambda: [1, 2, 3, 1, 4, 2],
    HOW_SMALL,
)
verdicts.mistake(
    "another sign is called wrong, though the noise is larger than both numbers",
    lambda: [4, 2, 3, 1, 2, 2],
    NOISE,
)
verdicts.mistake(
    "noise is not considered at all",
    lambda: [1, 2, 3, 1, 2, 2],
    NOISE,
)
verdicts.mistake(
    "every disagreement is called wrong, at a kink too",
    lambda: [4, 2, 2, 1, 4, 2],
    BOTH_SIDES,
)
verdicts.mistake(
    "a kink is thought to excuse any slope",
    lambda: [4, 2, 3, 1, 4, 3],
    BOTH_SIDES,
)
verdicts.mistake(
    "nothing is thought to be known where the sides differ",
    lambda: [4, 2, 4, 1, 4, 4],
    BOTH_SIDES,
)
verdicts.mistake(
    "all that is less than one per cent off is called right",
    lambda: [4, 1, 3, 1, 4, 2],
    "Is one per cent within the noise of that row?",
)
verdicts.mistake(
    "only equal numbers are called right",
    lambda: [1, 2, 3, 2, 4, 2],
    NOISE,
)


def cases_of_all_kinds(rng):
    """Yield g, n, how far n can be off, the slopes left and right, and a tolerance."""
    for tolerance in (1e-6, 1e-3):
        for size in (1.0, 1.0, 1e-4):
            g = size * rng.choice([-1, 1]) * rng.uniform(0.5, 2)
            noise = tolerance * abs(g) / 100
            for off in (0.0, 0.5 * noise, 10 * noise, 1000 * noise, 1.0):
                yield g, g + off, noise, g + off - noise / 2, g + off + noise / 2, tolerance
            for off in (0.0, -2.1, 1e3):  # noise larger than a tolerance of g
                n, noise_ = g + off * noise, 10.0 * tolerance * abs(g)
                yield g, n, noise_, n - noise_ / 3, n + noise_ / 3, tolerance
            yield g, -g, 3 * abs(g), -g, -g + 0.1, tolerance  # and than g itself
            for left, right in ((g, g + 1), (g - 1, g), (g - 1, g + 1), (g + 1, g + 2)):
                yield g, (left + right) / 2, noise, left, right, tolerance
                yield g, (left + right) / 2, noise, right, left, tolerance
            for beyond in (0.5 * noise, 3 * noise):
                yield g, g + 0.5 + beyond, noise, g + beyond, g + 1 + beyond, tolerance
    yield 0.0, 0.0, 0.0, 0.0, 0.0, 1e-6
    yield 0.0, 0.5, 1e-9, 0.0, 1.0, 1e-6


@table.code(
    "q2-23",
    cases=cases_of_all_kinds,
    hint="One question after the other, in the order of the list; the first yes decides.",
)
def verdict(g, n, noise, left, right, tolerance):
    """1, 2, 3 or 4 for the slopes g and n, the noise of n, and the slopes left and right of θ."""
    if abs(right - left) > 2 * noise:
        between = min(left, right) - noise <= g <= max(left, right) + noise
        return KINK if between else WRONG
    if abs(g - n) + noise <= tolerance * min(abs(g), abs(n)):
        return RIGHT
    return WRONG if abs(g - n) > noise else UNDECIDABLE


def judged(
    kink=lambda left, right, noise: abs(right - left) > 2 * noise,
    between=lambda g, low, high, noise: low - noise <= g <= high + noise,
    agree=lambda g, n, noise, tolerance: abs(g - n) + noise <= tolerance * min(abs(g), abs(n)),
    differ=lambda g, n, noise: abs(g - n) > noise,
    else_=UNDECIDABLE,
):
    """Return the right function with some of its questions asked in another way."""

    def verdict(g, n, noise, left, right, tolerance):
        if kink(left, right, noise):
            return KINK if between(g, min(left, right), max(left, right), noise) else WRONG
        if agree(g, n, noise, tolerance):
            return RIGHT
        return WRONG if differ(g, n, noise) else else_

    return verdict


verdict.mistake(
    "what the noise could hide is called right",
    judged(else_=RIGHT),
    "What is the largest error that n could not have shown?",
)
verdict.mistake(
    "the noise is left out of what must stay below the tolerance",
    judged(agree=lambda g, n, noise, tolerance: abs(g - n) <= tolerance * min(abs(g), abs(n))),
    "g and n agree, and n may be off by g: what is known?",
)
verdict.mistake(
    "noise is taken away from the difference instead of added",
    judged(
        agree=lambda g, n, noise, tolerance: abs(g - n) - noise <= tolerance * min(abs(g), abs(n))
    ),
    "How far apart could g and the true slope be, at worst?",
)
verdict.mistake(
    "whatever is not right is called wrong",
    judged(differ=lambda g, n, noise: True),
    "g and n differ by less than the noise: who is to blame?",
)
verdict.mistake(
    "the tolerance is not relative",
    judged(agree=lambda g, n, noise, tolerance: abs(g - n) + noise <= tolerance),
    "Of a gradient of 10⁻⁹, how much is an error of 10⁻⁶?",
)
verdict.mistake(
    "a kink excuses any slope",
    judged(between=lambda g, low, high, noise: True),
    BOTH_SIDES,
)
verdict.mistake(
    "at a kink only the two sides are allowed, and nothing between",
    judged(between=lambda g, low, high, noise: min(abs(g - low), abs(g - high)) <= noise),
    "Every number between the two slopes is a subgradient. Which does your condition leave out?",
)
verdict.mistake(
    "the slope on the left is taken for the smaller one",
    lambda g, n, noise, left, right, tolerance: judged(
        between=lambda g, low, high, noise: left - noise <= g <= right + noise
    )(g, n, noise, left, right, tolerance),
    "Which side is steeper, for −ReLU?",
)
verdict.mistake(
    "the sides' noise is forgotten where g is compared with them",
    judged(between=lambda g, low, high, noise: low <= g <= high),
    NOISE,
)
verdict.mistake(
    "sides that differ by their noise are called a kink",
    judged(kink=lambda left, right, noise: left != right),
    "Both slopes are measured: can they come out equal?",
)
verdict.mistake(
    "kinks are not asked for",
    judged(kink=lambda left, right, noise: False),
    BOTH_SIDES,
)
verdict.mistake(
    "whether g and n differ is asked before whether there is a kink",
    lambda g, n, noise, left, right, tolerance: (
        judged(kink=lambda left, right, noise: False)(g, n, noise, left, right, tolerance)
        if abs(g - n) > noise
        else verdict.right(g, n, noise, left, right, tolerance)
    ),
    "At a kink, does the difference quotient have to agree with either side?",
)
