"""For the teacher: from questions and a notebook to a result; nothing here knows what is asked."""
