"""JetStream's own snapshot of a stream: messages, their sequences and times, byte for byte.

nats-py has no words for it, so the two exchanges are spelled out here: a request names the subject on which chunks
arrive (or go), each chunk is answered before the next few are sent, and an empty one ends it.
"""

import json
from typing import Any, Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from deploy.local.backup.archive import Sink
from deploy.local.processes import StartError
from deploy.local.topology import STREAM

API: Final = "$JS.API.STREAM"
CHUNK: Final = 256 * 1024  #: bytes; well under the server's largest payload
ANSWER_SECONDS: Final = 30.0


async def save(client: Client, target: Sink) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a snapshot of the stream; (config, state) of what is in it, as the server tells them.

    Raises:
        StartError: the server refused or broke off.
    """
    inbox = client.new_inbox()
    arriving = await client.subscribe(inbox)
    try:
        wish = {"deliver_subject": inbox, "no_consumers": True, "chunk_size": CHUNK}
        answer = await _ask(client, f"{API}.SNAPSHOT.{STREAM}", wish)
        while True:
            message = await arriving.next_msg(timeout=ANSWER_SECONDS)
            if not message.data:
                _require_good_end(message)
                return answer["config"], answer["state"]
            target.write(message.data)
            if message.reply:
                await client.publish(message.reply, b"")
    except (NatsError, TimeoutError) as error:
        raise StartError(f"NATS broke the snapshot of the events off: {error!r}.") from error
    finally:
        await arriving.unsubscribe()


async def load(client: Client, source: Any, *, config: Any, state: Any) -> None:
    """Make the stream from a snapshot that `source.read` gives.

    Raises:
        StartError: the server refused.
    """
    try:
        answer = await _ask(client, f"{API}.RESTORE.{STREAM}", {"config": config, "state": state})
        while chunk := source.read(CHUNK):
            await client.request(answer["deliver_subject"], chunk, timeout=ANSWER_SECONDS)
        done = await client.request(answer["deliver_subject"], b"", timeout=ANSWER_SECONDS)
    except (NatsError, TimeoutError) as error:
        raise StartError(f"NATS broke the restoring of the events off: {error!r}.") from error
    _require_success(json.loads(done.data))


async def forget(client: Client, sequence: int) -> None:
    """Delete one event, without the overwriting of its place on the disk, which costs a rewritten block each time.

    Raises:
        StartError: the server refused.
    """
    await _ask(client, f"{API}.MSG.DELETE.{STREAM}", {"seq": sequence, "no_erase": True})


async def _ask(client: Client, subject: str, wish: dict[str, Any]) -> dict[str, Any]:
    answer = await client.request(subject, json.dumps(wish).encode(), timeout=ANSWER_SECONDS)
    body: dict[str, Any] = json.loads(answer.data)
    _require_success(body)
    return body


def _require_success(body: dict[str, Any]) -> None:
    if "error" in body:
        raise StartError(f"NATS refused: {body['error'].get('description')}.")


def _require_good_end(message: Msg) -> None:
    """The end carries a status when it is no good end, such as `408 No Interest`."""
    status = (message.headers or {}).get("Status", "204")
    if status != "204":
        raise StartError(f"NATS broke the snapshot of the events off: {status}.")
