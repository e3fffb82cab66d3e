"""All that is held on a person as a ZIP: data.json for programs, data.html for the person."""

import html
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from services.people.personal_data.words import COLUMNS, TITLES

_PAGE: Final = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Все данные о человеке</title>
<style>body{{font:15px/1.5 sans-serif;margin:2rem auto;max-width:60rem}}table{{border-collapse:collapse;margin:.5rem 0}}
td,th{{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}}</style>
<h1>Все данные о человеке</h1><p>Собрано {collected_at}. Рядом лежит data.json: то же самое для программ.</p>{body}"""


def pack(held: Mapping[str, Any], collected_at: str) -> bytes:
    """`held`: {service: {what: rows}}."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        plain = json.dumps({"collected_at": collected_at, **held}, ensure_ascii=False, indent=2)
        archive.writestr("data.json", plain)
        body = "".join(f"<h2>{_title(service)}</h2>{_sections(parts)}" for service, parts in held.items())
        archive.writestr("data.html", _PAGE.format(collected_at=html.escape(collected_at), body=body))
    return out.getvalue()


def _title(name: str) -> str:
    return html.escape(TITLES.get(name, name))


def _sections(parts: Any) -> str:
    if not isinstance(parts, Mapping):
        return f"<p>{html.escape(', '.join(parts))}</p>"
    return "".join(f"<h3>{_title(what)}</h3>{_table(rows)}" for what, rows in parts.items() if rows)


def _table(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{html.escape(COLUMNS.get(name, name))}</th>" for name in names)
    lines = "".join("<tr>" + "".join(f"<td>{_cell(row.get(name))}</td>" for name in names) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{lines}</table>"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return html.escape(shown)
