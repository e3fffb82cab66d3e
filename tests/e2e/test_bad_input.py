"""What wrong or outdated input gets through the gateway: its own words in both languages, and no effect."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.desk import LANGUAGES, Desk, said
from tests.support.callers import JOURNAL, fields, problem

MARKUP = "<script>alert('Ё')</script> '; DROP TABLE nonconformities; -- {{7*7}} %s \\u0000 🦺"


@LANGUAGES
@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        pytest.param(
            {"description": "a" * 1_000_000}, "body.description", "string_too_long", id="a description of 1 MB"
        ),
        pytest.param({"description": " \n "}, "body.description", "string_too_short", id="nothing but spaces"),
        pytest.param({"description": "бит\x00ый"}, "body.description", "invalid", id="a control character"),
        pytest.param({"place": None}, "body.place", "string_type", id="null where a value belongs"),
        pytest.param({"severity": "ужасно"}, "body.severity", "enum", id="an unknown severity"),
        pytest.param({"site_id": str(uuid4())}, "body.site_id", "unknown_site", id="an unknown site"),
        pytest.param({"category_id": str(uuid4())}, "body.category_id", "unknown_category", id="an unknown category"),
        pytest.param({"branch_id": str(uuid4())}, "body.branch_id", "unknown_branch", id="an unknown branch"),
        pytest.param({"site_id": "42"}, "body.site_id", "uuid_parsing", id="no id at all"),
        pytest.param({"found_at": "2022-02-30T10:00:00Z"}, "body.found_at", None, id="30 February"),
        pytest.param({"found_at": "0001-01-01T00:00:00Z"}, "body.found_at", "invalid", id="the year 1"),
        pytest.param({"found_at": "2199-01-01T00:00:00Z"}, "body.found_at", "found_in_future", id="the future"),
        pytest.param({"number": "НС-2026-00001"}, "body.number", "extra_forbidden", id="a field that is not theirs"),
    ],
)
def test_a_wrong_field_is_named_and_explained(
    desk: Desk, language: str, change: dict[str, Any], field: str, code: str | None
) -> None:
    before = desk.count()
    document = problem(desk.file(desk.finding(**change), **{"Accept-Language": language}), 422, "invalid_input")
    assert list(fields(document)) == [field]
    assert code is None or fields(document)[field] == code
    said(document, language)
    assert desk.count() == before


@LANGUAGES
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half of JSON"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"description": "\\ud800"}', id="half of a letter"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[" * 100_000, id="very deep"),
        pytest.param(b'{"severity": ' + b"9" * 5_000 + b"}", id="a huge number"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(desk: Desk, language: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    answer = desk.inspector.client.post(JOURNAL, content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    said(problem(answer, answer.status_code, answer.json()["code"]), language)


@LANGUAGES
def test_a_due_date_in_the_past_is_refused(desk: Desk, language: str) -> None:
    order = {"responsible_id": desk.inspector.id, "due_on": (datetime.now(UTC) - timedelta(days=2)).date().isoformat()}
    answer = desk.chair.act(desk.record["id"], "assign", order, **{"Accept-Language": language})
    document = problem(answer, 422, "invalid_input")
    assert fields(document) == {"body.due_on": "due_date_past"}
    said(document, language)
    assert desk.chair.read(f"{JOURNAL}/{desk.record['id']}")["state"] == "registered"


@LANGUAGES
def test_an_unknown_id_is_not_found_and_an_unknown_address_says_so(desk: Desk, language: str) -> None:
    headers = {"Accept-Language": language}
    for path in (f"{JOURNAL}/{uuid4()}", f"/api/v1/people/{uuid4()}", f"/api/v1/sites/{uuid4()}"):
        said(problem(desk.chair.client.get(path, headers=headers), 404, "not_found"), language)
    said(problem(desk.chair.client.get("/api/v1/nonsense", headers=headers), 404, "unknown_path"), language)
    said(problem(desk.chair.client.get(f"{JOURNAL}/42", headers=headers), 404, "not_found"), language)
    said(problem(desk.chair.client.get("/api/v1/sites/42", headers=headers), 422, "invalid_input"), language)
    said(problem(desk.chair.client.put(JOURNAL, json={}, headers=headers), 405, "method_not_allowed"), language)


@LANGUAGES
def test_somebody_elses_change_is_not_overwritten(desk: Desk, language: str) -> None:
    path, author = f"{JOURNAL}/{desk.record['id']}", desk.inspector
    headers = {"Accept-Language": language}
    read = author.client.get(path)
    first = author.client.patch(path, json={"place": f"склад {uuid4()}"}, headers={"If-Match": read.headers["etag"]})
    assert first.status_code == 200, first.text
    for tag in (read.headers["etag"], '"999999"', "nonsense", '"-1"', '"9999999999999999999999"'):
        late = author.client.patch(path, json={"place": "двор"}, headers={**headers, "If-Match": tag})
        said(problem(late, 412, "stale_version"), language)
    said(problem(author.client.patch(path, json={"place": "двор"}, headers=headers), 428, "version_required"), language)
    assert author.read(path)["place"] == first.json()["place"]


@LANGUAGES
def test_a_key_that_was_used_for_another_body_is_refused(desk: Desk, language: str) -> None:
    key = str(uuid4())
    headers = {"Idempotency-Key": key, "Accept-Language": language}
    filed = desk.file(desk.finding(), **headers)
    before = desk.count()
    said(problem(desk.file(desk.finding(place="двор"), **headers), 422, "idempotency_key_reused"), language)
    assert desk.file(desk.finding(), **headers).json()["id"] == filed.json()["id"]
    short = problem(desk.file(desk.finding(), **{**headers, "Idempotency-Key": "1"}), 422, "invalid_input")
    assert fields(short) == {"header.Idempotency-Key": "invalid_key"}
    said(short, language)
    assert desk.count() == before


def test_a_key_of_a_refused_request_is_free_again(desk: Desk) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    assert desk.file(desk.finding(site_id=str(uuid4())), **headers).status_code == 422
    assert desk.file(desk.finding(), **headers).status_code == 201


def test_markup_and_sql_are_nothing_but_text(desk: Desk) -> None:
    filed = desk.file(desk.finding(description=MARKUP, place="<b>склад</b> ' OR 1=1 --"))
    assert filed.status_code == 201, filed.text
    assert (filed.json()["description"], filed.json()["place"]) == (MARKUP, "<b>склад</b> ' OR 1=1 --")
    assert filed.headers["content-type"] == "application/json"
    assert filed.headers["x-content-type-options"] == "nosniff"
    for words in ("'; DROP TABLE nonconformities; --", "<script>", "%' OR '1'='1", "\\", "🦺", ")(&|!:*", "ё" * 200):
        for path in (JOURNAL, "/api/v1/people", "/api/v1/branches"):
            assert desk.chair.get(path, q=words).status_code == 200, (path, words)
    assert desk.chair.get(JOURNAL, q="drop table").json()["items"][0]["id"] == filed.json()["id"]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        (JOURNAL, {"sort": "password"}, "query.sort"),
        (JOURNAL, {"cursor": "bm9uc2Vuc2U"}, "query.cursor"),
        (JOURNAL, {"limit": "100000"}, "query.limit"),
        (JOURNAL, {"responsible": "me"}, "query.responsible"),
        (JOURNAL, {"q": "a\x00b"}, "query.q"),
        (JOURNAL, {"found_from": "вчера"}, "query.found_from"),
        ("/api/v1/analytics/journal", {"from": "2023-01-01", "to": "2022-01-01"}, "query.to"),
        ("/api/v1/analytics/journal", {"group_by": "salary"}, "query.group_by"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong_in_it(
    desk: Desk, path: str, query: dict[str, str], field: str
) -> None:
    for language in ("ru", "en"):
        answer = desk.chair.client.get(path, params=query, headers={"Accept-Language": language})
        document = problem(answer, 422, "invalid_input")
        assert list(fields(document)) == [field]
        said(document, language)
