"""Words of invented papers: titles from rows, acts from names, sentences from the phrase bank, fonts of training."""

import hashlib
import random
from datetime import date

import pytest

from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.synthetic.fonts import FAMILIES
from classifiers.synthetic.invented.looks import families
from classifiers.synthetic.invented.scene import Scene, agency_named
from classifiers.synthetic.invented.topics import kind_of, name_core, parted, row_titles, topic_of
from classifiers.synthetic.invented.wordbank import bank, said
from classifiers.synthetic.markup import parse
from classifiers.synthetic.people import Person, Population, communes
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import Style

TOPIC = topic_of(ProcedureProfile("9.000001", "Thủ tục cấp lại giấy phép nuôi ong (cấp xã)", "Chăn nuôi; thú y"))


@pytest.fixture
def scene() -> Scene:
    people = Population(seeded("scene"), communes()[0])
    day = date(2026, 5, 4)
    person = Person("Vi Mẫu Ong", date(1990, 1, 2), "Nam", "001090990001", day, people.commune, people.house())
    return Scene(people.rng, TOPIC, people, person, "", "Ủy ban nhân dân xã Mẫu", day)


def test_a_procedure_is_parted_into_act_verb_and_object() -> None:
    assert (TOPIC.act, TOPIC.verb, TOPIC.object) == ("cấp lại giấy phép nuôi ong", "cấp lại", "giấy phép nuôi ong")
    assert TOPIC.field == "chăn nuôi"
    assert "giấy phép nuôi ong" in TOPIC.nouns


def test_brackets_level_and_the_word_procedure_are_no_part_of_a_name() -> None:
    assert name_core("Thủ tục: Cấp thẻ nuôi ong (mới) thuộc thẩm quyền cấp tỉnh") == "Cấp thẻ nuôi ong"
    assert name_core("Đăng ký tổ ong cấp xã") == "Đăng ký tổ ong"


def test_an_act_without_a_known_verb_is_its_own_object() -> None:
    assert parted("ong mật") == ("", "ong mật")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1. Bản sao có chứng thực Giấy chứng nhận tập huấn nuôi ong (nếu có);", "Giấy chứng nhận tập huấn nuôi ong"),
        ("a) Đơn đề nghị cấp phép nuôi ong theo Mẫu số 01", "Đơn đề nghị cấp phép nuôi ong"),
        ("- Báo cáo tình hình nuôi ong trong đó nêu rõ số đàn", "Báo cáo tình hình nuôi ong"),
        ("02 bộ bản sao Quyết định thành lập trại ong", "Quyết định thành lập trại ong"),
    ],
)
def test_the_title_of_a_row_is_its_paper_without_copies_numbers_and_conditions(text: str, title: str) -> None:
    assert row_titles(RowProfile(0, text), TOPIC, random.Random(1)) == title  # noqa: S311 - nothing here is secret


def test_a_row_that_asks_for_proof_gets_a_concrete_paper() -> None:
    row = RowProfile(0, "Giấy tờ chứng minh quyền sử dụng đất đặt tổ ong")
    titles = {row_titles(row, TOPIC, seeded("proof", number)) for number in range(30)}
    assert not any(title.lower().startswith("giấy tờ chứng minh") for title in titles)
    assert any(kind_of(title) == ("land_certificate", "land_use_certificate") for title in titles)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Quyết định về việc giao rừng", ("decision", "decision")),
        ("Đơn đề nghị cấp phép", ("application", "application_form")),
        ("Đơn giá", ("application", "application_form")),
        ("Giấy chứng nhận quyền sử dụng đất", ("land_certificate", "land_use_certificate")),
        ("Sơ yếu lý lịch", ("curriculum", "other")),
        ("Ong mật", ("other", "other")),
    ],
)
def test_the_opening_of_a_title_tells_kind_and_type(title: str, kind: tuple[str, str]) -> None:
    assert kind_of(title) == kind


def test_every_sentence_of_the_bank_can_be_said_and_is_sound_markup(scene: Scene) -> None:
    spoken = 0
    for section, entries in bank("phrases").items():
        for entry in entries:
            for sentence in [entry] if isinstance(entry, str) else entry:
                text = scene.fill(sentence)
                parse(text, {}, Style(), Style())
                assert "{" not in text, section
                assert "[" not in text, section
                spoken += 1
    assert spoken > 300


def test_an_unknown_slot_is_an_error(scene: Scene) -> None:
    with pytest.raises(KeyError):
        said(scene.rng, "{beehive}", scene.slot)


def test_levels_of_agencies_become_the_places_of_the_applicant() -> None:
    commune = communes()[0]
    assert agency_named("Ủy ban nhân dân cấp tỉnh", commune, seeded(1)) == f"Ủy ban nhân dân {commune.province_name}"
    assert agency_named("UBND cấp xã", commune, seeded(1)) == f"Ủy ban nhân dân {commune.name}"
    assert agency_named("", commune, seeded(1))


def test_fonts_kept_for_the_benchmark_are_not_used_for_training() -> None:
    for family in families():
        assert family in FAMILIES or hashlib.sha256(family.encode()).digest()[0] % 3
