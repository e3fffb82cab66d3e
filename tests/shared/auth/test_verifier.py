"""A bearer token is worth exactly what its issuer signed."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.auth import permissions
from shared.auth.tokens import TokenSigner
from shared.auth.verifier import TokenVerifier
from shared.errors import NotAuthenticated
from shared.ids import new_id
from tests.support.auth import Tokens, principal, write_key_file


@pytest.fixture
def issuer(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


async def test_a_token_gives_back_its_holder_with_permissions_by_branch(issuer: Tokens) -> None:
    branch = new_id()
    holder = principal(permissions.PEOPLE_READ, branches=[branch])

    verified = await issuer.verifier().verify(issuer.sign(holder))

    assert verified.principal == holder
    assert verified.principal.may(permissions.PEOPLE_READ, branch)
    assert not verified.principal.may(permissions.PEOPLE_READ, new_id())


async def test_an_expired_token_is_refused_also_when_it_was_accepted_before(issuer: Tokens) -> None:
    verifier = issuer.verifier()
    with pytest.raises(NotAuthenticated):
        await verifier.verify(issuer.sign(principal(), lifetime=timedelta(seconds=-1)))


async def test_a_token_of_another_issuer_or_key_is_refused(issuer: Tokens, tmp_path: Path) -> None:
    stranger = TokenSigner(write_key_file(tmp_path / "other.pem"), issuer="profkom", lifetime=timedelta(minutes=5))
    impostor = TokenSigner(issuer.key_file, issuer="elsewhere", lifetime=timedelta(minutes=5))

    for token in (stranger.sign(principal()), impostor.sign(principal()), "", "a.b.c", issuer.sign(principal())[:-4]):
        with pytest.raises(NotAuthenticated):
            await issuer.verifier().verify(token)


async def test_a_token_signed_before_a_key_rotation_is_still_accepted(issuer: Tokens, tmp_path: Path) -> None:
    old = issuer.sign(principal())
    new_key = write_key_file(tmp_path / "new.pem").read_text()
    issuer.key_file.write_text(new_key + issuer.key_file.read_text())
    rotated = TokenSigner(issuer.key_file, issuer="profkom", lifetime=timedelta(minutes=5))
    verifier = TokenVerifier("", issuer="profkom", jwks=rotated.jwks())

    assert (await verifier.verify(old)).principal.name == "Тестова Анна"
    assert (await verifier.verify(rotated.sign(principal()))).principal.name == "Тестова Анна"
