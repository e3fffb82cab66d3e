"""Names of files: the sender's, harmless, with the ending of what the file really is."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.files.naming import LONGEST, disposition, shown_name

JPEG = (".jpg", ".jpeg")


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Щит № 5.JPEG", "Щит № 5.jpeg"),
        ("IMG_0001.heic", "IMG_0001.jpg"),
        ("photo.jpg.exe", "photo.jpg.jpg"),
        ("C:\\Users\\Анна\\акт.jpg", "акт.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("фото\u202egpj.exe", "фотоgpj.jpg"),
        ("a\x00b\r\nc.jpg", "abc.jpg"),
        ("отм. 8", "отм. 8.jpg"),
        (".jpg", "Фото.jpg"),
        ("", "Фото.jpg"),
        ("...", "Фото.jpg"),
        ("й.jpg", "й.jpg"),  # written as two signs by a Mac
    ],
)
def test_a_name_is_kept_as_far_as_it_does_no_harm(given_name: str, shown: str) -> None:
    assert shown_name(given_name, endings=JPEG, fallback="Фото") == shown


@given(st.text(max_size=400))
def test_no_name_escapes_its_folder_its_line_or_its_type(given_name: str) -> None:
    shown = shown_name(given_name, endings=JPEG, fallback="Фото")
    assert shown.endswith(JPEG)
    assert 4 < len(shown) <= LONGEST + 5
    assert not set(shown) & set('/\\\r\n\x00"<>')
    assert not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in shown)


@given(st.text(min_size=1, max_size=60))
def test_a_header_carries_any_name(given_name: str) -> None:
    shown = shown_name(given_name, endings=JPEG, fallback="Фото")
    header = disposition(shown, inline=True)
    header.encode("ascii")
    assert header.count('"') == 2
    assert unquote(header.partition("filename*=UTF-8''")[2]) == shown
