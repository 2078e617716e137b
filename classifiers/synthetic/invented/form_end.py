"""The end of an application form: commitments, papers enclosed, signature, boxes of the office, notes."""

from typing import Any

from classifiers.synthetic.invented.flow import Spec
from classifiers.synthetic.invented.parts import para, paras, place_and_day, signed_by
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.wordbank import bank, raised

OFFICE_BOX = (
    "<b>PHẦN GHI CỦA CƠ QUAN TIẾP NHẬN</b>",
    "Ngày nhận: ......./......./.......  Số hồ sơ: ..................",
    "Cán bộ tiếp nhận (ký, ghi rõ họ tên): .....................................",
)


def end(scene: Scene) -> list[Spec]:
    """Commitments, papers enclosed, signature, notes."""
    rng = scene.rng
    specs = paras(scene, "commitments", rng.choice((1, 1, 2, 3, 4)))
    if rng.random() < 0.35:
        specs += [
            para(f"<b>{scene.pick('enclosed_heads')}:</b>"),
            *(para(f"{place}. {raised(scene.slot('noun'))}.") for place in range(1, rng.randrange(2, 6))),
        ]
    if rng.random() < 0.25:
        specs.append(
            para(
                scene.pick("thanks"),
                indent=10,
            )
        )
    specs.append({"together": _signature(scene)})
    draw = rng.random()
    if draw < 0.12:
        specs.append({"box": {"lines": OFFICE_BOX}})
    elif draw < 0.2:
        specs += [
            para(f"<b>{rng.choice(('XÁC NHẬN CỦA', 'Ý KIẾN CỦA'))} {scene.agency.upper()[:60]}</b>", align="centre"),
            {"lines": rng.randrange(1, 4)},
        ]
    if rng.random() < 0.3:
        specs += _notes(scene)
    return specs


def _signature(scene: Scene) -> list[Spec]:
    rng, words = scene.rng, bank("phrases")
    role = rng.choice(words["org_signers" if scene.org else "signers"])
    lines = [f"<b>{role if rng.random() < 0.6 else role.upper()}</b>", f"<i>{rng.choice(words['sign_notes'])}</i>"]
    dated: list[Spec] = [] if rng.random() < 0.35 else [place_and_day(scene)]
    left: dict[str, Any] = {}
    if rng.random() < 0.12:
        left = {
            "lines": [
                f"<b>{scene.pick('second_signers')}</b>",
                "<i>(Ký, ghi rõ họ tên)</i>",
            ]
        }
    sealed = scene.org if scene.org and rng.random() < 0.75 else ""
    return [
        *dated,
        signed_by(scene, lines, scene.applicant.name, sealed=sealed, share=rng.choice((0.45, 0.5, 0.55)), left=left),
    ]


def _notes(scene: Scene) -> list[Spec]:
    """Instructions how to fill the form in: footnotes, or a page of their own."""
    rng = scene.rng
    lines = [
        scene.fill(note.replace("{n}", str(place)))
        for place, note in enumerate(rng.sample(bank("phrases")["notes"], rng.randrange(2, 8)), start=1)
    ]
    if rng.random() < 0.25:
        head = scene.pick("note_heads")
        return [{"break": None}, para(f"<b>{head}</b>", align="centre"), *(para(line) for line in lines)]
    return [{"notes": lines}]
