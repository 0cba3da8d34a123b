"""How large, how wrong at first, and pictures as rows."""

import numpy as np

from workbook.questions.mnist.common import table


@table.value("q5-1", hint="Write down the shapes of W and b.")
def parameters_linear():
    """The number of parameters of the linear model from 784 pixels to 10 logits, a number."""
    return 784 * 10 + 10


parameters_linear.mistake("the biases are forgotten", lambda: 784 * 10, "What else is trained?")
parameters_linear.mistake(
    "each class has a bias per pixel",
    lambda: 2 * 784 * 10,
    "X Wᵀ has ten columns: how many numbers are added to a row of it?",
)
parameters_linear.mistake("inputs and outputs are added", lambda: 784 + 10, "What does W hold?")
parameters_linear.mistake(
    "the picture's side is taken for its pixels",
    lambda: 28 * 10 + 10,
    "How many pixels are in a picture of 28 rows and 28 columns?",
)


@table.value("q5-2", hint="Count layer by layer: W, then b.")
def parameters_hidden():
    """The number of parameters of a network with layer sizes [784, 128, 10], a number."""
    return 784 * 128 + 128 + 128 * 10 + 10


parameters_hidden.mistake(
    "the biases are forgotten",
    lambda: 784 * 128 + 128 * 10,
    "What does each unit learn besides its weights?",
)
parameters_hidden.mistake(
    "the hidden biases are forgotten",
    lambda: 784 * 128 + 128 * 10 + 10,
    "Which units have a bias: only the ten outputs?",
)
parameters_hidden.mistake(
    "the output's layer is forgotten",
    lambda: 784 * 128 + 128,
    "How do the 128 hidden units reach the ten logits?",
)
parameters_hidden.mistake(
    "inputs reach the outputs directly too",
    lambda: 784 * 128 + 128 + 128 * 10 + 10 + 784 * 10,
    "Draw the three layers: which of them do the outputs see?",
)


@table.value(
    "q5-3",
    hint="Which probability does a network give to the right class that cannot tell any apart?",
)
def first_loss():
    """The loss of a network that gives each of ten classes the same probability, a number."""
    return np.log(10)


first_loss.mistake(
    "the logarithm is the binary one",
    lambda: np.log2(10),
    "The softmax has powers of e: which logarithm undoes them?",
)
first_loss.mistake("the logarithm is the decimal one", lambda: 1.0, "Which base has log?")
first_loss.mistake(
    "the probability itself is given", lambda: 0.1, "What does the loss make of a probability?"
)
first_loss.mistake("the sign is missing", lambda: -np.log(10), "Can a loss be negative?")
first_loss.mistake(
    "the ten outputs are summed",
    lambda: 10 * np.log(10),
    "How many terms of the sum does a one-hot target leave?",
)
first_loss.mistake(
    "there are two classes", lambda: np.log(2), "Between how many digits does it have to choose?"
)


def images(rng):
    """Yield pictures of whole numbers."""
    for N, rows, columns in ((1, 28, 28), (3, 4, 6)):
        yield (rng.integers(0, 256, (N, rows, columns), np.uint8),)


def array_and_bytes(function, images):
    """Look at the rows and at how large an entry is."""
    rows = function(images)
    return {"the array": rows, "an entry's number of bytes": rows.itemsize}


@table.code(
    "q5-4",
    cases=images,
    probe=array_and_bytes,
    hint="Print the shape, the dtype and the largest entry.",
)
def to_rows(images):
    """Float32 rows (N, rows · columns) of images (N, rows, columns), divided by 255."""
    return (images.reshape(len(images), -1) / 255).astype(np.float32)


to_rows.mistake(
    "the pixels are not scaled",
    lambda images: images.reshape(len(images), -1).astype(np.float32),
    "What is your largest entry? Networks want numbers of about unit size.",
)
to_rows.mistake(
    "they are divided by 256, not 255",
    lambda images: (images.reshape(len(images), -1) / 256).astype(np.float32),
    "What is the largest value of a pixel, and what should become of it?",
)
to_rows.mistake(
    "each picture is divided by its own largest pixel",
    lambda images: (
        images.reshape(len(images), -1) / images.max(axis=(1, 2), keepdims=True)[:, 0]
    ).astype(np.float32),
    "Should the same grey become the same number in every picture?",
)
to_rows.mistake(
    "whole numbers are divided by whole numbers",
    lambda images: (images.reshape(len(images), -1) // 255).astype(np.float32),
    "Look at how many different values are left.",
)
to_rows.mistake(
    "the numbers stay float64",
    lambda images: images.reshape(len(images), -1) / 255,
    "Which dtype has it? NumPy's default takes twice the memory and the time.",
)
to_rows.mistake(
    "white and black are exchanged",
    lambda images: 1 - to_rows.right(images),
    "Paper is 0 in the files. What is it in your rows?",
)
to_rows.mistake(
    "samples are columns",
    lambda images: to_rows.right(images).T,
    "What is the len of your result? What should it count?",
)
to_rows.mistake(
    "the pixels of different images are mixed",
    lambda images: (images.reshape(-1, len(images)).T / 255).astype(np.float32),
    "Show one row as a picture again.",
)
