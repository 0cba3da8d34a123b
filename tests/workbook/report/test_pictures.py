"""workbook.report.pictures: found wherever a notebook keeps them."""

from base64 import b64decode, b64encode

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


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("image/svg+xml", "svg"),
        ("image/png", "png"),
        ("image/jpeg", "jpg"),
        ("image/gif", "gif"),
        ("image/webp", "webp"),
    ],
)
def test_every_kind_of_picture_is_found_and_may_be_encoded(kind, suffix, tmp_path):
    data = b64encode(SVG.encode()).decode()
    assert from_bundle({kind: data, "text/plain": "x"}) == (SVG.encode(), suffix)
    assert from_address(f"data:{kind};base64,{data}", {}, tmp_path) == (SVG.encode(), suffix)
    (tmp_path / f"a.{suffix}").write_bytes(b"content")
    assert from_address(f"a.{suffix}", {}, tmp_path) == (b"content", suffix)


def test_what_is_no_base64_is_a_picture_without_content():
    assert from_bundle({"image/png": "a"}) == (b"", "png")


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
