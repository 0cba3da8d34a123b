"""workbook.report.markup: exactly the Typst that is meant."""

from workbook.report.markup import array, block, call, escape, string, table


def test_escape_leaves_nothing_that_typst_would_read_as_more_than_words():
    assert escape(r"a\b #c *d* _e_ `f` $g @h <i> =j +k /l ~m [n] .o :p -q") == (
        r"a\\b \#c \*d\* \_e\_ \`f\` \$g \@h \<i\> \=j \+k \/l \~m \[n\] \.o \:p \-q"
    )
    assert escape("\"quoted\" (a, b) 'c'; é") == "\"quoted\" (a, b) 'c'; é"


def test_string_escapes_quotation_marks_and_backslashes():
    assert string('a "b" \\n') == r'"a \"b\" \\n"'


def test_array_of_one_is_one_and_of_none_is_empty():
    assert array([1]) == "(1, )"
    assert array(["a", 2]) == "(a, 2, )"
    assert array([]) == "()"


def test_call_names_its_options_as_typst_does():
    assert call("f") == "#f();"
    assert call("f", "1", block("*a*"), row_gap="2pt") == "#f(1, [*a*], row-gap: 2pt);"


def test_table_has_its_header_apart_and_lines_above_below_and_between():
    rows = [["[a]", "[b]"], ["[c]", "[d]"], ["[1]", "[2]"]]
    assert table(rows, 2, ["left", "right"], caption="[C]") == (
        "#data-table([1], [2], columns: 2, align: (left, right, ), "
        "header: ([a], [b], [c], [d], ), lines: (0, 2, 3, ), caption: [C]);"
    )
