"""Passwords and keys of a local installation: made once, for their owner's eyes only."""

import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from deploy.local.secrets import Secrets


def test_a_password_stays_the_same_and_differs_from_the_others(tmp_path: Path) -> None:
    first = Secrets(tmp_path / "secrets")
    assert first.password("people") == Secrets(tmp_path / "secrets").password("people")
    assert first.password("people") != first.password("analytics")
    assert len(first.password("people")) >= 40


def test_the_administrators_password_can_be_typed(tmp_path: Path) -> None:
    password = Secrets(tmp_path).readable_password("administrator")
    assert [len(group) for group in password.split("-")] == [5, 5, 5, 5]
    assert set(password) <= set("abcdefghjkmnpqrstuvwxyz23456789-")


def test_the_token_key_is_an_ed25519_key_that_signs(tmp_path: Path) -> None:
    path = Secrets(tmp_path).token_key()
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    key.public_key().verify(key.sign(b"token"), b"token")
    assert Secrets(tmp_path).token_key().read_bytes() == path.read_bytes()


def test_secrets_are_closed_to_others_even_in_a_folder_that_was_open(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o777)
    secrets = Secrets(folder)
    secrets.password("people")
    secrets.token_key()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_secret_whose_writing_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "people.new").write_text("ha")
    assert len(Secrets(tmp_path).password("people")) >= 40
