"""The built web client comes from the gateway: quickly, safely, and with its page for every address of its own."""

import gzip
import os
from pathlib import Path

import httpx
import pytest

from tests.gateway.conftest import Open

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    root = tmp_path / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html><title>Профком</title>")
    (root / "assets" / "app-1a2b.js").write_text("console.log('приложение');" * 500)
    (root / "form.html").write_text("<!doctype html><title>Сообщить о нарушении</title>")
    (root / "f").mkdir()
    (root / "f" / "worker.js").write_text("// ждёт сети")
    (root / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "leak.txt").symlink_to(tmp_path / "secret.txt")
    return root


@pytest.fixture
async def site(open_gateway: Open, built: Path) -> httpx.AsyncClient:
    return await open_gateway(web_root=built)


async def test_every_address_of_the_client_shows_its_page(site: httpx.AsyncClient) -> None:
    for path in ("/", "/index.html", "/journal/НС-2026-00042", "/people"):
        answer = await site.get(path, headers=BROWSER)
        assert (answer.status_code, "Профком" in answer.text) == (200, True)
        assert answer.headers["cache-control"] == "no-cache"
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_every_address_of_the_public_form_shows_the_forms_page(site: httpx.AsyncClient) -> None:
    for path in ("/f", "/f/", "/f/7kq3mx", "/f/status", "/form.html"):
        answer = await site.get(path, headers=BROWSER)
        assert (answer.status_code, "Сообщить о нарушении" in answer.text) == (200, True)
        policy = answer.headers["content-security-policy"]
        assert {"script-src 'self'", "worker-src 'self'", "style-src 'self'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
    for path in ("/files", "/form"):
        assert "Профком" in (await site.get(path, headers=BROWSER)).text


async def test_the_forms_service_worker_is_asked_for_anew(site: httpx.AsyncClient) -> None:
    answer = await site.get("/f/worker.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["content-security-policy"]  # else it could send nothing
    assert (await site.get("/f/other.js")).status_code == 404


async def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(site: httpx.AsyncClient) -> None:
    answer = await site.get("/assets/app-1a2b.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = await site.get("/assets/app-1a2b.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await site.head("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert (head.headers["content-length"], head.content) == (str(len(answer.content)), b"")


async def test_text_is_compressed_and_what_the_build_compressed_is_used(site: httpx.AsyncClient, built: Path) -> None:
    path = "/assets/app-1a2b.js"
    async with site.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        content = b"".join([piece async for piece in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(content) == (built / "assets" / "app-1a2b.js").read_bytes()
    brotli = built / "assets" / "app-1a2b.js.br"
    brotli.write_bytes(b"brotli of the build")
    os.utime(built / "assets" / "app-1a2b.js")
    os.utime(brotli)
    async with site.stream("GET", path, headers={"Accept-Encoding": "gzip, br"}) as answer:
        assert answer.headers["content-encoding"] == "br"
        assert b"".join([piece async for piece in answer.aiter_raw()]) == b"brotli of the build"


async def test_a_new_build_shows_without_a_restart(site: httpx.AsyncClient, built: Path) -> None:
    first = await site.get("/", headers=BROWSER)
    (built / "index.html").write_text("<!doctype html><title>Новая сборка</title>")
    second = await site.get("/", headers=BROWSER | {"If-None-Match": first.headers["etag"]})
    assert (second.status_code, "Новая сборка" in second.text) == (200, True)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/missing.js",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/leak.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/assets",
        "/x%00.txt",
        "/" + "a" * 300,
        "/%FF%FE",
    ],
)
async def test_there_is_no_way_out_of_the_folder(site: httpx.AsyncClient, path: str) -> None:
    answer = await site.send(httpx.Request("GET", site.base_url.copy_with(raw_path=path.encode())))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_path")


async def test_only_reading_is_possible(site: httpx.AsyncClient) -> None:
    for path in ("/", "/favicon.svg", "/journal"):
        assert (await site.post(path, headers=BROWSER)).status_code in (404, 405)


async def test_before_the_client_is_built_the_front_page_leads_to_the_reference(
    open_gateway: Open, tmp_path: Path
) -> None:
    gateway = await open_gateway(web_root=tmp_path / "nothing")
    answer = await gateway.get("/", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (302, "/api/docs")
    assert (await gateway.get("/journal", headers=BROWSER)).status_code == 404
