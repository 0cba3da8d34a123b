"""How a wrong function or class is understood: from what it gives, and from how it is written.

`words` say how what it gives differs. `source` has the learner's code as a tree, `edits` are the
single changes of a tree, each of one of the `kinds` of mistake, and `search` tries them until one
makes the code right; `grafts` put right values in place of expressions, for the first that is
wrong; `facts` are read off the code where nothing else is found. A `location` is what is told.
Nothing is said that was not tried: a change is told only if the changed code is right.
"""
