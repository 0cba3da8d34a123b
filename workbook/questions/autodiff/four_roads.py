"""The same gradient by four roads."""

from workbook.questions.autodiff.common import table

table.written(
    "q3-d",
    "Why the four roads agree to different numbers of digits, what their agreement proves, and "
    "which mistake all four would share.",
)
