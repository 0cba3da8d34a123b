"""What a learner has around the notebooks: a folder to work in, progress, kind words."""
