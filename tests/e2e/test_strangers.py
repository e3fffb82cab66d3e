"""Who is not who they say, or asks without end, gets nowhere and harms nobody else."""

import json
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from shared.auth.principal import Principal
from shared.auth.tokens import TokenSigner
from tests.e2e.desk import LANGUAGES, Desk, said
from tests.support.auth import Tokens, administrator
from tests.support.callers import JOURNAL, problem
from tests.support.flood import flood


def _wrong_tokens(desk: Desk) -> Iterator[tuple[str, str]]:
    data = desk.union.platform.data
    signer = TokenSigner(data / "secrets" / "token-key.pem", issuer="profkom", lifetime=timedelta(minutes=-1))
    foreign = TokenSigner(data / "secrets" / "token-key.pem", issuer="elsewhere", lifetime=timedelta(hours=1))
    who: Principal = administrator()
    yield "expired", signer.sign(who)
    yield "of another issuer", foreign.sign(who)
    head, body, signature = desk.chair.token.split(".")
    yield "cut off", f"{head}.{body}."
    yield "signature of another", f"{head}.{body[:-2]}AA.{signature}"
    claims = {"sub": str(who.id), "iss": "profkom", "exp": 9_999_999_999}
    yield "signed with a guessed secret", jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("secret" * 8))
    yield "unsigned", "eyJhbGciOiJub25lIn0." + body + "."
    yield "no token at all", "undefined"
    yield "long", "a" * 8_000


@LANGUAGES
def test_a_wrong_token_opens_nothing(desk: Desk, language: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    tokens = [*_wrong_tokens(desk), ("of a stranger", Tokens(tmp_path_factory.mktemp("key")).sign(administrator()))]
    with httpx.Client(base_url=desk.union.platform.address, trust_env=False) as client:
        for name, token in tokens:
            for path in ("/api/v1/me", JOURNAL, "/api/v1/analytics/journal", "/api/v1/live"):
                headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
                answer = client.get(path, headers=headers)
                assert answer.status_code == 401, (name, path, answer.text)
                said(problem(answer, 401, "not_authenticated"), language)
                assert answer.headers["www-authenticate"].startswith("Bearer")
        said(problem(client.get(JOURNAL, headers={"Accept-Language": language}), 401, "not_authenticated"), language)


@LANGUAGES
def test_a_wrong_password_says_no_more_than_an_unknown_login(desk: Desk, language: str) -> None:
    with httpx.Client(base_url=desk.union.platform.address, trust_env=False) as client:
        answers = [
            client.post("/api/v1/auth/token", data={"username": login, "password": "wrong-password"},
                        headers={"Accept-Language": language})
            for login in (desk.chair.login, "nobody-of-that-name", "'; DROP TABLE accounts; --", "\u0000")
        ]  # fmt: skip
    documents = [problem(answer, 401, "wrong_credentials") for answer in answers]
    assert len({(document["title"], document["detail"]) for document in documents}) == 1
    said(documents[0], language)


def test_one_address_that_runs_wild_is_slowed_and_harms_nobody_else(desk: Desk) -> None:
    port = desk.union.platform.port
    answers = flood(port, source="127.0.0.9", path=JOURNAL, count=10_000)
    assert sum(answers.statuses.values()) == 10_000
    assert set(answers.statuses) == {401, 429}
    assert answers.statuses[401] <= 200 + 20 * (answers.seconds + 1)
    headers, body = answers.first[429]
    assert json.loads(body)["code"] == "too_many_requests"
    assert int(headers["retry-after"]) >= 1
    assert "r=0" in headers["ratelimit"]
    assert desk.chair.get("/api/v1/me").status_code == 200
    assert desk.file(desk.finding()).status_code == 201


def test_a_program_that_asks_too_fast_is_told_when_to_come_again(desk: Desk) -> None:
    answers = flood(
        desk.union.platform.port,
        source="127.0.0.8",
        path="/api/v1/auth/session",
        count=10_000,
        headers=[f"Authorization: Bearer {desk.inspector.token}", "Accept-Language: en"],
    )
    assert set(answers.statuses) == {200, 429}
    assert answers.statuses[200] <= 2_000 + 300 * (answers.seconds + 1)
    document = json.loads(answers.first[429][1])
    assert (document["status"], document["title"]) == (429, "Too many requests")
    assert desk.chair.get("/api/v1/me").status_code == 200


def test_passwords_cannot_be_tried_without_end(desk: Desk) -> None:
    form = b"username=administrator&password=wrong-password"
    answers = flood(
        desk.union.platform.port,
        source="127.0.0.7",
        path="/api/v1/auth/token",
        method="POST",
        count=200,
        headers=["Content-Type: application/x-www-form-urlencoded"],
        body=form.replace(b"administrator", b"nobody"),
    )
    assert set(answers.statuses) <= {401, 429, 503}
    assert answers.statuses[429] >= 150
