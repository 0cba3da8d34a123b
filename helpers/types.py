"""Names for the types that several modules speak of."""

from collections.abc import Callable
from typing import Any, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

Axis: TypeAlias = int | tuple[int, ...]

# A loss of parameters theta alone: (P,) → (), and (R, P) → (R,).
Objective: TypeAlias = Callable[[Array], Array]

# (outputs, targets) → (loss, ∂L/∂outputs)
Loss: TypeAlias = Callable[[Array, Array], tuple[Array, Array]]
