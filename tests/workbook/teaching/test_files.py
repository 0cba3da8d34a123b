"""Names of files that every system takes, and tables that do no harm."""

import csv
import io
from pathlib import Path

import pytest

from workbook.teaching.files import (
    file_names,
    guarded,
    readable_name,
    sort_key,
    table_text,
    unguarded,
    write_text,
)


def test_a_files_name_keeps_letters_and_loses_what_a_system_forbids():
    names = [
        "Émile Borel",
        "a/b\\c:d",
        "../up",
        "..",
        "CON",
        "x" * 200,
        "李 善蘭",
        "\u202eevil\x00",
        "",
    ]
    files = list(file_names(names).values())
    assert files[:5] == ["Émile_Borel", "a_b_c_d", "up", "_", "_CON"]
    assert len(files[5]) == 80 and files[6] == "李_善蘭" and files[7] == "evil"
    assert len({file.casefold() for file in files}) == len(names)


def test_names_that_a_system_takes_for_one_get_two_files():
    assert list(file_names(["Ada", "ada", "a/b", "a:b"]).values()) == [
        "Ada",
        "ada-2",
        "a_b",
        "a_b-2",
    ]
    assert list(file_names(["Ada", "ada", "ADA"]).values()) == ["Ada", "ada-2", "ADA-3"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_no_formula(evil):
    assert guarded(evil) == "'" + evil
    assert unguarded(guarded(evil)) == evil
    assert unguarded(guarded(evil[0])) == evil[0]


def test_other_texts_stay_as_they_are():
    for text in ("Ada", "'tis", "1 = 1", "", "a=b", "x-1", "'"):
        assert guarded(text) == unguarded(text) == text


def test_numbers_in_a_table_are_plain_and_texts_survive():
    rows = [['Ada, "A"\nB', 12.0, 0.25, None, -1], ["=x", 1 / 3, 100000.5, "", 0]]
    read = list(csv.reader(io.StringIO(table_text(rows), newline="")))
    assert table_text([[Path("=x"), True]]) == "'=x,1\r\n"
    assert read == [['Ada, "A"\nB', "12", "0.25", "", "-1"], ["'=x", "0.333333", "100000", "", "0"]]


def test_names_are_sorted_as_people_do():
    names = ["Zoë", "ada", "Øystein", "Émile", "Łukasz", "Bo"]
    assert sorted(names, key=sort_key) == ["ada", "Bo", "Émile", "Łukasz", "Øystein", "Zoë"]
    assert sorted(["zoe", "Zoë", "Zoe"], key=sort_key) == ["Zoe", "Zoë", "zoe"]


def test_a_folders_name_keeps_its_spaces_and_loses_what_a_system_forbids():
    assert readable_name('  Ada   "the" <1st>: a/b\\c|d?*\x00 .') == "Ada the 1st a b c d"


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", b"\xc3\x84;\r\n?"), ("utf-8-sig", b"\xef\xbb\xbf\xc3\x84;\r\n?")],
)
def test_a_text_is_written_as_it_is_and_its_folder_is_made(tmp_path, encoding, written):
    path = tmp_path / "new" / "deep" / "a.csv"
    beside = path.with_name("a.csv.part")
    for _ in range(2):
        write_text(path, "Ä;\r\n\ud800", encoding)
        beside.write_bytes(b"mine")
    assert path.read_bytes() == written
    assert beside.read_bytes() == b"mine"
    assert len(list(path.parent.iterdir())) == 2
