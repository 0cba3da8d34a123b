"""Every measured number in the notebooks' text comes from the data: see `tests.claims`."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import ROOT
from tests.claims import not_in_the_text, unsupported

# Numbers that nothing in the notebook measures: {notebook: {number as it stands: why}}.
BY_DEFINITION: dict[str, dict[str, str]] = {
    "01_pen_and_paper": {"0.25": "an example of arithmetic in an answer cell"},
    "02_gradient_check": {},
    "03_relu_pickle_test": {},
    "04_noisy_xor": {
        "95": "the level of an interval",
        "1.96": "the normal distribution's 97.5 % point, which is not to be used",
        "0.07": "given in question q4-16",
        "60,000": "the digits of the next notebook",
    },
    "05_mnist": {},
}
NOTEBOOKS = {
    path.stem: nbformat.read(path, as_version=4)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
}
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


@each_notebook
def test_each_phrase_that_was_computed_stands_in_the_text(name):
    assert not_in_the_text(NOTEBOOKS[name]) == []


@each_notebook
def test_each_measured_number_is_a_setting_or_was_computed(name):
    without = [each for each in unsupported(NOTEBOOKS[name]) if each[1] not in BY_DEFINITION[name]]
    assert without == []


@each_notebook
def test_each_exception_is_needed(name):
    numbers = {number for _, number, _ in unsupported(NOTEBOOKS[name])}
    assert BY_DEFINITION[name].keys() <= numbers


def a_notebook(text, *phrases, code="epochs = 60"):
    """Return a notebook with a text, a cell of code, and a claims cell that printed phrases."""
    outputs = [new_output("stream", text="\n".join(phrases))]
    claims = new_code_cell("print(…)", outputs=outputs, metadata={"tags": ["claims"]})
    claims.source = "print()"
    return new_notebook(cells=[new_markdown_cell(text), new_code_cell(code), claims])


@pytest.mark.parametrize(
    "text",
    ["it solves 136 of 300 runs", "a loss of 0.28", "92.5 % are right", "2,500 runs", "5 ± 2 more"],
)
def test_a_number_that_nothing_vouches_for_is_found(text):
    assert unsupported(a_notebook(text))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("it solves **136** of\n300 runs", "136 of 300"),
        (r"a loss of $0.28 \pm 0.01$", "0.28 ± 0.01"),
        ("92.5 % are right", "92.5 % are right"),
    ],
)
def test_a_phrase_vouches_for_the_numbers_in_it(text, phrase):
    assert unsupported(a_notebook(text, phrase)) == []
    assert not_in_the_text(a_notebook(text, phrase)) == []


def test_a_phrase_vouches_for_no_other_place():
    assert unsupported(a_notebook("a loss of 0.28, an error of 0.28", "a loss of 0.28"))


@pytest.mark.parametrize("phrase", ["18 of 30", "0.2"])
def test_a_phrase_is_not_found_within_a_longer_number(phrase):
    ((_, missing),) = not_in_the_text(a_notebook("118 of 300 runs lose 0.28", phrase))
    assert missing == phrase


def test_settings_and_links_need_nobody():
    text = "60.0 epochs in [notebook 2.5](x_0.1.ipynb), Python `3.11`"
    assert unsupported(a_notebook("60.0 epochs, see [it](x_0.1.ipynb)")) == []
    assert unsupported(a_notebook(text, code="version = 3.11, 2.5, 60")) == []


def test_a_caption_may_compute_its_numbers():
    notebook = a_notebook("", code='caption = f"a loss of {0.1 + 0.2:.2f}"')
    said = {"text/markdown": "a loss of 0.30"}
    notebook.cells[1].outputs = [new_output("display_data", said)]
    assert unsupported(notebook) == []
    notebook.cells[1].source = 'caption = "a loss of 0.30"'
    assert unsupported(notebook)
