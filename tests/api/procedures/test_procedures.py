"""Procedures through the API: found in own words, shown with cases, rows and questions."""

from collections.abc import Iterator

import pytest
from served import Served, serve
from service_builder import settings_of

V1 = "/api/v1/procedures"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(settings_of(tmp_path_factory.mktemp("procedures"))) as running:
        yield running


@pytest.mark.parametrize("words", ["làm giấy khai sinh cho con", "lam giay khai sinh cho con", "1.001193"])
def test_own_words_find_it_without_an_account(served: Served, words: str) -> None:
    found = served.client.get(V1, params={"q": words, "limit": 5}).json()["items"]
    assert found[0]["code"] == "1.001193"
    assert [one["confidence"] for one in found] == sorted((one["confidence"] for one in found), reverse=True)
    assert len(found) <= 5


def test_all_are_listed_in_pieces_each_once(served: Served) -> None:
    codes: list[str] = []
    cursor = None
    while True:
        params = {"limit": 20, **({"cursor": cursor} if cursor else {})}
        piece = served.client.get(V1, params=params).json()
        codes += [one["code"] for one in piece["items"]]
        cursor = piece["next"]
        if cursor is None:
            break
    assert codes == sorted(set(codes))
    assert len(codes) > 40


def test_a_procedure_is_shown_with_what_it_asks(served: Served) -> None:
    response = served.client.get(f"{V1}/1.001193")
    shown = response.json()
    assert "khai sinh" in shown["name"]
    assert shown["rows"]
    rows = {row["row"] for row in shown["rows"]}
    assert all(set(question["rows"]) <= rows for question in shown["questions"])
    same = served.client.get(f"{V1}/1.001193", headers={"If-None-Match": response.headers["etag"]})
    assert same.status_code == 304


def test_questions_are_asked_in_the_language_of_who_asks(served: Served) -> None:
    codes = [one["code"] for one in served.client.get(V1, params={"limit": 60}).json()["items"]]
    for code in codes:
        vietnamese = served.client.get(f"{V1}/{code}").json()["questions"]
        english = served.client.get(f"{V1}/{code}", headers={"Accept-Language": "en"}).json()["questions"]
        assert [one["id"] for one in vietnamese] == [one["id"] for one in english]
        if vietnamese and vietnamese[0]["text"] != english[0]["text"]:
            return
    pytest.fail("no procedure asks anything")


def test_one_that_is_not_there_is_told_so(served: Served) -> None:
    response = served.client.get(f"{V1}/9.999999")
    assert (response.status_code, response.json()["code"]) == (404, "procedure-unknown")


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 1000}, {"q": "x" * 3000}, {"unknown": 1}])
def test_what_cannot_be_asked_is_refused(served: Served, params: dict[str, str]) -> None:
    assert served.client.get(V1, params=params).status_code == 422


def test_a_cursor_of_somebody_s_own_is_refused(served: Served) -> None:
    response = served.client.get(V1, params={"cursor": "abc"})
    assert (response.status_code, response.json()["code"]) == (400, "cursor-unusable")
