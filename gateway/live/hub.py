"""Who watches, and what was said lately: the middle between the bus and the viewers' streams."""

import asyncio
from collections import Counter, deque
from datetime import datetime
from uuid import UUID

from gateway.errors import TooManyViewers
from gateway.live.notice import RESET, Notice
from gateway.metrics import LIVE_VIEWERS
from shared.auth.principal import Principal

KEPT = 2_000  #: notices that a viewer who lost the connection can still catch up with
MOST_WAITING = 256  #: notices for one viewer who reads slowly; then they are told to read anew


class Viewer:
    """One open stream. `until`: when the token it was opened with expires."""

    def __init__(self, principal: Principal, until: datetime) -> None:
        self.principal, self.until = principal, until
        self.ended = False
        self._waiting: deque[bytes] = deque()
        self._wake = asyncio.Event()

    def tell(self, frame: bytes) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.reset()
        else:
            self._waiting.append(frame)
            self._wake.set()

    def reset(self) -> None:
        """What waits is worth nothing any more: the viewer has to read anew."""
        self._waiting.clear()
        self._waiting.append(RESET)
        self._wake.set()

    def end(self) -> None:
        self.ended = True
        self._wake.set()

    def take(self) -> bytes:
        """All that waits; empty: nothing."""
        content = b"".join(self._waiting)
        self._waiting.clear()
        self._wake.clear()
        return content

    async def wait(self, seconds: float) -> None:
        """Return when something waits, the stream is ended, or the time is over."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._wake.wait()
        except TimeoutError:
            return


class Hub:
    """Passes each notice on to those who may see it; keeps the last ones."""

    def __init__(self, *, most_viewers: int, most_per_person: int) -> None:
        self._most_viewers, self._most_per_person = most_viewers, most_per_person
        self._viewers: set[Viewer] = set()
        self._by_person: Counter[UUID] = Counter()
        self._kept: deque[Notice] = deque(maxlen=KEPT)
        self._known: set[UUID] = set()
        self._draining = False

    def open(self, principal: Principal, until: datetime, *, last_seen: UUID | None, resumes: bool) -> Viewer:
        """A new stream; raises TooManyViewers.

        `last_seen`: the last notice the viewer had before. One who `resumes` after a notice that is not kept any more
        is told to read anew.
        """
        if len(self._viewers) >= self._most_viewers or self._by_person[principal.id] >= self._most_per_person:
            raise TooManyViewers(retry_after=30)
        viewer = Viewer(principal, until)
        if last_seen in self._known:
            kept = list(self._kept)
            missed = kept[1 + next(n for n, notice in enumerate(kept) if notice.id == last_seen) :]
            for notice in missed:
                if notice.is_for(principal):
                    viewer.tell(notice.frame)
        elif resumes:
            viewer.reset()
        self._viewers.add(viewer)
        self._by_person[principal.id] += 1
        LIVE_VIEWERS.set(len(self._viewers))
        if self._draining:
            viewer.end()
        return viewer

    def close(self, viewer: Viewer) -> None:
        self._viewers.discard(viewer)
        self._by_person[viewer.principal.id] -= 1
        if not self._by_person[viewer.principal.id]:
            del self._by_person[viewer.principal.id]
        LIVE_VIEWERS.set(len(self._viewers))

    def publish(self, notice: Notice) -> None:
        """Tell whom it concerns, once: the bus may deliver an event twice."""
        if notice.id in self._known:
            return
        if len(self._kept) == KEPT:
            self._known.discard(self._kept[0].id)
        self._kept.append(notice)
        self._known.add(notice.id)
        for viewer in self._viewers:
            if notice.is_for(viewer.principal):
                viewer.tell(notice.frame)

    def forget(self) -> None:
        """The bus was away and may have said something meanwhile: everybody has to read anew."""
        self._kept.clear()
        self._known.clear()
        for viewer in self._viewers:
            viewer.reset()

    def end_session(self, session_id: UUID) -> None:
        for viewer in self._viewers:
            if viewer.principal.session_id == session_id:
                viewer.end()

    def end_sessions(self, *, of: UUID | None = None) -> None:
        """End the streams of a person's browsers, or of all browsers: they come back with what they may see now."""
        for viewer in self._viewers:
            if viewer.principal.session_id is not None and of in (None, viewer.principal.id):
                viewer.end()

    def drain(self) -> None:
        """The gateway stops: end every stream; browsers come back by themselves."""
        self._draining = True
        for viewer in self._viewers:
            viewer.end()
