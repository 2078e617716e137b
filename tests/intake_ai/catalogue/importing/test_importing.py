import gzip
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure
from intake_ai.catalogue.importing.text import one_line

NATIONAL = {
    "code": "9.000001",
    "name": "Thủ tục thử nghiệm MẪU",
    "field": "Thử nghiệm",
    "field_code": "G00-TN01",
    "agency": "Ủy ban nhân dân cấp xã",
    "level": ["xa"],
    "cases": [{"case": "Giấy tờ phải nộp:"}, {"case": ""}],
    "papers": [
        {"case": "Giấy tờ phải nộp:", "name": "Bản sao hợp đồng", "originals": 0, "copies": 1, "form_file": None},
        {"case": "", "name": "Đơn đề nghị theo Mẫu số 01", "originals": 1, "copies": 0, "form_file": "mau01.docx"},
    ],
    "results": ["Quyết định"],
    "requirements": "",
    "steps": "Nộp hồ sơ.",
    "legal_basis": [{"number": "01/2026/NĐ-CP", "title": "Nghị định"}],
    "decision": "1/QĐ-MẪU",
}
PORTAL = {
    "code": "9.000001",
    "detail": {
        "code": "9.000001",
        "name": "Thủ tục thử nghiệm MẪU",
        "categoriesDetails": [{"name": "Thử nghiệm", "code": "G00-TN01"}],
        "unitGroupsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "departmentsExecuting": [None],
        "isWard": True,
        "executionCases": [
            {
                "name": "* Giấy tờ phải nộp:",
                "profileComponents": [{"name": "- Bản sao hợp đồng", "originalQty": 0, "copyQty": 1, "code": ""}],
            },
            {
                "name": "",
                "profileComponents": [
                    {
                        "name": "+ Đơn đề nghị theo Mẫu số 01",
                        "originalQty": 1,
                        "copyQty": 0,
                        "attachments": [{"fileName": "mau01.docx"}],
                    }
                ],
            },
        ],
        "resultsDetails": [{"name": "Quyết định", "code": "KQ.1"}],
        "executionSteps": [{"name": "", "description": "Nộp hồ sơ."}],
        "legalBasisesDetails": [{"name": "Nghị định", "code": "01/2026/NĐ-CP"}],
        "procedureProposal": {"proposalNumber": "1/QĐ-MẪU"},
    },
}
PACKAGE = {
    "MATTHC": "9.000001",
    "TENTTHC": "Thủ tục thử nghiệm MẪU",
    "MACOQUANCONGBO": "Ủy ban nhân dân cấp xã",
    "CAPTHUCHIEN": "xa",
    "LINHVUCTHUCHIEN": {"MALINHVUC": "G00-TN01", "TENLINHVUC": "Thử nghiệm"},
    "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.1", "TENKETQUA": "Quyết định"}],
    "CANCUPHAPLY": "01/2026/NĐ-CP",
    "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Nộp hồ sơ."}]}],
    "THANHPHANHOSO": [
        {
            "TRUONGHOP": "* Giấy tờ phải nộp:",
            "GIAYTO": [
                {"TENGIAYTO": "- Bản sao hợp đồng", "SOBANCHINH": "0", "SOBANSAO": "1", "MA_KQ_THAYTHE": "KQ.7"}
            ],
        },
        {
            "TRUONGHOP": None,
            "GIAYTO": [
                {
                    "TENGIAYTO": "Đơn đề nghị theo Mẫu số 01",
                    "SOBANCHINH": 1,
                    "SOBANSAO": None,
                    "TENMAUDON": "mau01.docx",
                }
            ],
        },
    ],
}


def written(folder: Path, content: str | bytes, name: str = "danh-muc.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only_procedure(path: Path):
    (imported,) = CatalogueFile(path)
    return imported.procedure


@pytest.mark.parametrize("record", [NATIONAL, PORTAL, PACKAGE], ids=["national", "portal", "service-package"])
def test_each_format_gives_the_same_procedure(record: dict[str, Any], tmp_path: Path):
    procedure = only_procedure(written(tmp_path, json.dumps(record)))
    assert (procedure.code, procedure.name) == ("9.000001", "Thủ tục thử nghiệm MẪU")
    assert (procedure.field, procedure.field_code) == ("Thử nghiệm", "G00-TN01")
    assert procedure.agency == "Ủy ban nhân dân cấp xã"
    assert procedure.level == ("xa",)
    assert [case.name for case in procedure.cases] == ["Giấy tờ phải nộp:", ""]
    rows = [(row.row, row.case, row.name, row.originals, row.copies, row.form_file) for row in procedure.requirements]
    assert rows == [
        (0, 0, "Bản sao hợp đồng", 0, 1, ""),
        (1, 1, "Đơn đề nghị theo Mẫu số 01", 1, 0, "mau01.docx"),
    ]
    assert procedure.results == ("Quyết định",)
    assert procedure.legal_basis == ("01/2026/NĐ-CP",)
    assert procedure.context == "Quyết định\nNộp hồ sơ."


def test_the_older_package_tells_which_result_replaces_a_paper(tmp_path: Path):
    procedure = only_procedure(written(tmp_path, json.dumps(PACKAGE)))
    assert procedure.requirements[0].replaced_by == ("KQ.7",)


@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {"error_code": "0", "result": [x]}])
def test_procedures_are_found_alone_in_a_list_and_in_a_services_answer(wrap, tmp_path: Path):
    assert only_procedure(written(tmp_path, json.dumps(wrap(PACKAGE), indent=2))).code == "9.000001"


def test_packed_and_plain_lines_are_the_same_content(tmp_path: Path):
    lines = json.dumps(NATIONAL) + "\n\n" + json.dumps({**NATIONAL, "code": "9.000002"}) + "\n"
    plain = CatalogueFile(written(tmp_path, lines, "a.jsonl"))
    packed = CatalogueFile(written(tmp_path, gzip.compress(lines.encode()), "b.jsonl.gz"))
    assert plain.content_hash == packed.content_hash
    assert [one.procedure for one in plain] == [one.procedure for one in packed]
    assert len(packed) == 2


def test_names_are_composed_and_without_invisible_letters(tmp_path: Path):
    name = unicodedata.normalize("NFD", "-  Giấy ủy\u200b quyền\u00ad ")
    record = {**NATIONAL, "papers": [{"case": "", "name": name}]}
    assert only_procedure(written(tmp_path, json.dumps(record))).requirements[0].name == "Giấy ủy quyền"


BAD = {
    "catalogue-file-empty": b" \n",
    "catalogue-file-not-json": b"khong phai json\n",
    "catalogue-file-not-text": b"\xff\xfe\x00",
    "catalogue-file-broken": gzip.compress(b"{}" * 1000)[:-12],
    "catalogue-shape-unknown": b'{"a": 1}',
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_is_refused_with_its_reason(code: str, tmp_path: Path):
    with pytest.raises(UnreadableCatalogue) as caught:
        list(CatalogueFile(written(tmp_path, BAD[code])))
    assert caught.value.code == code
    assert caught.value.values["file"] == "danh-muc.json"


@pytest.mark.parametrize("content", [b"[]", b"null", b"[1, 2]", b'"x"', b"[[]]", b"{}", b"[" * 100_000])
def test_json_that_holds_no_procedures_is_refused(content: bytes, tmp_path: Path):
    with pytest.raises(UnreadableCatalogue):
        list(CatalogueFile(written(tmp_path, content)))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path):
    bomb = gzip.compress(b" " * (257 * 2**20), compresslevel=1)
    with pytest.raises(UnreadableCatalogue) as caught:
        CatalogueFile(written(tmp_path, bomb))
    assert caught.value.code == "catalogue-file-too-large"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path):
    with pytest.raises(UnreadableCatalogue) as missing:
        CatalogueFile(tmp_path / "khong-co.json")
    with pytest.raises(UnreadableCatalogue) as folder:
        CatalogueFile(tmp_path)
    assert (missing.value.code, folder.value.code) == ("catalogue-file-missing", "catalogue-file-is-folder")


FAULTS = {
    "catalogue-fault-no-code": {"code": " "},
    "catalogue-fault-no-name": {"name": None},
    "catalogue-fault-long-code": {"code": "9" * 65},
    "catalogue-fault-key": {"code": ["9.000002"]},
    "catalogue-fault-shape": {"papers": None},
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_bad_procedure_is_reported_with_its_line_and_the_others_are_read(code: str, tmp_path: Path):
    lines = [NATIONAL, {**NATIONAL, **FAULTS[code]}, {**NATIONAL, "code": "9.000003"}]
    read = list(CatalogueFile(written(tmp_path, "\n".join(map(json.dumps, lines)))).read())
    assert [type(entry) for entry in read] == [ImportedProcedure, Fault, ImportedProcedure]
    assert (read[1].code, read[1].number, read[1].unit, read[1].lost) == (code, 2, "line", True)


def test_broken_lines_are_reported_one_by_one(tmp_path: Path):
    lines = [json.dumps(NATIONAL), '{"code": "9.00', "", "\x00", json.dumps({**NATIONAL, "code": "9.000003"})]
    read = list(CatalogueFile(written(tmp_path, "\n".join(lines))).read())
    faults = [(entry.number, entry.code) for entry in read if isinstance(entry, Fault)]
    assert faults == [(2, "catalogue-fault-json"), (4, "catalogue-fault-json")]
    assert len(read) == 4


def test_a_first_line_that_is_broken_does_not_hide_the_rest(tmp_path: Path):
    read = list(CatalogueFile(written(tmp_path, '{"code": \n' + json.dumps(NATIONAL), "a.jsonl")).read())
    assert [type(entry) for entry in read] == [Fault, ImportedProcedure]


def test_a_part_of_the_wrong_kind_is_left_out_and_told(tmp_path: Path):
    papers = [{"name": "Đơn", "copies": "hai"}, "Giấy ủy quyền", {"name": ["x"]}, 7, {"name": "Tờ khai"}]
    record = {**NATIONAL, "papers": papers, "level": "xa"}
    (imported,) = CatalogueFile(written(tmp_path, json.dumps(record)))
    assert [row.name for row in imported.procedure.requirements] == ["Đơn", "Giấy ủy quyền", "Tờ khai"]
    assert imported.procedure.level == ()
    assert [(fault.values["key"], fault.lost) for fault in imported.faults] == [
        ("level", False),
        ("papers.1", False),
        ("papers.3", False),
        ("papers.0.copies", False),
        ("papers.2.name", False),
    ]


def test_papers_of_a_portal_case_that_are_no_list_lose_the_procedure(tmp_path: Path):
    record = {"detail": {**PORTAL["detail"], "executionCases": [{"name": "", "profileComponents": "Đơn"}]}}
    (fault,) = CatalogueFile(written(tmp_path, json.dumps(record))).read()
    assert isinstance(fault, Fault)
    assert (fault.code, fault.procedure) == ("catalogue-fault-key", "")


def test_control_letters_are_taken_out_of_names_and_codes(tmp_path: Path):
    record = {**NATIONAL, "code": "9.00\x00 0001", "name": "Thủ\x00 tục\ud800 \x07MẪU", "steps": "Một\x00\nHai"}
    procedure = only_procedure(written(tmp_path, json.dumps(record)))
    assert (procedure.code, procedure.name) == ("9.000001", "Thủ tục MẪU")
    assert procedure.context == "Quyết định\nMột\nHai"


def test_a_name_of_seven_thousand_letters_stays_whole(tmp_path: Path):
    name = "Giấy " * 1400 + "cuối"
    record = {**NATIONAL, "name": name, "papers": [{"case": name, "name": name}]}
    procedure = only_procedure(written(tmp_path, json.dumps(record)))
    assert (procedure.name, procedure.cases[-1].name, procedure.requirements[0].name) == (name, name, name)


def test_a_code_written_as_a_number_gets_its_zeros_back(tmp_path: Path):
    assert only_procedure(written(tmp_path, json.dumps({**NATIONAL, "code": 1.01}))).code == "1.010000"


def test_json_in_utf_16_is_read(tmp_path: Path):
    content = json.dumps(NATIONAL, ensure_ascii=False).encode("utf-16")
    assert only_procedure(written(tmp_path, content)).name == "Thủ tục thử nghiệm MẪU"


def test_fees_and_times_read_the_same_from_both_exports(tmp_path: Path):
    national = {
        "processing_time": [{"method": "truc_tuyen", "value": 3, "unit": "ngày làm việc", "note": ""}],
        "fee": [{"method": "truc_tuyen", "type": "phi", "value": 2000, "currency": "USD", "note": "/bản"}],
    }
    fee = {"type": "FEE", "value": 2000, "currencyName": "USD", "description": "/bản"}
    method = {"submissionMethod": "ONLINE", "processingTime": 3, "processingTimeUnit": "WORKING_DAY", "fees": [fee]}
    portal = {**PORTAL["detail"], "executionMethods": [method]}
    for record in ({**NATIONAL, **national}, portal):
        procedure = only_procedure(written(tmp_path, json.dumps(record)))
        assert procedure.fees == ("trực tuyến: phí 2000 USD (/bản)",)
        assert procedure.processing_times == ("trực tuyến: 3 ngày làm việc",)


@given(st.text())
def test_one_line_is_composed_single_spaced_and_stable(text: str):
    line = one_line(text)
    assert line == one_line(line)
    assert unicodedata.is_normalized("NFC", line)
    assert line == " ".join(line.split())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=8,
)


@given(record=st.sampled_from([NATIONAL, PORTAL["detail"], PACKAGE]), data=st.data())
def test_a_key_of_any_other_kind_is_read_or_refused_but_never_breaks(record: dict[str, Any], data, tmp_path_factory):
    key = data.draw(st.sampled_from(sorted(record)))
    changed = {**record, key: data.draw(json_values)}
    path = written(tmp_path_factory.mktemp("file"), json.dumps(changed))
    try:
        imported = list(CatalogueFile(path))
    except UnreadableCatalogue:
        return
    for one in imported:
        assert [row.row for row in one.procedure.requirements] == list(range(len(one.procedure.requirements)))


@pytest.mark.shared
def test_the_portal_gives_the_procedures_of_the_national_file(shared: Path):
    folder = shared / "data" / "catalogue"
    portal = [one.procedure for one in CatalogueFile(folder / "portal-raw-sample.jsonl.gz")]
    national_file = CatalogueFile(folder / "national-2026-07.jsonl.gz")
    codes = {procedure.code for procedure in portal}
    national = {one.procedure.code: one.procedure for one in national_file if one.procedure.code in codes}
    assert len(portal) == 300
    assert [comparable(one) for one in portal] == [comparable(national[one.code]) for one in portal]


def comparable(procedure):
    rows = sorted(
        (row.case, row.name, row.originals, row.copies, row.form_file, row.paper_code) for row in procedure.requirements
    )
    return procedure.code, procedure.name, procedure.field, procedure.agency, procedure.cases, procedure.results, rows
