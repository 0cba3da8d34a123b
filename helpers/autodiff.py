"""Reverse-mode automatic differentiation: `Var` on scalars, to follow by hand; `Tensor` on arrays.

Both remember how a value came to be: its inputs and, for each, what carries a gradient back to
it. ``backward`` visits the values from the output to the inputs in an order in which every value
comes after all its users, so that each is visited once, with its gradient complete. Gradients are
overwritten, not added up: calling ``backward`` twice gives the same numbers twice.

A graph of any depth can be differentiated and deep-copied, but not pickled: keep its numbers, and
build it again where they arrive.

Nothing here uses the derivatives in `helpers.layers` or `helpers.losses`; only values are shared.
"""

from __future__ import annotations

import copy
import math
import reprlib
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from helpers import functions
from helpers.types import Array, Axis

Node = TypeVar("Node", bound="Graph")


def topological_order(output: Node) -> list[Node]:
    """Return all values that `output` depends on, inputs before users, without recursion."""
    order: list[Node] = []
    seen: set[int] = set()
    stack = [(output, False)]
    while stack:
        node, inputs_done = stack.pop()
        if inputs_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order


class Graph:
    """What `Var` and `Tensor` share: they are copied with all they depend on, and not pickled."""

    parents: tuple[Any, ...]

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        for node in topological_order(self):  # inputs first: nothing to recurse into
            if id(node) not in memo:
                memo[id(node)] = twin = object.__new__(type(node))
                twin.__dict__ = copy.deepcopy(vars(node), memo)
        return memo[id(self)]

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("a graph is not pickled: keep the values and gradients that you need")


class Var(Graph):
    """A number that remembers its inputs and its local derivatives.

    Attributes
    ----------
    value : float
    grad : float
        ∂(output)/∂(this), after ``output.backward()``.
    parents : tuple of Var
        The inputs of the operation that made it.
    local_derivatives : tuple of float
        ∂(this)/∂(parent), one per parent: the numbers on the edges of the graph.
    operation : str
        What made it, for printing.
    """

    def __init__(
        self,
        value: float,
        parents: tuple[Var, ...] = (),
        local_derivatives: tuple[float, ...] = (),
        operation: str = "",
    ) -> None:
        self.value = value if type(value) is float else float(real_number(value))
        self.grad = 0.0
        self.parents = parents
        self.local_derivatives = local_derivatives
        self.operation = operation

    def backward(self) -> None:
        """Set ``grad`` of this and of every value it depends on."""
        order = topological_order(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, derivative in zip(node.parents, node.local_derivatives, strict=True):
                parent.grad += node.grad * derivative

    def __add__(self, other: Var | float) -> Var:
        other = as_var(other)
        return Var(self.value + other.value, (self, other), (1.0, 1.0), "+")

    def __sub__(self, other: Var | float) -> Var:
        other = as_var(other)
        return Var(self.value - other.value, (self, other), (1.0, -1.0), "−")

    def __mul__(self, other: Var | float) -> Var:
        other = as_var(other)
        return Var(self.value * other.value, (self, other), (other.value, self.value), "×")

    def __truediv__(self, other: Var | float) -> Var:
        other = as_var(other)
        quotient = self.value / other.value
        return Var(quotient, (self, other), (1 / other.value, -quotient / other.value), "/")

    def __pow__(self, n: float) -> Var:
        """Return this to the power of a plain number `n`."""
        real_number(n)
        return Var(self.value**n, (self,), (n * self.value ** (n - 1) if n else 0.0,), f"^{n}")

    def __neg__(self) -> Var:
        return Var(-self.value, (self,), (-1.0,), "neg")

    def __radd__(self, other: float) -> Var:
        return as_var(other) + self

    def __rsub__(self, other: float) -> Var:
        return as_var(other) - self

    def __rmul__(self, other: float) -> Var:
        return as_var(other) * self

    def __rtruediv__(self, other: float) -> Var:
        return as_var(other) / self

    def exp(self) -> Var:
        """Return e to the power of this."""
        z = math.exp(self.value)
        return Var(z, (self,), (z,), "exp")

    def log(self) -> Var:
        """Return the natural logarithm."""
        return Var(math.log(self.value), (self,), (1 / self.value,), "log")

    def tanh(self) -> Var:
        """Return the hyperbolic tangent."""
        z = math.tanh(self.value)
        return Var(z, (self,), (1 - z * z,), "tanh")

    def sigmoid(self) -> Var:
        """Return 1 / (1 + e⁻ᵃ)."""
        z = float(functions.sigmoid(self.value))
        return Var(z, (self,), (z * (1 - z),), "σ")

    def relu(self) -> Var:
        """Return max(a, 0); its derivative at 0 is 0."""
        return Var(max(self.value, 0.0), (self,), (1.0 if self.value > 0 else 0.0,), "relu")

    def __repr__(self) -> str:
        made_by = f", {self.operation!r}" if self.operation else ""
        return f"Var(value={self.value:.4g}, grad={self.grad:.4g}{made_by})"


def real_number(value: Any) -> Any:
    """Return `value`, if it is one real number: no text, no array, nothing complex."""
    if np.ndim(value) or np.asarray(value).dtype.kind not in "biuf":
        raise TypeError(f"expected one real number, got {reprlib.repr(value)}")
    return value


def as_var(value: Var | float) -> Var:
    """Return `value` itself if it is a Var, else a Var without inputs."""
    return value if isinstance(value, Var) else Var(value)


class Tensor(Graph):
    """An array that remembers its inputs, with NumPy's broadcasting.

    Attributes
    ----------
    value : array
    grad : array like `value`
        ∂(output)/∂(this), after ``output.backward()``.
    parents : tuple of Tensor
    pullbacks : tuple of callable
        One per parent: takes ∂L/∂(this), returns ∂L/∂(parent).
    """

    __array_ufunc__ = None  # let `array + tensor` come here instead of looping over the array

    def __init__(
        self,
        value: ArrayLike,
        parents: tuple[Tensor, ...] = (),
        pullbacks: tuple[Callable[[Array], Array], ...] = (),
    ) -> None:
        self.value = functions.floats(value)
        self.grad: Any = None
        self.parents = parents
        self.pullbacks = pullbacks

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the value."""
        return self.value.shape

    def backward(self, cotangent: ArrayLike | None = None) -> None:
        """Set ``grad`` of this and of everything it depends on.

        Parameters
        ----------
        cotangent : array like `value`, optional
            Where the gradient starts; 1 if not given, and then the value must be one number.

        Raises
        ------
        ValueError
            If the value is not one number and no cotangent is given, or its shape differs.
        """
        if cotangent is None:
            if self.value.size != 1:
                raise ValueError(
                    f"backward() starts from one number, but this has shape {self.shape}: "
                    "sum it, or give a cotangent of that shape"
                )
            cotangent = np.ones_like(self.value)
        cotangent = functions.floats(cotangent)
        if cotangent.shape != self.shape:
            raise ValueError(f"cotangent {cotangent.shape} and value {self.shape} differ in shape")
        order = topological_order(self)
        for node in order:
            node.grad = np.zeros_like(node.value)
        self.grad = cotangent
        for node in reversed(order):
            for parent, pullback in zip(node.parents, node.pullbacks, strict=True):
                parent.grad = parent.grad + _unbroadcast(pullback(node.grad), parent.shape)

    def __add__(self, other: Tensor | ArrayLike) -> Tensor:
        other = as_tensor(other)
        return Tensor(self.value + other.value, (self, other), (lambda g: g, lambda g: g))

    def __sub__(self, other: Tensor | ArrayLike) -> Tensor:
        other = as_tensor(other)
        return Tensor(self.value - other.value, (self, other), (lambda g: g, lambda g: -g))

    def __mul__(self, other: Tensor | ArrayLike) -> Tensor:
        other = as_tensor(other)
        return Tensor(
            self.value * other.value,
            (self, other),
            (lambda g: g * other.value, lambda g: g * self.value),
        )

    def __truediv__(self, other: Tensor | ArrayLike) -> Tensor:
        other = as_tensor(other)
        quotient = self.value / other.value
        return Tensor(
            quotient,
            (self, other),
            (lambda g: g / other.value, lambda g: -g * quotient / other.value),
        )

    def __pow__(self, n: float) -> Tensor:
        """Return this to the power of a plain number `n`."""
        real_number(n)
        derivative = n * self.value ** (n - 1) if n else np.zeros_like(self.value)
        return Tensor(self.value**n, (self,), (lambda g: g * derivative,))

    def __neg__(self) -> Tensor:
        return Tensor(-self.value, (self,), (lambda g: -g,))

    def __matmul__(self, other: Tensor | ArrayLike) -> Tensor:
        """Return the matrix product; both have at least two axes, the others broadcast."""
        other = as_tensor(other)
        if min(self.value.ndim, other.value.ndim) < 2:
            raise ValueError(f"{self.shape} @ {other.shape}: make vectors columns or rows first")
        return Tensor(
            self.value @ other.value,
            (self, other),
            (
                lambda g: g @ other.value.swapaxes(-1, -2),
                lambda g: self.value.swapaxes(-1, -2) @ g,
            ),
        )

    def __radd__(self, other: ArrayLike) -> Tensor:
        return as_tensor(other) + self

    def __rsub__(self, other: ArrayLike) -> Tensor:
        return as_tensor(other) - self

    def __rmul__(self, other: ArrayLike) -> Tensor:
        return as_tensor(other) * self

    def __rtruediv__(self, other: ArrayLike) -> Tensor:
        return as_tensor(other) / self

    def __rmatmul__(self, other: ArrayLike) -> Tensor:
        return as_tensor(other) @ self

    @property
    def T(self) -> Tensor:
        """The matrix transposed: the last two axes swapped."""
        return Tensor(self.value.swapaxes(-1, -2), (self,), (lambda g: g.swapaxes(-1, -2),))

    def reshape(self, *shape: int) -> Tensor:
        """Return the same numbers in another shape."""
        return Tensor(self.value.reshape(*shape), (self,), (lambda g: g.reshape(self.shape),))

    def __getitem__(self, index: Any) -> Tensor:
        """Return a part, by anything that NumPy takes as an index; repeats add up in backward."""

        def pullback(g: Array) -> Array:
            whole = np.zeros_like(self.value)
            np.add.at(whole, index, g)
            return whole

        return Tensor(self.value[index], (self,), (pullback,))

    def sum(self, axis: Axis | None = None, keepdims: bool = False) -> Tensor:
        """Return the sum over `axis` (all axes if not given)."""

        def pullback(g: Array) -> Array:
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.broadcast_to(g, self.shape)

        return Tensor(self.value.sum(axis=axis, keepdims=keepdims), (self,), (pullback,))

    def mean(self, axis: Axis | None = None, keepdims: bool = False) -> Tensor:
        """Return the mean over `axis` (all axes if not given)."""
        total = self.sum(axis=axis, keepdims=keepdims)
        return total / (self.value.size / total.value.size)

    def exp(self) -> Tensor:
        """Return e to the power of this."""
        z = np.exp(self.value)
        return Tensor(z, (self,), (lambda g: g * z,))

    def log(self) -> Tensor:
        """Return the natural logarithm."""
        return Tensor(np.log(self.value), (self,), (lambda g: g / self.value,))

    def tanh(self) -> Tensor:
        """Return the hyperbolic tangent."""
        z = np.tanh(self.value)
        return Tensor(z, (self,), (lambda g: g * (1 - z**2),))

    def sigmoid(self) -> Tensor:
        """Return 1 / (1 + e⁻ᵃ)."""
        z = functions.sigmoid(self.value)
        return Tensor(z, (self,), (lambda g: g * z * (1 - z),))

    def relu(self) -> Tensor:
        """Return max(a, 0); its derivative at 0 is 0."""
        return Tensor(functions.relu(self.value), (self,), (lambda g: g * (self.value > 0),))

    def softplus(self) -> Tensor:
        """Return log(1 + eᵃ), without overflow."""
        slope = functions.sigmoid(self.value)
        return Tensor(functions.softplus(self.value), (self,), (lambda g: g * slope,))

    def log_sum_exp(self, axis: Axis | None = -1, keepdims: bool = False) -> Tensor:
        """Return log Σ eᵃ along `axis` (all axes if None), without overflow."""
        total = functions.log_sum_exp(self.value, axis=axis, keepdims=True)
        shares = np.exp(self.value - total)
        return Tensor(
            total if keepdims else total.squeeze(axis),
            (self,),
            (lambda g: g.reshape(total.shape) * shares,),
        )

    def __repr__(self) -> str:
        return f"Tensor(shape={self.shape}, value={np.array2string(self.value, precision=4)})"


def as_tensor(value: Tensor | ArrayLike) -> Tensor:
    """Return `value` itself if it is a Tensor, else a Tensor without inputs."""
    return value if isinstance(value, Tensor) else Tensor(value)


def _unbroadcast(g: Array, shape: tuple[int, ...]) -> Array:
    """Sum `g` over the axes that broadcasting added or stretched, back to `shape`."""
    if g.shape == shape:
        return g
    added = g.ndim - len(shape)
    stretched = tuple(
        added + axis for axis, n in enumerate(shape) if n == 1 and g.shape[added + axis] != 1
    )
    return g.sum(axis=(*range(added), *stretched)).reshape(shape)
