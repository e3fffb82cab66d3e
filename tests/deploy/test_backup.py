"""A backup taken while people work comes back as one moment: nothing lost, nothing doubled, every count and byte."""

import asyncio
import hashlib
import resource
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.local.backup import making
from deploy.local.backup.archive import CHUNK, ArchiveReader, ArchiveWriter
from deploy.local.backup.manifest import DATA_PREFIX, Manifest
from deploy.local.processes import StartError
from deploy.local.settings import LocalSettings
from tests.chaos.audit import audit
from tests.chaos.filing import Diary, Filing
from tests.support.callers import JOURNAL, PASSWORD, Caller, Union
from tests.support.operating import ENVIRONMENT, done, operate, refused
from tests.support.platform import Platform
from tests.support.quiet import settle

pytestmark = pytest.mark.server

FINDINGS = 160
PHOTO = bytes(range(256)) * 999


@dataclass
class Saved:
    """A backup that was made while findings were being filed, and what the client was told of them."""

    path: Path
    diary: Diary
    said: str
    data: Path
    port: int

    @property
    def manifest(self) -> Manifest:
        with ArchiveReader(self.path) as archive:
            return archive.manifest


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    folder = tmp_path_factory.mktemp("saved")
    path = folder / "profkom.backup"
    with Platform(folder, environment=ENVIRONMENT) as platform:
        photo = platform.data / "files" / "2026" / "photo.jpg"
        photo.parent.mkdir(parents=True)
        photo.write_bytes(PHOTO)
        filing = prepared(platform)
        said = asyncio.run(backup_in_the_middle(platform, filing, path))
    return Saved(path, filing.diary, said, platform.data, platform.port)


def prepared(platform: Platform) -> Filing:
    union = Union(platform)
    branch = union.branch("Онежское")
    finding = union.finding(union.site("Онежская АЭС", branch), union.category("Эстакады и переходы"))
    inspector = union.person("Соколова Вера Ильинична", branch, ("inspector", branch))
    asyncio.run(settle(platform))
    union.close()
    return Filing(
        platform.address,
        login=inspector.login,
        password=PASSWORD,
        finding=lambda number: finding | {"description": f"Находка {number}: ступень лестницы сломана"},
    )


async def backup_in_the_middle(platform: Platform, filing: Filing, path: Path) -> str:
    """File without a pause, and call for a backup when a part is filed; it is over before the filing is."""

    async def call() -> str:
        while len(filing.diary.filed) < FINDINGS // 4:
            await asyncio.sleep(0.01)
        result = await asyncio.to_thread(operate, "backup", path, data=platform.data, port=platform.port)
        return done(result)

    async with asyncio.TaskGroup() as group:
        calling = group.create_task(call())
        group.create_task(filing.run(FINDINGS, rate=40, connections=8))
    return calling.result()


@pytest.fixture(scope="module")
def restored(saved: Saved, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """(folder, PROFKOM_PORT) of another machine, so to say, with what the backup held; nothing runs."""
    folder, port = tmp_path_factory.mktemp("restored"), saved.port
    done(operate("restore", saved.path, data=folder / "var", port=port))
    return folder, port


def test_the_client_was_not_refused_while_the_backup_was_made(saved: Saved) -> None:
    assert len(saved.diary.filed) == FINDINGS
    assert saved.diary.refused == []
    assert "the platform runs" in saved.said


def test_only_its_owner_may_read_it_and_every_member_is_summed(saved: Saved) -> None:
    assert saved.path.stat().st_mode & 0o777 == 0o600
    assert not list(saved.path.parent.glob("*.unfinished"))
    member = saved.manifest.members[f"{DATA_PREFIX}files/2026/photo.jpg"]
    assert (member.size, member.sha256) == (len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
    assert f"{DATA_PREFIX}secrets/token-key.pem" in saved.manifest.members


def test_what_is_restored_has_equal_counts_and_checksums(
    saved: Saved, restored: tuple[Path, int], tmp_path: Path
) -> None:
    folder, port = restored
    again = tmp_path / "again.backup"
    said = done(operate("backup", again, data=folder / "var", port=port))
    assert "the platform stands" in said
    with ArchiveReader(again) as archive:
        archive.verify()
        second = archive.manifest
    first = saved.manifest
    assert second.databases == first.databases
    assert first.databases["nonconformity"].rows["nonconformities"] >= FINDINGS // 4
    assert first.stream is not None
    assert second.stream is not None
    assert second.stream.messages == first.stream.messages
    assert files_of(second) == files_of(first)
    assert (folder / "var/secrets/token-key.pem").stat().st_mode & 0o777 == 0o600


def files_of(manifest: Manifest) -> dict[str, str]:
    return {name: member.sha256 for name, member in manifest.members.items() if name.startswith(DATA_PREFIX)}


async def test_a_backup_under_load_comes_back_without_a_hole_or_a_twin(
    saved: Saved, restored: tuple[Path, int]
) -> None:
    """And in time for JetStream to take an event that was cut off for one that it has seen a minute ago."""
    folder, port = restored
    with Platform(folder, port=port, environment=ENVIRONMENT) as platform:
        await settle(platform)
        admin = Caller(platform)
        held = {item["id"] for item in admin.walk(JOURNAL)}
        told = [filed for filed in saved.diary.filed if filed.id in held]
        rows = saved.manifest.databases["nonconformity"].rows["nonconformities"]
        broken = [
            promise for promise in await audit(platform, admin, Diary(filed=told), findings=rows) if not promise.kept
        ]
        admin.close()
    assert broken == []
    assert platform.exit_code == 0


def test_a_running_platform_and_a_full_folder_are_left_alone(saved: Saved, restored: tuple[Path, int]) -> None:
    folder, port = restored
    assert "is not empty" in refused(operate("restore", saved.path, data=folder / "var", port=port))


def test_a_backup_is_not_put_into_the_data_folder_nor_over_another_one(saved: Saved) -> None:
    inside = saved.data / "files" / "mine.backup"
    assert "would die with it" in refused(operate("backup", inside, data=saved.data, port=saved.port))
    assert "exists already" in refused(operate("backup", saved.path, data=saved.data, port=saved.port))


def test_a_disk_that_fills_up_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    """Played with the largest size that a file of this process may have."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    writing = ArchiveWriter(tmp_path / "much.backup")
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * CHUNK, hard))
    try:
        with pytest.raises(StartError, match="no room left"), writing as archive, archive.member("x") as target:
            for _ in range(5):
                target.write(bytes(CHUNK))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_too_small_is_said_before_anything_is_written(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = LocalSettings.load({**ENVIRONMENT, "PROFKOM_DATA": str(saved.data), "PROFKOM_PORT": str(saved.port)})
    monkeypatch.setattr(making, "free_bytes", lambda _path: 1000)
    with pytest.raises(StartError, match="1000 B free"):
        making.make_backup(settings, tmp_path / "much.backup")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoil", ["byte", "end"])
def test_a_damaged_backup_is_refused_before_anything_is_written(saved: Saved, tmp_path: Path, spoil: str) -> None:
    content = bytearray(saved.path.read_bytes())
    if spoil == "byte":
        with zipfile.ZipFile(saved.path) as archive:
            place = archive.getinfo("databases/people.dump").header_offset
        content[place + 500] ^= 1
    else:
        del content[-1000:]
    path = tmp_path / "spoilt.backup"
    path.write_bytes(content)
    told = refused(operate("restore", path, data=tmp_path / "var", port=saved.port))
    assert "damaged" in told or "cut short" in told
    assert not (tmp_path / "var").exists()


def test_servers_of_somebody_else_are_named_as_not_covered(saved: Saved, tmp_path: Path) -> None:
    elsewhere = {"DATABASE_URL_PEOPLE": "postgresql://people:x@127.0.0.1:9/people", "NATS_URL": "nats://127.0.0.1:9"}
    path = tmp_path / "part.backup"
    said = done(operate("backup", path, data=saved.data, port=saved.port, **elsewhere))
    assert "NOT in this backup: the database of people (DATABASE_URL_PEOPLE is set)" in said
    assert "NOT in this backup: the stream of events (NATS_URL is set)" in said
    with ArchiveReader(path) as archive:
        assert set(archive.manifest.databases) == {"nonconformity", "analytics"}
        assert archive.manifest.stream is None
    told = refused(operate("restore", saved.path, data=tmp_path / "var", port=saved.port, **elsewhere))
    assert "DATABASE_URL_PEOPLE is set" in told


def test_a_folder_with_half_a_restore_is_not_started(tmp_path: Path, free_base: int) -> None:
    (tmp_path / "half-restored").touch()
    result = operate(data=tmp_path, port=free_base)
    assert result.returncode == 1
    assert "broken off half-way" in result.stdout
