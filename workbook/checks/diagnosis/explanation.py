"""What is told of a wrong answer's values."""

from dataclasses import dataclass, replace

from workbook.checks.misconception import Misconception


@dataclass(frozen=True)
class Explanation:
    """A mistake that explains some of the wrong parts.

    Attributes
    ----------
    misconception : Misconception
    parts : frozenset of str
    sure : bool
        Whether it may be told as what was done, and not as what it looks like.
    """

    misconception: Misconception
    parts: frozenset[str]
    sure: bool

    def told_with_parts(self) -> Misconception:
        """Return the misconception with the parts that it spoils in its name."""
        name = f"{self.misconception.name} ({' and '.join(sorted(self.parts))})"
        return replace(self.misconception, name=name)
