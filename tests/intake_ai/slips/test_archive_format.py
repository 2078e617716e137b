"""Every slip is PDF/A-1b, and PDFBox Preflight says so."""

import preflight
import pytest
import typst
from slip_builder import HOSTILE, MOMENT

from intake_ai.slips.centre import Centre
from intake_ai.slips.examples import example_centre, example_slips
from intake_ai.slips.form_sets import form_sets
from intake_ai.slips.parts import Applicant
from intake_ai.slips.rendering import render
from intake_ai.slips.templates import copy_out
from intake_ai.slips.values import Finding, Receipt, Supplement, SupplementItem


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A centre's templates with a heading of Typst, which by itself makes a destination that PDF/A-1b forbids."""
    folder = tmp_path_factory.mktemp("own")
    copy_out(folder)
    target = folder / "stop.typ"
    target.write_text(target.read_text(encoding="utf-8") + "\n= Đầu đề\n#link(<cuoi>)[xem] #[cuối] <cuoi>\n", "utf-8")
    assert (folder / "frame.typ").exists()
    return folder


def slips_of_all_kinds(own):
    for slip in example_slips():
        yield f"{slip.kind}-a4", render(slip, example_centre())
        yield f"{slip.kind}-a5", render(slip, Centre(paper="a5"))
        yield f"{slip.kind}-own", render(slip, example_centre(), own)
        if any(form.kind == slip.kind for form in form_sets()[-1].slips):
            yield f"{slip.kind}-2018", render(slip, Centre(forms="2018"))
    yield "empty", render(Receipt(issued=MOMENT))
    items = tuple(
        SupplementItem(name=f"{HOSTILE} 😀 漢 {row}", findings=(Finding(reason="N" * 300),)) for row in range(40)
    )
    yield "long", render(Supplement(issued=MOMENT, code="MAU.1", applicant=Applicant(owner="N" * 300), items=items))


@pytest.mark.skipif(
    not preflight.is_installed(), reason="PDFBox Preflight is not installed: deploy/system-packages --development"
)
def test_preflight_finds_nothing_against_any_slip(own, tmp_path):
    files = []
    for name, pdf in slips_of_all_kinds(own):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf)
    against = preflight.judged(files, tmp_path)
    assert len(against) == len(files)
    assert {name: words for name, words in against.items() if words} == {}


@pytest.mark.skipif(
    not preflight.is_installed(), reason="PDFBox Preflight is not installed: deploy/system-packages --development"
)
def test_preflight_refuses_what_is_no_archive_file(tmp_path):
    target = tmp_path / "ordinary.pdf"
    target.write_bytes(typst.compile(b"= Title", format="pdf"))
    assert preflight.judged([target], tmp_path)[target.name]
