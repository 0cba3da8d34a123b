"""Hints that serve several questions of notebook 02."""

KEEP = "Each forward call has to overwrite what the one before has kept."


OWN = "Keep it on the object (self), not on the class or in a global name."


CHAIN = "The chain rule has two factors: what comes from above, and the layer's own slope."


MEAN = "Sum over the outputs of a sample, and average over the samples."


SHAPE = "Every gradient has the shape of its parameter."
