"""What the bus says about who may do what: outdated tokens are forgotten, and the streams that they opened end."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from gateway.live.hub import Hub
from gateway.live.notice import PREFIX, Envelope
from gateway.sessions import Sessions

_SESSION_ENDED = "people.session.ended.v1"
_ROLE_CHANGED = "people.role.changed.v1"
_ABOUT_A_PERSON = ("people.grant.", "people.account.", "people.second_factor.", "people.person.removed.")


class _Concerned(BaseModel):
    """Whom an event about somebody's access is about; the rest of its data is skipped unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    class _Data(BaseModel):
        model_config = ConfigDict(extra="ignore", frozen=True)

        person_id: UUID | None = None
        id: UUID

    data: _Data


class AccessChanges:
    """Hears every event of the bus; acts on those of people that change what a session's token would say."""

    def __init__(self, sessions: Sessions, hub: Hub) -> None:
        self._sessions, self._hub = sessions, hub

    def hear(self, event: Envelope, body: bytes) -> None:
        kind = event.type.removeprefix(PREFIX)
        try:
            if kind == _SESSION_ENDED:
                session_id = UUID(event.subject)
                self._sessions.drop(session_id)
                self._hub.end_session(session_id)
            elif kind == _ROLE_CHANGED:
                self.missed()
                self._hub.end_sessions()
            elif kind.startswith(_ABOUT_A_PERSON):
                concerned = _Concerned.model_validate_json(body).data
                person_id = concerned.person_id or concerned.id
                self._sessions.drop_person(person_id)
                self._hub.end_sessions(of=person_id)
        except (ValidationError, ValueError):
            self.missed()  # what we cannot read may concern anybody

    def missed(self) -> None:
        """Something may have changed unheard: every token is asked for anew at its next use."""
        self._sessions.forget()
