"""Activations as layers, how they are tried, and layers that keep what they need wrongly.

Layers are tried after other calls and beside other instances of their class, so that what they
keep is their own and the latest.
"""

import numpy as np

from helpers.functions import sigmoid
from workbook.questions.families import WRONG_CHAINS
from workbook.questions.gradient_check.common import numerical_gradient

KEEP = "Call forward twice with other inputs: which of them does backward use?"
FORWARD_ALONE = "Does the slope depend on what comes from above?"
OWN = "Make two layers: does the second's forward change what the first has kept?"


class Tanh:
    """The layer z = tanh(a)."""

    def forward(self, a):
        self.z = np.tanh(a)
        return self.z

    def backward(self, dz):
        return dz * (1 - self.z**2)

    def update_params(self, learning_rate):
        pass


class Sigmoid:
    """The layer z = σ(a)."""

    def forward(self, a):
        self.z = sigmoid(a)
        return self.z

    def backward(self, dz):
        return dz * self.z * (1 - self.z)


def activation(forward, backward):
    """Return the class of layers with z = forward(a) and ∂L/∂a = backward(dz, a, z)."""

    class Activation:
        def forward(self, a):
            self.a, self.z = a, forward(a)
            return self.z

        def backward(self, dz):
            return backward(dz, self.a, self.z)

    return Activation


def probe_activation(cls, a, dz):
    """Return both passes after another call, and beside another layer."""
    layer, other = cls(), cls()
    layer.forward(1 - a)
    returned = layer.forward(a)
    z = np.array(returned)
    other.forward(a[::-1] + 1)
    da = layer.backward(dz)
    left_alone = np.array_equal(z, returned)
    return {"forward": z, "backward": da, "backward leaves alone what forward returned": left_alone}


def activation_own_gradient(cls, a, dz):
    """Return the numerical gradient of a learner's own forward pass."""
    if not np.all(a):
        raise ValueError("at a kink a difference says nothing")
    return {"backward": numerical_gradient(lambda: np.sum(dz * cls().forward(a)), a)}


def add_wrong_ways_back(question, f, slope, wrong_slopes):
    """Add to an activation f, whose slope is slope(f(a)), what goes wrong on the way back."""
    add_overwriting(question, f, slope)
    for name, wrong, hint in wrong_slopes:
        question.mistake(name, activation(f, lambda dz, a, z, wrong=wrong: dz * wrong(z)), hint)
    for name, chain, hint in WRONG_CHAINS:
        question.mistake(
            name, activation(f, lambda dz, a, z, chain=chain: chain(dz, slope(z))), hint
        )
    for name, at in (
        ("the gradient takes the place of z", lambda dz: dz),
        ("the gradient takes the place of a: the activation is applied to it", f),
    ):
        question.mistake(name, activation(f, lambda dz, a, z, at=at: slope(at(dz))), FORWARD_ALONE)
        question.mistake(
            f"{name}, and is multiplied with the slope",
            activation(f, lambda dz, a, z, at=at: dz * slope(at(dz))),
            FORWARD_ALONE,
        )


def overwriting(f, slope):
    """Return a layer whose backward pass writes the slopes into what forward has returned."""

    class Overwriting:
        def forward(self, a):
            self.z = f(a)
            return self.z

        def backward(self, dz):
            self.z[...] = slope(self.z)
            return dz * self.z

    return Overwriting


def add_overwriting(question, f, slope):
    """Add to an activation f, whose slope is slope(f(a)), that backward overwrites f(a)."""
    question.mistake(
        "backward writes, in place, into the array that forward has returned",
        overwriting(f, slope),
        "Print what forward returned, before backward and after it. Who has changed it?",
    )


def first_call(layer, *kept):
    """Return a layer whose attributes ``kept`` are those of its first forward pass for ever."""

    class FirstCall(layer):
        def forward(self, *inputs):
            output = super().forward(*inputs)
            if not hasattr(self, "first"):
                self.first = {name: getattr(self, name) for name in kept}
            vars(self).update(self.first)
            return output

    return FirstCall


def shared(layer, *kept):
    """Return a layer that has the attributes ``kept`` on its class: the instances share them."""

    class Shared(layer):
        def forward(self, *inputs):
            output = super().forward(*inputs)
            Shared.latest = {name: getattr(self, name) for name in kept}
            return output

        def backward(self, *gradient):
            vars(self).update(Shared.latest)
            return super().backward(*gradient)

    return Shared
