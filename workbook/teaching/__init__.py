"""What a teacher needs around the notebooks: hand-ins graded, and what comes back from it."""
