"""What the public form and the status page ask for."""

from typing import Annotated

from fastapi import Depends, Request

from services.nonconformity.errors.public import PublicDoorClosed
from services.nonconformity.public.keys import PublicKeys
from services.nonconformity.public.proof import Proofs
from services.nonconformity.settings import Settings
from shared.web.refusals import refuses


def keys_of(request: Request) -> PublicKeys:
    settings: Settings = request.app.state.settings
    return PublicKeys(settings.public_form_key)


def proofs_of(request: Request) -> Proofs:
    settings: Settings = request.app.state.settings
    return Proofs(PublicKeys(settings.public_form_key), work=settings.public_proof_work)


@refuses(PublicDoorClosed)
async def _keys(request: Request) -> PublicKeys:
    return keys_of(request)


@refuses(PublicDoorClosed)
async def _proofs(request: Request) -> Proofs:
    return proofs_of(request)


Keys = Annotated[PublicKeys, Depends(_keys)]
ProofOfWork = Annotated[Proofs, Depends(_proofs)]
