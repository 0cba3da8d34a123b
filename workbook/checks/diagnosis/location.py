"""Where a mistake stands in a learner's code, and how that is told, step by step."""

from dataclasses import dataclass

from workbook.checks.diagnosis.kinds import Kind

Parts = frozenset[str]


@dataclass(frozen=True)
class Location:
    """Where a mistake stands, and of which kind it is.

    Attributes
    ----------
    line : int
        In the cell, counted from 1.
    text : str
        That line.
    part : str
        The part of it that is meant, as it is written; empty for the line as a whole.
    kind : Kind
    parts : frozenset of str
        Which parts of what is asked for it spoils.
    """

    line: int
    text: str
    part: str
    kind: Kind
    parts: Parts = frozenset()

    @property
    def steps(self) -> tuple[str, str]:
        """The place, then the kind: what is told after the kind's question."""
        where = f"Line {self.line}, {self.part}:" if self.part else f"Line {self.line}:"
        return (
            f"Look at line {self.line} of your cell: {self.text}",
            f"{where} {self.kind.name}.",
        )
