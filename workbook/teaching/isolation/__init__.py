"""A learner's code in a process of its own, which holds no reference, no table and no grader.

`wire` says how values cross, `peer` lets two processes call each other's functions with them;
`sandbox` puts up the walls, `child` is what runs inside them; `boot` starts it, and `host` asks for
that, limits and ends it. All but `host` need NumPy and `helpers` alone: the child has nothing else
of ours.
"""
