"""Sends one dossier as a counter's program would, and follows it to its verdict."""

import json
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

Files = list[tuple[str, bytes]]
_LONGEST_SECONDS = 600.0


@dataclass
class Sent:
    """What became of one dossier.

    Attributes:
        began: When its first request was sent, seconds of `time.monotonic`.
        uploaded: Seconds until all its files were taken.
        looked: Seconds until the first verdict, of a glance; None where none came before the report.
        checked: Seconds until the report; None where it failed or never came.
        pages: Addresses of its page images.
    """

    dossier: str
    began: float
    uploaded: float = 0.0
    looked: float | None = None
    checked: float | None = None
    failure: str = ""
    pages: list[str] = field(default_factory=list)


async def send(client: httpx.AsyncClient, files: Files, received: str) -> Sent:
    """Makes a dossier of `files`, submits it and follows its events to the end.

    Raises:
        httpx.HTTPStatusError: The service refused something.
    """
    began = time.monotonic()
    made = await _post(client, "/api/v1/dossiers", json={"received": received})
    sent = Sent(made["id"], began)
    place = f"/api/v1/dossiers/{sent.dossier}"
    await _post(client, f"{place}/files", files=[("files", file) for file in files])
    sent.uploaded = time.monotonic() - began
    await _post(client, f"{place}/submit")
    await _follow(client, place, sent)
    pages = (await client.get(f"{place}/pages")).raise_for_status().json()["items"]
    sent.pages = [f"{place}/files/{page['file_id']}/pages/{page['page']}/image" for page in pages]
    return sent


async def _post(client: httpx.AsyncClient, address: str, **content: object) -> dict[str, str]:
    headers = {"Idempotency-Key": str(uuid4())}
    answer = await client.post(address, headers=headers, **content)  # type: ignore[arg-type]
    answer.raise_for_status()
    told: dict[str, str] = answer.json()
    return told


async def _follow(client: httpx.AsyncClient, place: str, sent: Sent) -> None:
    last = 0
    while time.monotonic() - sent.began < _LONGEST_SECONDS:
        async with client.stream("GET", f"{place}/events/stream", params={"after": last}, timeout=60) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                event = json.loads(line[5:])
                last, since = int(event["id"]), time.monotonic() - sent.began
                if event["kind"] == "looked" and sent.looked is None:
                    sent.looked = since
                if event["kind"] in {"checked", "failed"}:
                    sent.checked = since if event["kind"] == "checked" else None
                    sent.failure = "" if event["kind"] == "checked" else json.dumps(event["data"])
                    return
    sent.failure = "no verdict"
