"""What nbconvert is offered, with the extra and without."""

import subprocess
import sys

WITHOUT_PDF = """
import importlib.abc, sys

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("latex2mathml", "typst"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""
IMPORTED = "import workbook.report.offered"


def run(code):
    words = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_the_exporter_is_offered():
    assert run(f"{IMPORTED}; print(workbook.report.offered.TypstPDFExporter)").returncode == 0


def test_without_its_extra_it_says_that_it_is_disabled_and_what_to_install():
    said = run(WITHOUT_PDF + IMPORTED).stderr
    assert "ExporterDisabledError" in said
    assert "backprop-workbook[pdf]" in said


def test_without_its_extra_all_other_exporters_are_listed():
    listed = run(
        f"{WITHOUT_PDF}\nfrom nbconvert.exporters import get_export_names\n"
        "print(get_export_names())"
    )
    assert "'html'" in listed.stdout, listed.stderr
