"""A worker with a telephone and no account, through the gateway, on a whole platform."""

import io
from collections import Counter
from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image

from services.nonconformity.domain.codes import grouped, new_code
from tests.e2e.desk import Desk
from tests.services.nonconformity.public import Worker
from tests.support.callers import JOURNAL, Union
from tests.support.quiet import settle

#: `telephone("127.0.0.21")`: a worker's telephone. Each test has addresses of its own, for guesses are counted by them.
Telephone = Callable[[str], Worker]


@pytest.fixture
async def telephone(desk: Desk) -> AsyncIterator[Telephone]:
    clients: list[httpx.AsyncClient] = []

    def made(address: str) -> Worker:
        client = httpx.AsyncClient(
            base_url=f"{desk.union.platform.address}/api/v1",
            transport=httpx.AsyncHTTPTransport(local_address=address),
            timeout=60,
        )
        clients.append(client)
        return Worker(client, UUID(desk.category))

    yield made
    for client in clients:
        await client.aclose()


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (320, 240), "orange").save(made, "JPEG")
    return made.getvalue()


async def test_a_finding_without_a_name_from_the_poster_to_the_answer(
    desk: Desk, union: Union, telephone: Telephone
) -> None:
    worker = telephone("127.0.0.21")
    branch = desk.chair.read(f"{JOURNAL}/{desk.record['id']}")["branch"]["id"]
    place = union.admin.made(
        f"{JOURNAL}/places", {"site_id": desk.site, "branch_id": branch, "place": "градирня 2, северный вход"}
    )
    form = (await worker.ask("GET", f"/form?place={place['slug']}")).json()
    assert form["place"]["place"] == "градирня 2, северный вход"
    key = str(uuid4())
    sent = await worker.send(place_slug=place["slug"], place=None, key=key)
    assert sent.status_code == 201, sent.text
    again = await worker.send(place_slug=place["slug"], place=None, key=key, proof="none")
    assert again.json() == sent.json()
    code = sent.json()["code"]
    added = await worker.with_code(code, "POST", "/photos", files=[("files", ("a.jpg", photo()))])
    assert added.status_code == 201, added.text
    found = desk.chair.read(JOURNAL, source="public", q=sent.json()["number"])["items"]
    assert [(one["author"], one["place"]) for one in found] == [(None, "градирня 2, северный вход")]
    path = f"{JOURNAL}/{found[0]['id']}"
    assert len(desk.chair.read(f"{path}/attachments")["items"]) == 1
    desk.chair.made(f"{path}/comments", {"text": "Ограждение поставили", "audience": "author"})
    messages = (await worker.with_code(code, "GET", "/messages")).json()["items"]
    assert [(one["sender"], one["text"]) for one in messages] == [("staff", "Ограждение поставили")]
    status = (await worker.with_code(code, "GET", language="en")).json()
    assert (status["number"], status["title"]) == (sent.json()["number"], "Your report has arrived")
    content = status["photos"][0]["content_path"].removeprefix("/api/v1/public/nonconformities/by-code")
    shown = await worker.with_code(code, "GET", content)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    log = desk.union.platform.log()
    for secret in (code, code.replace("-", ""), key, "127.0.0.21"):
        assert secret not in log, secret


async def test_the_figures_count_a_finding_without_an_author(desk: Desk, telephone: Telephone) -> None:
    await telephone("127.0.0.22").reported(site_id=desk.site)
    await settle(desk.union.platform)
    for group_by, key, label in (("source", "public", "Открытая форма"), ("inspector", "none", "Автор не назвался")):
        figures = desk.union.admin.read("/api/v1/analytics/journal", group_by=group_by)
        groups = {group["key"]: group for group in figures["groups"]}
        assert groups[key]["label"] == label
        assert groups[key]["filed"] >= 1
        assert sum(group["filed"] for group in figures["groups"]) == figures["total"]["filed"]


async def test_whoever_guesses_codes_waits_whatever_address_they_claim(desk: Desk, telephone: Telephone) -> None:
    author, guesser = telephone("127.0.0.23"), telephone("127.0.0.24")
    code = (await author.reported(site_id=desk.site))["code"]
    answers = []
    for number in range(30):
        claimed = {"X-Client-Address": f"198.51.100.{number}", "X-Forwarded-For": f"198.51.100.{number}"}
        answers.append(await guesser.with_code(grouped(new_code()), "GET", headers=claimed))
    counted = Counter((answer.status_code, answer.json()["code"]) for answer in answers)
    assert set(counted) == {(404, "unknown_code"), (429, "too_many_guesses")}
    assert 5 <= counted[404, "unknown_code"] <= 7  # on a slow machine a wait or two may be over meanwhile
    refused = await guesser.with_code(code, "GET")
    assert (refused.status_code, int(refused.headers["retry-after"]) >= 1) == (429, True)
    assert (await author.with_code(code, "GET")).status_code == 200


async def test_what_is_sent_without_an_account_is_small(desk: Desk, telephone: Telephone) -> None:
    worker = telephone("127.0.0.25")
    large = await worker.ask(
        "POST", "", content=b"{" + b" " * 2**20 + b"}", headers={"Content-Type": "application/json"}
    )
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    code = (await worker.reported(site_id=desk.site))["code"]
    film = await worker.with_code(
        code, "POST", "/photos", files=[("files", ("film.jpg", b"\xff\xd8" + bytes(17 * 2**20)))]
    )
    assert (film.status_code, film.json()["code"]) == (413, "too_large")


async def test_an_account_opens_nothing_more_here(desk: Desk, telephone: Telephone) -> None:
    worker = telephone("127.0.0.26")
    answer = await worker.ask("GET", "/by-code", headers=desk.union.admin.headers)
    assert answer.status_code == 422
    assert (await worker.ask("GET", "/nothing-here")).status_code == 404
