"""A change of somebody's rights reaches their browsers at once, not when a token has aged."""

import httpx
import pytest

from shared.auth.principal import Principal
from shared.ids import new_id
from tests.gateway.conftest import House, Publisher, Watch, until
from tests.gateway.people import PASSWORD


@pytest.mark.parametrize(
    ("kind", "data", "concerns"),
    [
        ("people.grant.withdrawn.v1", {"person_id": "{anna}"}, True),
        ("people.grant.withdrawn.v1", {"person_id": str(new_id())}, False),
        ("people.account.changed.v1", {"person_id": "{anna}"}, True),
        ("people.person.removed.v1", {"id": "{anna}"}, True),
        ("people.person.changed.v1", {"id": "{anna}"}, False),
        ("people.role.changed.v1", {}, True),
        ("people.grant.given.v1", {"person_id": "illegible"}, True),
    ],
)
async def test_changed_rights_count_from_the_next_request_on(
    house: House,
    live: httpx.AsyncClient,
    bus: Publisher,
    watch: Watch,
    anna: Principal,
    kind: str,
    data: dict[str, str],
    concerns: bool,
) -> None:
    house.people.accounts["anna"] = anna
    await live.post("/api/v1/auth/session", json={"login": "anna", "password": PASSWORD})
    window, program = await watch(live, {}), await watch(live, house.tokens.headers(anna))
    about = {"id": str(new_id())} | {name: value.replace("{anna}", str(anna.id)) for name, value in data.items()}
    await bus.publish("access", permission=None, kind=kind, data=about)
    await until(lambda: program.subjects == ["access"])
    assert (await live.get("/api/v1/categories")).status_code == 200
    assert len(house.people.service.asked("/internal/sessions/token")) == concerns
    if concerns and data.get("person_id") != "illegible":
        await until(lambda: window.over)  # the browser comes back with what its person may see now
    assert not program.over
