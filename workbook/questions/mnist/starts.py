"""Questions of notebook 05: slow starts, and initial weights."""

from workbook.checks.questions import Misconception, ValueQuestion, WrittenQuestion

STARTS = [
    ValueQuestion(
        "q5-21",
        "largest_slope",
        lambda: 0.25,
        [
            Misconception("the slope is that of tanh", lambda: 1.0),
            Misconception("σ(0) is given", lambda: 0.5, "That is the height; the slope is asked."),
        ],
        hint="σ′ = σ (1 − σ). Where is it largest?",
    ),
    WrittenQuestion("q5-d"),
    ValueQuestion(
        "q5-22",
        "growth",
        lambda: 2.0**4,
        [
            Misconception(
                "the factors are added, or one layer is not counted",
                lambda: 2.0 * 4,
                "Each of the four layers multiplies.",
            ),
            Misconception(
                "the variance's factor is given", lambda: 4.0**4, "Deviations are asked."
            ),
            Misconception("one layer is counted", lambda: 2.0),
            Misconception("ReLU halves each factor", lambda: 1.0, "ReLU(2a) = 2 ReLU(a)."),
            Misconception("the root is taken", lambda: 2.0**2),
        ],
        hint="What does ReLU do with 2a?",
    ),
    WrittenQuestion("q5-e"),
]
