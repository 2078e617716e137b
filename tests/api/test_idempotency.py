"""A POST with an Idempotency-Key has one effect, however often and at whatever moment it comes."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from served import Served, serve
from sqlalchemy import func, select

from intake_ai.access.tables import PersonRow
from intake_ai.requests.answers import AnswerRepository
from intake_ai.requests.tables import AnswerRow
from intake_ai.settings import Settings
from intake_ai.storage.transactions import reading, writing

KEY = "6f1c2a9e-5d1b-4f0e-9a51-0d9d3a3c7b11"
NEW = {"login": "tran.thi.mau", "name": "Trần Thị MẪU", "role": "officer"}


def _add(served: Served, headers: dict[str, str], key: str = KEY, **changed: Any):
    return served.client.post("/api/v1/people", json={**NEW, **changed}, headers={**headers, "Idempotency-Key": key})


def _people(served: Served) -> int:
    with reading(served.installation.sessions) as session:
        return session.scalar(select(func.count()).select_from(PersonRow).where(PersonRow.role == "officer")) or 0


def test_a_repeated_request_is_answered_the_same_and_done_once(settings_on: Settings):
    with serve(settings_on) as served:
        headers = served.person("administrator")
        first, second = _add(served, headers), _add(served, headers)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        assert second.headers["location"] == first.headers["location"]
        assert "idempotency-replayed" not in first.headers
        assert second.headers["idempotency-replayed"] == "true"
        assert _people(served) == 1


def test_of_requests_that_come_together_one_has_an_effect(settings_on: Settings):
    with serve(settings_on) as served:
        headers = served.person("administrator")
        start, answers = threading.Barrier(6), []

        def ask() -> None:
            start.wait()
            answers.append(_add(served, headers))

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses = Counter(answer.status_code for answer in answers)
        assert set(statuses) <= {201, 409}
        done = [answer for answer in answers if answer.status_code == 201]
        assert len([answer for answer in done if "idempotency-replayed" not in answer.headers]) == 1
        assert {answer.json()["id"] for answer in done} == {done[0].json()["id"]}
        assert all(answer.json()["code"] == "request-under-way" for answer in answers if answer.status_code == 409)
        assert _people(served) == 1
        assert _add(served, headers).json() == done[0].json()


def test_of_two_processes_one_has_an_effect(settings_on: Settings):
    """Two applications on one installation know nothing of each other but through the database."""
    with serve(settings_on) as one, serve(settings_on) as other:
        headers = one.person("administrator")
        start, answers = threading.Barrier(2), []
        for served in (one, other):  # FastAPI makes a route at its first request, which no two threads may do at once
            assert served.client.post("/api/v1/people", json={}, headers=headers).status_code == 422

        def ask(served: Served) -> None:
            start.wait()
            answers.append(_add(served, headers))

        threads = [threading.Thread(target=ask, args=(served,)) for served in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert _people(one) == 1


def test_the_same_key_for_another_request_is_refused(settings_on: Settings):
    with serve(settings_on) as served:
        headers = served.person("administrator")
        _add(served, headers)
        refused = _add(served, headers, login="le.thi.mau")
        assert refused.status_code == 422
        assert refused.json()["code"] == "idempotency-key-used"
        assert _people(served) == 1


def test_keys_of_two_people_never_meet(settings_on: Settings):
    with serve(settings_on) as served:
        _add(served, served.person("administrator"))
        key = served.key("dossier.read")
        assert _add(served, key).status_code == 403


def test_a_refused_request_may_come_again_mended_by_who_keeps_the_service(settings_on: Settings):
    with serve(settings_on) as served:
        headers = served.person("administrator")
        served.person("officer")
        taken = _add(served, headers, login="officer.mau")
        assert taken.status_code == 409
        with writing(served.installation.sessions) as session:
            session.delete(session.scalars(select(PersonRow).where(PersonRow.login == "officer.mau")).one())
        assert _add(served, headers, login="officer.mau").status_code == 201


def test_answers_are_sealed_and_forgotten_in_time(settings_on: Settings):
    with serve(settings_on) as served:
        headers = served.person("administrator")
        _add(served, headers)
        with writing(served.installation.sessions) as session:
            row = session.scalars(select(AnswerRow)).one()
            assert b"tran.thi.mau" not in row.answer
            AnswerRepository(session, served.installation.keys).forget_expired(datetime.now(UTC) + timedelta(hours=25))
        assert _add(served, headers).status_code == 409  # done anew, and the login is taken


def test_who_is_not_known_must_choose_a_key_that_nobody_guesses(settings_on: Settings):
    with serve(settings_on) as served:
        asked = {"login": "khong.co", "password": "x"}
        for key, code in (("1", "idempotency-key-short"), ("có dấu".encode(), "idempotency-key-unusable")):
            refused = served.client.post("/api/v1/sessions", json=asked, headers={"Idempotency-Key": key})
            assert (refused.status_code, refused.json()["code"]) == (400, code)


def test_a_key_that_cannot_be_is_refused_where_no_answer_is_kept_too(settings_on: Settings):
    with serve(settings_on) as served:
        headers = {**served.person("head"), "Idempotency-Key": "có dấu".encode()}
        asked = {"number": "001090000017", "why": "Công dân đề nghị"}
        refused = served.client.post("/api/v1/privacy/searches", json=asked, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (400, "idempotency-key-unusable")
