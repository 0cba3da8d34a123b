"""A learner's code in a process of its own, which holds no reference, no table and no grader.

`wire` says how values cross, `peer` lets two processes call each other's functions with them;
`sandbox` puts up the walls, `child` is what runs inside them, and `host` starts, limits and ends
it. The first four need NumPy and `helpers` alone: the child has nothing else of ours.
"""
