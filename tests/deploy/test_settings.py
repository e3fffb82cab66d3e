"""What the operator may choose, and what a wrong choice is answered with."""

from pathlib import Path

import pytest

from deploy.local.processes import StartError
from deploy.local.settings import LocalSettings
from deploy.local.topology import SERVICES, layout


def test_nothing_is_needed_for_a_first_start() -> None:
    settings = LocalSettings.load({})
    assert (settings.address, settings.data.name, settings.admin_login) == ("http://127.0.0.1:8000", "var", "admin")
    assert settings.demonstration
    assert settings.local_databases == SERVICES
    assert sorted(settings.ports()) == [8000, 8001, 8002, 8003, 8020, 8021, 8022]


@pytest.mark.parametrize("port", ["0", "http", "-1", "65514", "8000.5", "²"])
def test_a_port_that_leaves_no_room_for_the_others_is_refused(port: str) -> None:
    with pytest.raises(StartError, match="PROFKOM_PORT"):
        LocalSettings.load({"PROFKOM_PORT": port})


def test_an_unknown_layout_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StartError, match="shared, each"):
        LocalSettings.load({"PROCESSES": "many"})


def test_a_foreign_database_takes_the_place_of_the_local_one() -> None:
    urls = {f"DATABASE_URL_{service.upper()}": f"postgresql://host/{service}" for service in SERVICES}
    settings = LocalSettings.load(urls)
    assert settings.local_databases == ()
    assert 8020 not in settings.ports()
    one = LocalSettings.load({"DATABASE_URL_PEOPLE": "postgresql://host/people"})
    assert one.local_databases == ("nonconformity", "analytics")
    assert 8020 in one.ports()


def test_one_foreign_nats_serves_everybody_and_an_own_address_goes_before_it() -> None:
    settings = LocalSettings.load({"NATS_URL": "nats://common", "NATS_URL_PEOPLE": "nats://own"})
    assert settings.nats_urls["people"] == "nats://own"
    assert settings.nats_urls["gateway"] == settings.nats_urls["operator"] == "nats://common"
    assert not {8021, 8022} & set(settings.ports())


def test_a_foreign_nats_for_some_services_only_is_refused() -> None:
    with pytest.raises(StartError, match="NATS_URL_NONCONFORMITY and NATS_URL_ANALYTICS and NATS_URL_GATEWAY"):
        LocalSettings.load({"NATS_URL_PEOPLE": "nats://own"})


def test_a_relative_data_folder_is_the_callers() -> None:
    assert LocalSettings.load({"PROFKOM_DATA": "elsewhere"}).data == Path.cwd() / "elsewhere"


@pytest.mark.parametrize("kind", ["shared", "each"])
def test_every_layout_hosts_every_app_once(kind: str) -> None:
    apps = [app for process in layout("each" if kind == "each" else "shared") for app in process.apps]
    expected = {f"{service}:{room}" for service in SERVICES for room in ("api", "worker")} | {"gateway:api"}
    assert sorted(apps) == sorted(expected)
