"""What is knocked at: things of one branch, made anew when somebody was let in and changed them."""

import itertools
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from uuid import uuid4

from tests.e2e.access.cast import AUTHOR, RESPONSIBLE, Cast
from tests.e2e.access.examples import in_days
from tests.support.callers import JOURNAL, PASSWORD, Caller, Union

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50cf0000048101c0"
    "a5e6d2b60000000049454e44ae426082"
)


_people = itertools.count(1)  #: personnel numbers of all targets on a platform


class Targets:
    """Ids by the name that the paths give them. `renew` forgets all: the next question makes another thing."""

    def __init__(self, union: Union, cast: Cast) -> None:
        self._union, self._cast = union, cast
        self.held: dict[str, str] = {}

    def renew(self) -> None:
        self.held.clear()

    def id(self, parameter: str) -> str:
        if parameter not in self.held:
            maker: Callable[[], str] | None = getattr(self, f"_{parameter}", None)
            assert maker is not None, f"no target for {{{parameter}}}: say in {__name__} how one is made"
            self.held[parameter] = maker()
        return self.held[parameter]

    def hold(self, parameter: str, value: str) -> None:
        self.held[parameter] = value

    # The journal: records of the branch, by their author, with a responsible person of another branch.

    def record(self, *steps: str) -> str:
        """A record that went through these steps: assign, start, report-fixed, verify, reject."""
        record_id = self._record_id()
        for step in steps:
            actor, body = self._steps[step]
            answer = actor.act(record_id, step, body)
            assert answer.status_code == 200, (step, answer.text)
        return record_id

    def _record_id(self) -> str:
        place = self._cast.place
        finding = self._union.finding(place.site, place.category, place=f"отметка {uuid4()}")
        return str(self._author.made(JOURNAL, finding)["id"])

    @cached_property
    def _steps(self) -> Mapping[str, tuple[Caller, Any]]:
        responsible = self._cast.callers[RESPONSIBLE]
        return {
            "assign": (self._admin, {"responsible_id": responsible.id, "due_on": in_days(30)}),
            "start": (responsible, None),
            "report-fixed": (responsible, {"comment": "Ограждение стоит"}),
            "verify": (self._admin, None),
            "reject": (self._admin, {"reason": "Не подтвердилось"}),
        }

    def _attachment_id(self) -> str:
        answer = self._author.client.post(
            f"{JOURNAL}/{self.id('record_id')}/attachments", files={"files": ("снимок.png", PIXEL, "image/png")}
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["items"][0]["id"])

    def _comment_id(self) -> str:
        return self._made(self._author, f"{JOURNAL}/{self.id('record_id')}/comments", {"text": "Когда заменят?"})

    def _measure_id(self) -> str:
        self.hold("record_id", self.record("assign"))
        body = {
            "kind": "compensating", "description": "Натянуть ленту", "owner_id": self._cast.callers[RESPONSIBLE].id,
            "due_on": in_days(5), "expires_on": in_days(40),
        }  # fmt: skip
        return self._made(self._admin, f"{JOURNAL}/{self.id('record_id')}/measures", body)

    def _code(self) -> str:
        return "low"

    def _place_id(self) -> str:
        place = self._cast.place
        body = {"site_id": place.site, "branch_id": place.branch, "place": f"проходная {uuid4()}"}
        return self._made(self._admin, f"{JOURNAL}/places", body)

    def _view_id(self) -> str:
        """Shared, so that what others may do to it is asked."""
        return self._made(self._admin, f"{JOURNAL}/views", {"name": f"Подборка {uuid4()}", "shared": True})

    def _category_id(self) -> str:
        return self._made(self._admin, "/api/v1/categories", {"name": f"Категория {uuid4()}"})

    # The register

    def _person_id(self) -> str:
        body = {
            "last_name": "Проверкин", "first_name": "Пётр", "middle_name": "Ильич", "is_member": True,
            "branch_id": self._cast.place.branch, "joined_on": in_days(-90),
            "personnel_number": f"77{next(_people):05d}",
        }  # fmt: skip
        return self._made(self._admin, "/api/v1/people", body)

    def _account_id(self) -> str:
        body = {"person_id": self.id("person_id"), "login": f"login-{uuid4().hex[:12]}", "password": PASSWORD}
        return self._made(self._admin, "/api/v1/accounts", body)

    def _link_id(self) -> str:
        return self._made(self._admin, f"/api/v1/accounts/{self.id('account_id')}/links", None)

    def _grant_id(self) -> str:
        body = {"person_id": self.id("person_id"), "role": "member", "branch_id": self._cast.place.branch}
        return self._made(self._admin, "/api/v1/grants", body)

    def _role_id(self) -> str:
        body = {"code": f"role_{uuid4().hex[:8]}", "name_ru": "Роль", "name_en": "Role", "permissions": ["people:read"]}
        return self._made(self._admin, "/api/v1/roles", body)

    def _absence_id(self) -> str:
        body = {
            "person_id": self.id("person_id"), "kind": "vacation", "first_day": in_days(3), "last_day": in_days(9),
        }  # fmt: skip
        return self._made(self._admin, "/api/v1/absences", body)

    def _segment_id(self) -> str:
        body = {"name": f"Выборка {uuid4()}", "condition": SEGMENT, "visibility": "branch"}
        return self._made(self._admin, "/api/v1/segments", body | {"branch_id": self._cast.place.branch})

    def _session_id(self) -> str:
        """Of the administrator, who has just signed in with a browser: nobody else may end it."""
        return str(uuid4())

    def _branch_id(self) -> str:
        return self._cast.place.branch

    def _site_id(self) -> str:
        return self._cast.place.site

    def _unit_id(self) -> str:
        return self._cast.place.unit

    def _import_id(self) -> str:
        return str(uuid4())

    def _file_id(self) -> str:
        return str(uuid4())

    def _event_id(self) -> str:
        return str(uuid4())

    def _photo_id(self) -> str:
        return str(uuid4())

    @property
    def _admin(self) -> Caller:
        return self._union.admin

    @property
    def _author(self) -> Caller:
        return self._cast.callers[AUTHOR]

    def _made(self, caller: Caller, path: str, body: Any) -> str:
        return str(caller.made(path, body)["id"])


SEGMENT: dict[str, Any] = {"all": [{"field": "person.is_member", "op": "equals", "value": True}]}
