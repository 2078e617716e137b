import pytest

from intake_ai.catalogue.showing.count_tables import CountTable


@pytest.mark.parametrize("width", [60, 80, 100])
def test_long_names_are_cut_and_numbers_never(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", str(width))
    table = CountTable("Lĩnh vực", "Thủ tục", "Chắc chắn")
    table.add(
        "Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã, doanh nghiệp", "1.234", "987 (80%)"
    )
    table.add("Thuế", "5", "–")
    table.print()
    header, long, short = capsys.readouterr().out.splitlines()
    assert long.split()[-3:] == ["1.234", "987", "(80%)"]
    assert "…" in long
    assert short.split() == ["Thuế", "5", "–"]
    assert header.split()[-4:] == ["Thủ", "tục", "Chắc", "chắn"]
    assert all(len(line) <= width for line in (header, long, short))
