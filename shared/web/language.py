"""The caller's language, as endpoints ask for it."""

from typing import Annotated

from fastapi import Depends, Request

from shared import i18n


async def _locale(request: Request) -> i18n.Locale:
    return i18n.negotiate(request.headers.get("accept-language"))


Locale = Annotated[i18n.Locale, Depends(_locale)]
