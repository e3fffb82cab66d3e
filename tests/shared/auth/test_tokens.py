"""A token is believed when its signature, issuer, time and shape are right, and not otherwise."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey

from shared.auth.principal import EVERYWHERE, Grant, Principal, Scope
from shared.auth.tokens import TokenSigner, verify
from shared.errors import NotAuthenticated
from shared.ids import new_id
from tests.support.auth import Tokens, principal, write_key_file


def signer(path: Path, **changes: object) -> TokenSigner:
    settings: dict[str, object] = {"issuer": "profkom", "lifetime": timedelta(minutes=5)} | changes
    return TokenSigner(path, **settings)  # type: ignore[arg-type]


def keys(of: TokenSigner) -> KeySet:
    return KeySet.import_key_set(of.jwks())  # type: ignore[arg-type]


def test_a_token_carries_its_holder_unchanged(tmp_path: Path) -> None:
    one = signer(write_key_file(tmp_path / "one.pem"))
    holder = principal("nonconformity:read", branches=[new_id(), new_id()])
    assert verify(one.sign(holder), keys(one), issuer="profkom").principal == holder


def test_an_expired_foreign_or_forged_token_is_refused(tmp_path: Path) -> None:
    path = write_key_file(tmp_path / "one.pem")
    one, other = signer(path), signer(write_key_file(tmp_path / "other.pem"))
    holder = principal("nonconformity:read")
    head, payload, signature = one.sign(holder).split(".")
    symmetric = jwt.encode({"alg": "HS256", "typ": "at+jwt"}, {"iss": "profkom"}, OctKey.import_key("k" * 32))
    refused = [
        signer(path, lifetime=timedelta(seconds=-1)).sign(holder),
        signer(path, issuer="somebody").sign(holder),
        other.sign(holder),
        f"{head}.{payload}x.{signature}",
        f"{head}.{payload}.",
        symmetric,
        "",
    ]
    for token in refused:
        with pytest.raises(NotAuthenticated):
            verify(token, keys(one), issuer="profkom")


def test_a_key_can_be_rotated_while_old_tokens_still_verify(tmp_path: Path) -> None:
    old = write_key_file(tmp_path / "old.pem")
    token = signer(old).sign(principal("people:read"))
    both = tmp_path / "both.pem"
    both.write_text(write_key_file(tmp_path / "new.pem").read_text() + old.read_text())
    rotated = signer(both)
    assert verify(token, keys(rotated), issuer="profkom").principal.holds("people:read")
    fresh = rotated.sign(principal("people:read"))
    with pytest.raises(NotAuthenticated):
        verify(fresh, keys(signer(old)), issuer="profkom")


async def test_a_remembered_token_still_expires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens(tmp_path)
    verifier = tokens.verifier()
    token = tokens.sign(principal("people:read"), lifetime=timedelta(seconds=2))
    expires_at = (await verifier.verify(token)).expires_at
    monkeypatch.setattr("shared.clock._source", lambda: expires_at)
    with pytest.raises(NotAuthenticated):
        await verifier.verify(token)


branch_ids = st.frozensets(st.uuids(), max_size=3)


@given(st.lists(st.tuples(st.sampled_from(["a:x", "a:y"]), st.none() | branch_ids), max_size=4), st.uuids())
def test_a_scope_is_the_union_of_the_grants(
    held: list[tuple[str, frozenset[object] | None]], elsewhere: object
) -> None:
    grants = tuple(Grant(frozenset({code}), Scope(branches)) for code, branches in held)  # type: ignore[arg-type]
    who = Principal(id=new_id(), kind="person", name="", grants=grants)
    mine = [branches for code, branches in held if code == "a:x"]
    assert (who.scope("a:x") == EVERYWHERE) == any(branches is None for branches in mine)
    for branch in {branch for branches in mine for branch in branches or ()}:
        assert who.may("a:x", branch)  # type: ignore[arg-type]
    assert who.may("a:x", elsewhere) == any(b is None or elsewhere in b for b in mine)  # type: ignore[arg-type]
    assert who.holds("a:x") == any(branches is None or branches for branches in mine)
