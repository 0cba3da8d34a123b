"""The table of notebook 04."""

from workbook.checks import Table

table = Table("04_noisy_xor")
