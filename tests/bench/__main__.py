"""Run every benchmark and print one table."""

from itertools import chain

from tests.bench import gradients, imports, noisy_xor
from tests.bench.harness import print_table

print_table(chain(imports.comparisons(), gradients.comparisons(), noisy_xor.comparisons()))
