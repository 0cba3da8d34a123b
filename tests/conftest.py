"""What all tests share: random numbers that are the same in every run."""

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, max_examples=50, database=None)
settings.load_profile("same")


@pytest.fixture
def rng():
    """Return a generator of random numbers, freshly seeded for each test."""
    return np.random.default_rng(20240517)
