"""Benchmarks: ``python -m benchmarks``, or ``make bench``, prints one table."""

import os

# One thread, for a fair comparison; BLAS reads this once, when NumPy is first imported.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"
