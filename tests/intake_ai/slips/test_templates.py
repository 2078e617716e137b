"""A centre's own templates are used, seen through, and never silently passed over."""

import pytest
from slip_builder import MOMENT, shown

from intake_ai.errors import BadRequest
from intake_ai.slips.centre import FILE_NAME, Centre, read_centre
from intake_ai.slips.errors import CentreUnclear, TemplateBroken
from intake_ai.slips.rendering import render
from intake_ai.slips.templates import SHIPPED, copy_out, templates
from intake_ai.slips.values import Receipt

SLIP = Receipt(issued=MOMENT)


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "slips"
    copy_out(folder)
    return folder


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edited_template_is_used(own):
    edit(own / "receipt.typ", "Số lượng hồ sơ", "Số bộ hồ sơ nộp")
    words = shown(SLIP, own=own)
    assert words.has("Số bộ hồ sơ nộp")
    assert not words.has("Số lượng hồ sơ")


def test_a_template_that_the_centre_has_not_is_the_shipped_one(own):
    (own / "receipt.typ").unlink()
    assert shown(SLIP, own=own).text == shown(SLIP).text


def test_unedited_copies_make_the_same_file(own):
    assert render(SLIP, own=own) == render(SLIP)


def test_copying_again_keeps_what_was_edited(own):
    (own / "receipt.typ").write_text("Của trung tâm", encoding="utf-8")
    (own / "stop.typ").unlink()
    assert [path.name for path in copy_out(own)] == ["stop.typ"]
    assert (own / "receipt.typ").read_text(encoding="utf-8") == "Của trung tâm"


def test_whose_a_template_is_can_be_told(own):
    (own / "receipt.typ").write_text("Của trung tâm", encoding="utf-8")
    (own / "stop.typ").unlink()
    used = templates(own)
    assert (used["receipt.typ"].is_own, used["receipt.typ"].is_changed) == (True, True)
    assert (used["refusal.typ"].is_own, used["refusal.typ"].is_changed) == (True, False)
    assert not used["stop.typ"].is_own


@pytest.mark.parametrize(
    ("addition", "reason"),
    [("#let x =", "expected expression"), ("#no-such-thing", "unknown variable"), ("#slip.colour", "colour")],
)
def test_a_broken_template_is_named_with_its_line_and_nothing_else_is_used(own, addition, reason):
    edit(own / "receipt.typ", "#import", f"{addition}\n#import" if "slip" not in addition else "#import")
    if "slip" in addition:
        edit(own / "receipt.typ", "#show: sheet", f"{addition}\n#show: sheet")
    with pytest.raises(TemplateBroken) as broken:
        render(SLIP, own=own)
    assert broken.value.values["file"] == own / "receipt.typ"
    lines = (own / "receipt.typ").read_text(encoding="utf-8").splitlines()
    assert addition.lstrip("#") in lines[int(broken.value.values["line"]) - 1]
    assert reason in broken.value.values["reason"]


def test_an_error_in_the_common_frame_is_told_of_the_frame(own):
    edit(own / "frame.typ", "#let two(number) =", "#let wrong = nowhere\n#let two(number) =")
    with pytest.raises(TemplateBroken) as broken:
        render(SLIP, own=own)
    assert broken.value.values["file"] == own / "frame.typ"


@pytest.mark.parametrize(
    "source",
    ["/etc/hostname", "/../../../../etc/hostname", "../../../../../../etc/hostname", "../secret.txt", "centre.yaml"],
)
def test_a_template_reads_nothing_but_templates(own, source):
    (own.parent / "secret.txt").write_text("MẬT", encoding="utf-8")
    (own / "receipt.typ").write_text(f'#read("{source}")', encoding="utf-8")
    with pytest.raises(TemplateBroken):
        render(SLIP, own=own)


def test_a_link_out_of_the_folder_is_refused(own, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg/>", encoding="utf-8")
    (own / "emblem.svg").symlink_to(secret)
    with pytest.raises(TemplateBroken, match="error-template-link"):
        render(SLIP, own=own)


def test_a_package_from_the_network_is_refused(own):
    edit(own / "receipt.typ", '#import "frame.typ": *', '#import "frame.typ": *\n#import "@preview/cetz:0.3.0"')
    with pytest.raises(TemplateBroken) as broken:
        render(SLIP, own=own)
    assert broken.value.code == "error-template-package"
    assert broken.value.values["line"] == 3


@pytest.mark.parametrize(
    "source",
    [
        '#let p = "@" + "preview/example:0.1.0"\n#import p: *',
        '#{ import "a" + p: * }',
        '#(include "a.typ"\n  + p)',
        '#import "a.typ".replace("a.typ", p): *',
        '#import "a.typ" /* */ + p: *',
        "#import/**/p: *",
        '#import "\\u{40}preview/example:0.1.0": *',
        '#import "emblem.svg": *',
        '#eval("imp" + "ort p")',
        '#dictionary(std).at("ev" + "al")("1")',
        'Ông " nói\n#import p: *',
        '#let x = "\n// "; import p: *',
        "/*\n// */ #import p: *",
    ],
)
def test_sources_that_could_fetch_a_package_are_refused_before_any_type_is_set(own, source):
    (own / "receipt.typ").write_text(f"Một\n{source}", encoding="utf-8")
    with pytest.raises(TemplateBroken) as broken:
        render(SLIP, own=own)
    assert broken.value.code == "error-template-package"
    assert broken.value.values["line"] >= 2


def test_templates_of_the_folder_may_be_used_and_comments_may_speak_of_imports(own):
    (own / "mine.typ").write_text("#let mine = [Của trung tâm]", encoding="utf-8")
    (own / "below.typ").write_text("Phần dưới", encoding="utf-8")
    words = '// import và include dùng tên tệp\n#import "mine.typ": mine\n#mine\n#include "below.typ"\n\nHết'
    edit(own / "receipt.typ", "#show: sheet", f"#show: sheet\n{words}")
    made = shown(SLIP, own=own)
    assert made.has("Của trung tâm")
    assert made.has("Phần dưới")


def test_a_template_in_another_encoding_is_refused(own):
    (own / "receipt.typ").write_bytes("Giấy".encode("utf-16"))
    with pytest.raises(TemplateBroken, match="utf-8"):
        render(SLIP, own=own)


def test_a_picture_of_the_centre_can_be_used(own):
    (own / "emblem.svg").write_bytes((SHIPPED / "draft.svg").read_bytes())
    edit(own / "receipt.typ", "#show: sheet", '#image("emblem.svg", width: 2cm, alt: "Huy hiệu")\n#show: sheet')
    assert render(SLIP, own=own).startswith(b"%PDF-1.4")


def test_shipped_templates_name_no_place_and_no_office():
    words = "\n".join(path.read_text(encoding="utf-8") for path in SHIPPED.glob("*.typ")).casefold()
    for name in ("tỉnh", "thành phố", "huyện", "quận", "phường", "ủy ban", "sở "):
        assert name not in words


def test_a_centre_that_says_nothing_has_empty_settings(tmp_path):
    assert read_centre(tmp_path) == Centre()


def test_the_settings_that_are_copied_out_are_empty_ones(own):
    assert read_centre(own) == Centre()


def test_a_telephone_number_stays_as_written(own):
    (own / FILE_NAME).write_text("name: Trung tâm Mẫu\nphone: 0243123456\npaper: a5\n", encoding="utf-8")
    assert read_centre(own) == Centre(name="Trung tâm Mẫu", phone="0243123456", paper="a5")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("name: [a\nb: c", "error-centre-line"),
        ("name: Trung tâm\n  thụt: sai\n", "error-centre-line"),
        ("tên: Trung tâm Mẫu", "error-centre-values"),
        ("paper: a3", "error-centre-values"),
        ("chỉ có chữ", "error-centre-unread"),
    ],
)
def test_wrong_settings_are_told(own, said, code):
    (own / FILE_NAME).write_text(said, encoding="utf-8")
    with pytest.raises(CentreUnclear) as unclear:
        read_centre(own)
    assert unclear.value.code == code


def test_a_set_of_forms_that_does_not_exist_is_told():
    with pytest.raises(BadRequest) as wrong:
        render(SLIP, Centre(forms="1999"))
    assert wrong.value.code == "error-form-set"
