"""workbook.report.pictures: found wherever a notebook keeps them."""

from base64 import b64decode

import pytest

from tests.workbook.report.conftest import PIXEL
from workbook.report.pictures import from_address, from_bundle, readable

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def test_drawn_before_sampled():
    assert from_bundle({"image/png": PIXEL, "image/svg+xml": SVG}) == (SVG.encode(), "svg")


def test_attachment_data_and_file_are_the_same_picture(tmp_path):
    (tmp_path / "a b.png").write_bytes(b64decode(PIXEL))
    attachments = {"a b.png": {"image/png": PIXEL}}
    urls = ["attachment:a%20b.png", f"data:image/png;base64,{PIXEL}", "a%20b.png"]
    found = {from_address(url, attachments, tmp_path) for url in urls}
    assert found == {(b64decode(PIXEL), "png")}


@pytest.mark.parametrize("url", ["none.png", "attachment:none.png", "data:x/y;base64,AA==", "."])
def test_nothing_there_is_none(tmp_path, url):
    assert from_address(url, {}, tmp_path) is None


def test_whole_pictures_are_readable_and_parts_are_not():
    pixel = b64decode(PIXEL)
    assert readable(pixel, "png")
    assert readable(SVG.encode(), "svg")
    assert not readable(pixel[:-20], "png")
    assert not readable(b"", "png")
    assert not readable(b"<svg", "svg")
    assert not readable(b"<html></html>", "svg")
