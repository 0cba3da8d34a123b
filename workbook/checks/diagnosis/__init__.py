"""How a wrong answer is understood."""
