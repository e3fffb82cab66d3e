"""A part of the platform dies: what still works, what callers are told, and that it mends itself."""

import time

import httpx
import pytest

from tests.e2e.desk import Desk, said
from tests.support.callers import JOURNAL, problem
from tests.support.platform import Platform
from tests.support.quiet import wait_quiet
from tests.support.waiting import wait_until

FIGURES = "/api/v1/analytics/journal"
HEALED_SECONDS = 30.0
"""Back-off of the supervisor and circuits included; a second or two is usual."""


def filed(desk: Desk) -> int:
    """What the figures of the chair's branch say."""
    count: int = desk.chair.read(FIGURES)["total"]["filed"]
    return count


def test_without_nats_findings_are_filed_and_the_figures_follow_when_it_is_back(desk: Desk) -> None:
    platform = desk.union.platform
    wait_quiet(platform)
    before = filed(desk)
    with platform.kept_down("nats"):
        wait_until(lambda: httpx.get(f"{platform.address}/health/ready").status_code == 503)
        for _ in range(20):
            answer = desk.file(desk.finding())
            assert answer.status_code == 201, answer.text
        assert desk.chair.get(FIGURES).status_code == 200
        assert filed(desk) == before
    platform.wait_ready(HEALED_SECONDS)
    wait_until(lambda: filed(desk) == before + 20, HEALED_SECONDS)


def test_without_postgresql_callers_are_told_to_come_again_and_it_mends_itself(desk: Desk) -> None:
    platform = desk.union.platform
    before = desk.count()
    with platform.kept_down("postgres"):
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            for language in ("ru", "en"):
                headers = {"Accept-Language": language}
                for answer in (
                    desk.file(desk.finding(), **headers),
                    desk.chair.client.get(f"{JOURNAL}/{desk.record['id']}", headers=headers),
                    desk.chair.client.get("/api/v1/people", headers=headers),
                    desk.chair.client.get(FIGURES, headers=headers),
                ):
                    said(problem(answer, 503, answer.json().get("code")), language)
                    assert int(answer.headers["retry-after"]) >= 1
        assert httpx.get(f"{platform.address}/health/live").status_code == 200
        assert httpx.get(f"{platform.address}/health/ready").status_code == 503
    platform.wait_ready(HEALED_SECONDS)
    assert desk.count() == before
    assert desk.file(desk.finding()).status_code == 201
    wait_quiet(platform)


@pytest.mark.parametrize("part", ["gateway", "apis", "workers"])
def test_a_killed_process_is_replaced_and_a_finding_goes_all_the_way_again(desk: Desk, part: str) -> None:
    platform = desk.union.platform
    wait_quiet(platform)
    before = filed(desk)
    pid = platform.kill(part)
    assert pid is not None
    platform.wait_replaced(part, pid, HEALED_SECONDS)
    platform.wait_ready(HEALED_SECONDS)
    wait_until(lambda: every_part_answers(desk), HEALED_SECONDS)  # the gateway asks a part that failed now and then
    assert desk.file(desk.finding()).status_code == 201
    wait_until(lambda: filed(desk) == before + 1, HEALED_SECONDS)


def every_part_answers(desk: Desk) -> bool:
    paths = ("/api/v1/branches", JOURNAL, "/api/v1/analytics/freshness")
    return all(desk.chair.get(path).status_code == 200 for path in paths)


def test_a_service_that_is_away_is_named_and_the_others_go_on(desk: Desk) -> None:
    """With each app in the process of its own this would be one service; here it is all three and the gateway."""
    platform = desk.union.platform
    with platform.kept_down("apis"):
        wait_until(lambda: desk.chair.get(FIGURES).status_code == 503)
        for path, words in (
            ("/api/v1/people", "Реестр членов профсоюза временно недоступен"),
            (JOURNAL, "Журнал несоответствий временно недоступен"),
            (FIGURES, "Аналитика временно недоступна"),
        ):
            answer = desk.chair.get(path)
            assert problem(answer, 503, "part_unavailable")["title"] == words
            assert int(answer.headers["retry-after"]) >= 1
        assert httpx.get(f"{platform.address}/health/live").status_code == 200
    platform.wait_ready(HEALED_SECONDS)
    wait_until(lambda: desk.chair.get(JOURNAL).status_code == 200, HEALED_SECONDS)


def test_a_second_start_on_the_same_data_is_refused_with_a_clear_word(platform: Platform) -> None:
    second = Platform(platform.folder)
    second.log_file = platform.folder / "second.log"
    second.begin()
    wait_until(lambda: second.exit_code is not None, 30)
    assert second.exit_code == 1
    assert f"Profkom already runs on {platform.data}" in second.log()
    assert platform.address in second.log()
    assert platform.exit_code is None
