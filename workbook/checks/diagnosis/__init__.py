"""How a wrong answer is understood: from what it gives, and from how it is written.

`words` say how what code gives differs. What the values say: `parts` explains each wrong part by
known mistakes, by `relations` between given and right, and by `slips`, changes of the right answer;
`evidence` weighs how much that proves, `extremes` know what only large numbers show; an
`explanation` is what is told. For values, `values` does the same, and `paper` rounds as one does.

What the code says: `source` has it as a tree. `edits` are the single changes of a tree, each of one
of the `kinds` of mistake: `expressions`, `additions`, `statements` and `brackets` make them from
`nodes`; `slopes` only make mistakes. `search` tries them until one makes the code right; `grafts`
put right values in place of expressions, for the first that is wrong; `facts` are read off the code
where nothing else is found. A `location` is what is told.

Nothing is told as sure that was not tried: what explains gives the same on every case, and what
repairs is right on every case.
"""
