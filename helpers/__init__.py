"""Learn backpropagation by doing it."""
