"""The commands `audit …`: prove the log, anchor it, write it out."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.access.rules import SYSTEM, Action
from intake_ai.audit.anchoring import Anchor, keep_anchor, known_anchors, read_anchors, take_anchor
from intake_ai.audit.exporting import export as lines_of
from intake_ai.audit.recording import Entry, record
from intake_ai.audit.repository import EntryFilter
from intake_ai.audit.verifying import Finding, Verified, verify
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.terminal import LanguageOption, open_console, progress_bar, say, spoken, tell, write_private

app = typer.Typer(
    help="Nhật ký hệ thống: kiểm chứng, lấy mốc, xuất ra. (The audit log.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

VERIFY_HELP = """Kiểm chứng nhật ký có bị sửa, xóa, chèn hay đảo không. (Find any tampering with the log.)

Mã thoát: 0 nguyên vẹn, 1 có dấu hiệu bị sửa. (Exit code: 0 whole, 1 tampered with.)

Nếu ai đó thay cả cơ sở dữ liệu bằng một bản cũ, chỉ mốc lấy trước đó mới cho thấy: dùng --anchors.
(Only anchors show that the whole database was replaced by an older copy.)
"""
ANCHOR_HELP = """In mốc của nhật ký lúc này, để cất ở nơi khác. (Print an anchor of the log, to be kept elsewhere.)

Ví dụ (example):

  intake-ai audit anchor --append /mnt/may-khac/moc-nhat-ky.jsonl

Sau khi phục hồi một bản sao lưu cũ vào nơi đã có dữ liệu, --renew chấp nhận nhật ký như đang có; việc này được ghi lại.
(After an older backup was put in place, --renew accepts the log as it is, and says so in it.)
"""
EXPORT_HELP = """Xuất nhật ký, mỗi dòng một mục JSON; không kèm giá trị trước và sau. (Write the log as JSON lines.)"""

AnchorsOption = Annotated[
    Path | None, typer.Option("--anchors", metavar="FILE", help="So với các mốc đã cất trong tệp này.")
]
AppendOption = Annotated[Path | None, typer.Option("--append", metavar="FILE", help="Ghi thêm mốc vào cuối tệp này.")]
RenewOption = Annotated[bool, typer.Option("--renew", help="Chấp nhận nhật ký như đang có làm mốc mới.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Ghi vào tệp này thay vì stdout.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Từ ngày này, YYYY-MM-DD.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Đến hết ngày trước ngày này.")]
DossierOption = Annotated[str | None, typer.Option("--dossier", metavar="ID", help="Chỉ về hồ sơ này.")]


@app.command("verify", help=VERIFY_HELP)
def verify_log(anchors: AnchorsOption = None, as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        told = _anchors(installation, anchors)
        with (
            progress_bar(text("audit-verifying", language), quiet=as_json) as progress,
            reading(installation.sessions) as session,
        ):
            found = verify(session, installation.keys, told, progress)
        if not found.findings:
            keep_anchor(installation)
        if as_json:
            write_json(asdict(found))
        else:
            _tell(found, language)
        raise typer.Exit(1 if found.findings else 0)


@app.command("anchor", help=ANCHOR_HELP)
def anchor(append: AppendOption = None, renew: RenewOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        if renew:
            with writing(installation.sessions) as session:
                record(session, installation.keys, Entry(SYSTEM, "audit.renew", "audit", ""))
            keep_anchor(installation, renewed=True)
        with reading(installation.sessions) as session:
            taken = take_anchor(session, installation.keys)
        if taken is None:
            tell(text("audit-empty", language))
        elif append is None:
            typer.echo(taken.to_json())
        else:
            with append.open("a", encoding="ascii") as file:
                file.write(f"{taken.to_json()}\n")
            tell(text("audit-anchored", language, number=taken.number, path=append))


@app.command("export", help=EXPORT_HELP)
def export(
    out: OutOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    dossier: DossierOption = None,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        kind = "dossier" if dossier else None
        wanted = EntryFilter(subject_kind=kind, subject=dossier, since=_start(since), until=_start(until))
        with reading(installation.sessions) as session:
            if out is None:
                sys.stdout.writelines(f"{line}\n" for line in lines_of(session, wanted))
            else:
                write_private(out, "")
                with out.open("w", encoding="utf-8") as file:
                    file.writelines(f"{line}\n" for line in lines_of(session, wanted))
        with writing(installation.sessions) as session:
            record(session, installation.keys, Entry(SYSTEM, Action.AUDIT_EXPORT, "audit", ""))
        if out is not None:
            tell(text("audit-exported", language, path=out))


def _anchors(installation: Installation, path: Path | None) -> Sequence[Anchor]:
    brought = [] if path is None else read_anchors(path.read_text(encoding="utf-8"), installation.keys)
    return [*brought, *known_anchors(installation)]


def _tell(found: Verified, language: Language) -> None:
    if not found.findings:
        whole = text("audit-whole", language, entries=found.entries, anchors=found.anchors)
        open_console().print(whole, markup=False, highlight=False)
        return
    say(text("audit-tampered", language, findings=len(found.findings)))
    for finding in found.findings:
        open_console().print(_sentence(finding, language), markup=False, highlight=False)


def _sentence(finding: Finding, language: Language) -> str:
    numbers = str(finding.first) if finding.first == finding.last else f"{finding.first}-{finding.last}"
    return text(f"audit-finding-{finding.kind.replace('_', '-')}", language, numbers=numbers)


def _start(day: str | None) -> datetime | None:
    """The first moment of a day on the centre's own clock."""
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time()).astimezone().astimezone(UTC)
    except ValueError as error:
        raise BadRequest("audit-day-unusable", value=day) from error
