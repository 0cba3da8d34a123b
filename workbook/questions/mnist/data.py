"""Questions of notebook 05: how large, how wrong at first, and pictures as rows."""

import numpy as np

from workbook.checks.questions import CodeQuestion, Misconception, ValueQuestion


def to_rows(images):
    """Return float32 rows of pixels / 200."""
    return (images.reshape(len(images), -1) / 200).astype(np.float32)


def images(rng):
    """Yield pictures of whole numbers."""
    for N, rows, columns in ((1, 28, 28), (3, 4, 6)):
        yield (rng.integers(0, 256, (N, rows, columns), np.uint8),)


def array_and_bytes(function, images):
    """Look at the rows and at how large an entry is."""
    rows = function(images)
    return {"the array": rows, "an entry's number of bytes": rows.itemsize}


DATA = [
    ValueQuestion(
        "q5-1",
        "parameters_linear",
        lambda: 784 * 10 + 10,
        [
            Misconception("the biases are forgotten", lambda: 784 * 10, "What else is trained?"),
            Misconception("each class has a bias per pixel", lambda: 2 * 784 * 10),
            Misconception("inputs and outputs are added", lambda: 784 + 10, "What does W hold?"),
            Misconception("the picture's side is taken for its pixels", lambda: 28 * 10 + 10),
        ],
        hint="Write down the shapes of W and b.",
    ),
    ValueQuestion(
        "q5-2",
        "parameters_hidden",
        lambda: 784 * 128 + 128 + 128 * 10 + 10,
        [
            Misconception("the biases are forgotten", lambda: 784 * 128 + 128 * 10),
            Misconception("the hidden biases are forgotten", lambda: 784 * 128 + 128 * 10 + 10),
            Misconception("the output's layer is forgotten", lambda: 784 * 128 + 128),
            Misconception(
                "inputs reach the outputs directly too",
                lambda: 784 * 128 + 128 + 128 * 10 + 10 + 784 * 10,
            ),
        ],
        hint="Count layer by layer: W, then b.",
    ),
    ValueQuestion(
        "q5-3",
        "first_cost",
        lambda: np.log(10),
        [
            Misconception("the logarithm is the binary one", lambda: np.log2(10)),
            Misconception("the logarithm is the decimal one", lambda: 1.0, "Which base has log?"),
            Misconception("the probability itself is given", lambda: 0.1, "Cost is −log of it."),
            Misconception("the sign is missing", lambda: -np.log(10), "Can a cost be negative?"),
            Misconception("the ten outputs are summed", lambda: 10 * np.log(10)),
            Misconception("there are two classes", lambda: np.log(2)),
        ],
        hint="Which probability does a network give to the right class that cannot tell any apart?",
    ),
    CodeQuestion(
        "q5-4",
        "to_rows",
        to_rows,
        images,
        [
            Misconception(
                "the pixels are not scaled",
                lambda images: images.reshape(len(images), -1).astype(np.float32),
            ),
            Misconception(
                "they are divided by 255, not 200",
                lambda images: (images.reshape(len(images), -1) / 255).astype(np.float32),
            ),
            Misconception(
                "whole numbers are divided by whole numbers",
                lambda images: (images.reshape(len(images), -1) // 200).astype(np.float32),
                "Look at how many different values are left.",
            ),
            Misconception(
                "the numbers stay float64",
                lambda images: images.reshape(len(images), -1) / 200,
                "Which dtype has it? NumPy's default takes twice the memory and the time.",
            ),
            Misconception("samples are columns", lambda images: to_rows(images).T),
            Misconception(
                "the pixels of different images are mixed",
                lambda images: (images.reshape(-1, len(images)).T / 200).astype(np.float32),
                "Show one row as a picture again.",
            ),
        ],
        hint="Print the shape, the dtype and the largest entry.",
        probe=array_and_bytes,
    ),
]
