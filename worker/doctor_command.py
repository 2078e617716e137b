"""The command `doctor`: what is wrong with this installation, and how to mend it."""

import json
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
from kombu.exceptions import KombuError, OperationalError

from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.operating.doctor import examine
from intake_ai.operating.finding import Finding, fine, worst
from intake_ai.operating.telling import EXIT_CODES, as_json, print_findings
from intake_ai.settings import Settings, get_settings
from intake_ai.settings_sources import WrongSettings
from intake_ai.terminal import LanguageOption, open_console
from worker.round_trip import round_trip

HELP = """Khám bản cài đặt: cái gì hỏng và sửa thế nào. (What is wrong with this installation, and how to mend it.)

Không thay đổi gì. Hãy chạy bằng tài khoản của dịch vụ, ví dụ: sudo -u intake-ai intake-ai doctor
(Changes nothing. Run it as the user of the service.)

Mã thoát: 0 tốt, 1 có điều cần lưu ý sửa, 2 có hỏng hóc.
(Exit code: 0 well, 1 something should be mended, 2 something does not work.)
"""

JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout, cho hệ thống giám sát.")]


def doctor(json_output: JsonOption = False, lang: LanguageOption = None) -> None:
    language: Language = lang or "vi"
    try:
        settings = get_settings()
        language = lang or settings.language
        findings = tuple(examine(settings, [check_broker]))
    except WrongSettings as error:
        findings = tuple(
            Finding("settings", "fault", "doctor-settings", {"reason": problem.told(language)})
            for problem in error.problems
        )
    if json_output:
        sys.stdout.write(json.dumps(as_json(findings), ensure_ascii=False, indent=1) + "\n")
    else:
        console = open_console()
        print_findings(findings, console, language)
        level = worst(findings)
        console.print(text(f"doctor-{'note' if level == 'fine' else level}", language), style="bold", markup=False)
    raise typer.Exit(EXIT_CODES[worst(findings)])


def check_broker(settings: Settings) -> Iterator[Finding]:
    """Whether a message that is sent comes back."""
    place = "" if settings.broker_url else str(settings.data_dir / "queue")
    if not settings.broker_url and not settings.data_dir.exists():
        return
    try:
        seconds = round_trip(settings)
    except (OperationalError, KombuError, OSError, BadRequest) as error:
        # its text may hold the URL with its password
        yield Finding("broker", "fault", "doctor-broker", {"place": place, "reason": _reason(error)})
        return
    if seconds is None:
        yield Finding("broker", "fault", "doctor-broker-silent", {"place": place})
    else:
        yield fine("broker", detail=f"{seconds * 1000:.0f} ms")


def _reason(error: Exception) -> str:
    return "INTAKE_AI_BROKER_URL" if isinstance(error, BadRequest) else type(error).__name__
