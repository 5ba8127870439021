"""The encoding is found by evidence."""

import pytest

from synthdesk.importing.encodings import detect

TEXT = "name;größe\nMüller;1,80\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
        (b"a;b\n1;2\n", "utf-8"),
    ],
)
def test_that_the_encoding_is_found(data: bytes, name: str) -> None:
    found = detect(data, whole=True)
    assert found is not None
    assert found.name == name
    assert data.decode(found.name).removeprefix("\ufeff") in (TEXT, "a;b\n1;2\n")


def test_that_code_pages_are_offered_where_bytes_cannot_tell() -> None:
    found = detect(TEXT.encode("cp1252"), whole=True)
    assert found is not None
    assert {"cp1252", "iso8859_15", "cp850"} <= set(found.possible)


def test_that_a_letter_cut_in_two_at_the_end_is_no_evidence() -> None:
    data = "ü".encode()[:1]
    cut, whole = detect(b"a;" + data, whole=False), detect(b"a;" + data, whole=True)
    assert cut is not None
    assert whole is not None
    assert (cut.name, whole.name) == ("utf-8", "cp1252")


def test_that_binary_junk_is_not_text() -> None:
    assert detect(bytes(range(256)) * 20, whole=True) is None
    assert detect(b"\x01\x02\x03\x04" * 100, whole=True) is None
