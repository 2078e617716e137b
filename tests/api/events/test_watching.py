"""Listeners share one look into the database and hear each event once, in order."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api.events.watching import Times, Watch
from intake_ai.dossier import following
from intake_ai.dossier.following import Happened
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.telling import tell
from intake_ai.dossier.values import NewDossier
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing

SHORT = Times(stream_seconds=20, heartbeat_seconds=20)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with open_installation(Settings(data_dir=tmp_path / "data")) as opened:
        yield opened


def dossier_in(installation: Installation) -> str:
    with writing(installation.sessions) as session:
        return DossierService(session, installation).create(NewDossier(received=date(2026, 11, 23)), None).id


def happens(installation: Installation, dossier: str, *pages: int) -> None:
    with writing(installation.sessions) as session:
        row = DossierService(session, installation).repository.locked(dossier)
        for page in pages:
            tell(session, row, "page-read", done=page, pages=9)


async def heard(watch: Watch, dossier: str, last: int, count: int) -> list[Happened]:
    found: list[Happened] = []
    stream = watch.listen(dossier, last, SHORT)
    async for event in stream:
        if event is not None:
            found.append(event)
        if len(found) == count:
            break
    await stream.aclose()  # type: ignore[attr-defined]
    return found


def test_listeners_of_several_dossiers_hear_their_own(installation: Installation) -> None:
    first, second = dossier_in(installation), dossier_in(installation)

    async def run() -> None:
        watch = Watch(installation, 0.01)
        watching = asyncio.create_task(watch.run())
        listeners = [asyncio.create_task(heard(watch, dossier, 0, 3)) for dossier in (first, second, first)]
        await asyncio.sleep(0.05)
        await asyncio.to_thread(happens, installation, first, 1, 2)
        await asyncio.to_thread(happens, installation, second, 7, 8)
        one, other, again = await asyncio.gather(*listeners)
        watching.cancel()
        assert [event.kind for event in one] == ["created", "page-read", "page-read"]
        assert [event.data.get("done") for event in other] == [None, 7, 8]
        assert one == again

    asyncio.run(run())


def test_who_comes_again_hears_what_was_missed_and_nothing_twice(installation: Installation) -> None:
    dossier = dossier_in(installation)
    happens(installation, dossier, 1, 2, 3)

    async def run() -> None:
        watch = Watch(installation, 0.01)
        watching = asyncio.create_task(watch.run())
        everything = await heard(watch, dossier, 0, 4)
        rest = await heard(watch, dossier, everything[1].id, 2)
        watching.cancel()
        assert rest == everything[2:]

    asyncio.run(run())


def test_many_listeners_cost_one_look(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = [dossier_in(installation) for _ in range(30)]
    looks = []
    monkeypatch.setattr("api.events.watching.happened", lambda *found: looks.append(1) or following.happened(*found))

    async def run() -> None:
        watch = Watch(installation, 0.2)
        listeners = [asyncio.create_task(heard(watch, dossier, 0, 1)) for dossier in dossiers for _ in range(3)]
        await asyncio.sleep(0)
        watching = asyncio.create_task(watch.run())
        await asyncio.gather(*listeners)
        watching.cancel()

    asyncio.run(run())
    assert len(looks) == 1


def test_nobody_listening_costs_nothing(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.events.watching.happened", lambda *_: pytest.fail("looked"))

    async def run() -> None:
        watching = asyncio.create_task(Watch(installation, 0.01).run())
        await asyncio.sleep(0.1)
        watching.cancel()

    asyncio.run(run())


def test_a_stream_ends_with_its_dossier(installation: Installation) -> None:
    dossier = dossier_in(installation)

    async def run() -> None:
        watch = Watch(installation, 0.01)
        watching = asyncio.create_task(watch.run())
        listening = asyncio.create_task(heard(watch, dossier, 0, 99))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(erase, installation, dossier)
        assert [event.kind for event in await listening] == ["created"]
        watching.cancel()

    asyncio.run(run())


def erase(installation: Installation, dossier: str) -> None:
    with writing(installation.sessions) as session:
        row = session.get(DossierRow, dossier)
        assert row is not None
        session.delete(row)


def test_streams_end_when_the_server_stops(installation: Installation) -> None:
    dossier = dossier_in(installation)

    async def run() -> None:
        watch = Watch(installation, 0.01)
        watching = asyncio.create_task(watch.run())
        listening = asyncio.create_task(heard(watch, dossier, 0, 99))
        await asyncio.sleep(0.05)
        watch.stop()
        await listening
        assert await heard(watch, dossier, 0, 99) == []
        watching.cancel()

    asyncio.run(run())


def test_silence_is_told_and_the_stream_ends_in_time(installation: Installation) -> None:
    dossier = dossier_in(installation)

    async def run() -> None:
        watch = Watch(installation, 5)
        found = [event async for event in watch.listen(dossier, 0, Times(0.2, 0.05))]
        assert set(found) == {None}
        assert len(found) >= 2

    asyncio.run(run())


def test_a_slow_listener_is_let_go_and_loses_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.events.watching._MOST_WAITING", 3)
    dossier = dossier_in(installation)
    happens(installation, dossier, *range(1, 10))

    async def run() -> list[int]:
        watch = Watch(installation, 0.01)
        watching = asyncio.create_task(watch.run())
        found: list[Happened] = []
        while len(found) < 10:
            stream = watch.listen(dossier, found[-1].id if found else 0, SHORT)
            async for event in stream:
                if event is not None:
                    found.append(event)
                if len(found) == 10:
                    break
            await stream.aclose()  # type: ignore[attr-defined]
        watching.cancel()
        return [event.data.get("done", 0) for event in found]

    assert asyncio.run(run()) == list(range(10))


def test_events_come_in_small_answers_without_gaps(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_MOST_EVENTS", 4)
    monkeypatch.setattr(following, "_MOST_DOSSIERS", 2)
    dossiers = [dossier_in(installation) for _ in range(5)]
    for dossier in dossiers:
        happens(installation, dossier, 1, 2, 3)
    cursors, heard_of = dict.fromkeys(dossiers, 0), dict.fromkeys(dossiers, 0)
    while True:
        with reading(installation.sessions) as session:
            found = following.happened(session, cursors)
        if not found:
            break
        for event in found:
            assert event.id > cursors[event.dossier]
            cursors[event.dossier] = event.id
            heard_of[event.dossier] += 1
    assert set(heard_of.values()) == {4}
