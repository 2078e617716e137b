"""Application forms for any procedure: titles, heads, addressee, and all parts set one after another."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.papers import PaperType
from classifiers.synthetic.blocks import Hand
from classifiers.synthetic.invented.flow import Flow, Spec
from classifiers.synthetic.invented.form_end import end
from classifiers.synthetic.invented.form_fields import middle
from classifiers.synthetic.invented.looks import PaperLook
from classifiers.synthetic.invented.parts import annex, letterhead, number_of, para, place_and_day, title_lines
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.wordbank import bank, raised
from classifiers.synthetic.markup import Entry
from classifiers.synthetic.papers import SetPaper


@dataclass(frozen=True, slots=True)
class FormTitle:
    """The title of a form; `shared` where it serves several procedures and only the body says which one is meant."""

    text: str
    shared: bool = False


def form_title(scene: Scene, row_title: str) -> FormTitle:
    """A title in one of the ways that forms are called.

    Args:
        scene: The dossier.
        row_title: What the row of the requirements calls the form; empty where there is none.
    """
    rng, kinds = scene.rng, bank("kinds")
    draw = rng.random()
    if row_title and len(row_title.split()) <= 3:
        return (
            FormTitle(row_title, shared=rng.random() < 0.6)
            if draw < 0.7
            else FormTitle(f"{row_title} {scene.topic.act}")
        )
    if row_title and draw < 0.68:
        return FormTitle(_loosened(scene, row_title))
    if draw < 0.86:
        return FormTitle(_loosened(scene, scene.fill(rng.choice(kinds["form_titles"]))))
    return FormTitle(scene.fill(rng.choice(kinds["shared_titles"])), shared=True)


def _loosened(scene: Scene, title: str) -> str:
    """Now and then words are left out, shortened or said otherwise."""
    rng = scene.rng
    if rng.random() < 0.14:
        title = title.replace("đề nghị", rng.choice(("xin", "yêu cầu"))).replace("Giấy chứng nhận", "GCN")
    if rng.random() < 0.1:
        title = title.replace("Ủy ban nhân dân", "UBND").replace("quyền sử dụng đất", "QSDĐ")
    words = title.split()
    if len(words) > 9 and rng.random() < 0.22:
        words = words[: rng.randrange(7, len(words))]
        while words[-1].lower() in bank("phrases")["joining_words"]:
            words.pop()
    return " ".join(words).strip(" ,;-")


def application(scene: Scene, title: FormTitle, look: PaperLook, *, signed: bool = True) -> SetPaper:
    """An application form that is filled in."""
    values: dict[str, Entry] = {"yes": "X"}
    flow = Flow(values, look, Hand(signed))
    boxed = scene.rng.random() < 0.06
    for specs in (
        _head(scene, title),
        _addressee(scene),
        *middle(scene, title.shared, values),
        end(scene),
        annex(scene, 0.08),
    ):
        flow.add(_boxed(specs) if boxed else specs)
    return SetPaper(PaperType.APPLICATION_FORM, title.text.upper(), flow.sheets())


def _boxed(specs: Sequence[Spec]) -> list[Spec]:
    """Rows of fields in ruled cells over the whole width, as some registers print their forms."""
    return [
        {"row": {"cells": [spec["f"].replace("…", "")], "shares": [1.0]}} if isinstance(spec.get("f"), str) else spec
        for spec in specs
    ]


def _head(scene: Scene, title: FormTitle) -> list[Spec]:
    rng = scene.rng
    specs: list[Spec] = []
    if rng.random() < (0.65 if scene.form_number else 0.36):
        specs.append({"corner": _corner(scene)})
    if rng.random() < 0.07:
        return [*specs, *_table_head(scene, title)]
    if scene.org and rng.random() < 0.55:
        specs.append(letterhead(scene, ("", scene.org), number_of(scene) if rng.random() < 0.8 else ""))
    else:
        specs += [{"motto": None}, *([place_and_day(scene)] if rng.random() < 0.35 else [])]
    lines = title_lines(title.text, scene)
    specs += [{"gap": rng.uniform(0, 5)}, {"title": lines}]
    if title.shared and rng.random() < 0.3:
        specs.append(para(f"<i>(Về việc: {scene.topic.act})</i>", align="centre"))
    elif rng.random() < 0.12:
        specs.append(
            para(
                f"<i>({scene.say('below_titles')})</i>",
                align="centre",
            )
        )
    return specs


def _table_head(scene: Scene, title: FormTitle) -> list[Spec]:
    """Motto and title in one cell, the agency's part in the other."""
    day = scene.day
    left = [
        "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>",
        "<b>Độc lập - Tự do - Hạnh phúc</b>",
        f"<i>{scene.commune.short}, ngày {day:%d} tháng {day:%m} năm {day.year}</i>",
        f"<b>{title.text.upper()}</b>",
    ]
    right = [
        f"<b>{scene.pick('office_heads')}</b>",
        "Thời điểm nhận: ....giờ....phút",
        "Số tiếp nhận: .............",
        "<b>Người tiếp nhận</b>",
        "<i>(Ký, ghi rõ họ tên)</i>",
    ]
    share = scene.rng.uniform(0.58, 0.72)
    return [
        {
            "row": {
                "cells": ["\n".join(left), "\n".join(right)],
                "shares": [share, 1 - share],
                "align": "centre",
                "after": 3,
            }
        }
    ]


def _corner(scene: Scene) -> str:
    if scene.form_number and scene.rng.random() < 0.75:
        return f"<b>{raised(scene.form_number)}</b>" + scene.rng.choice(
            ("", "", scene.fill("\n<i>(Ban hành kèm theo [Thông tư|Nghị định] số {num}/{year})</i>"))
        )
    first, _, rest = scene.rng.choice(bank("phrases")["forms_mottos"]).partition("\n")
    return f"<b>{scene.fill(first)}</b>" + (f"\n{scene.fill(rest)}" if rest else "")


def _addressee(scene: Scene) -> list[Spec]:
    if scene.rng.random() < 0.08:
        return []
    return [
        para(
            f"{scene.pick('addressee_heads')} {scene.agency}",
            align=scene.rng.choice(("centre", "centre", "left")),
            left=scene.rng.choice((0, 8, 15)),
            after=2,
        )
    ]
