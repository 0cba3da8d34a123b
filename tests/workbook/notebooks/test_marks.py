"""workbook.notebooks.marks: what is left when marks, and what they enclose, are taken away."""

from workbook.notebooks.marks import without_hidden_tests, without_marks, without_solutions

SOURCE = """# q1-1
def f(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
### BEGIN SOLUTION
y = f(3)
### END SOLUTION
### BEGIN HIDDEN TESTS
assert y == 6
### END HIDDEN TESTS"""


def test_marks_go_and_what_they_enclose_stays():
    source = "    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n### a comment\ny = 2"
    assert without_marks(source) == "    x = 1\n### a comment\ny = 2"


def test_solution_that_is_a_body_gives_way_to_a_stub_and_any_other_is_gone():
    left = without_hidden_tests(without_solutions(SOURCE, stub="pass"))
    assert left == "# q1-1\ndef f(x):\n    pass\n\n"
