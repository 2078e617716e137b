"""The statistics of the compiled catalogue on a terminal and as a JSON document."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from intake_ai.catalogue.showing.count_tables import CountTable
from intake_ai.catalogue.showing.doubts import SURE
from intake_ai.catalogue.showing.lines import Line, print_lines
from intake_ai.catalogue.showing.statistics import SPREAD, Gain, Lack, Statistics, Sureness
from intake_ai.messages import Language, catalogue, text

_MOST_FIELDS = 12


def statistics_document(found: Statistics, version: str) -> dict[str, Any]:
    """All of the statistics; shares are left to the reader."""
    return {
        "catalogue": version,
        "sure_from": SURE,
        "total": _counts(found.total),
        "in_force": _counts(found.active),
        "doubtful_places": [{"from": fewest, "procedures": count} for fewest, count in found.spread.items()],
        "lacks": [asdict(lack) for lack in found.lacks],
        "flaws": [{"flaw": flaw.fact, "rows": flaw.parts, "procedures": flaw.procedures} for flaw in found.flaws],
        "fields": [{"field": group.name, **_counts(group)} for group in found.fields],
        "levels": [{"level": group.name, **_counts(group)} for group in found.levels],
        "officers": asdict(found.officers),
        "worst": [_gain_document(gain) for gain in found.worst],
    }


def print_statistics(found: Statistics, version: str, language: Language) -> None:
    """Tables for a person; of the fields only those with the most unsure procedures."""
    _Printer(found, language).print(version)


def _counts(group: Sureness) -> dict[str, int]:
    counts = asdict(group)
    del counts["name"]
    return counts


def _gain_document(gain: Gain) -> dict[str, Any]:
    return {
        "code": gain.procedure.code,
        "name": gain.procedure.name,
        "field": gain.procedure.field,
        "active": gain.procedure.active,
        "doubtful_rows": gain.doubtful_rows,
        "doubtful_cases": gain.doubtful_cases,
        "expected_errors": round(gain.expected_errors, 3),
        "doubts": dict(gain.doubts),
    }


class _Printer:
    def __init__(self, found: Statistics, language: Language) -> None:
        self._found = found
        self._language = language

    def print(self, version: str) -> None:
        self._line("statistics-title", version=version)
        self._overall()
        self._spread()
        self._lacks()
        self._flaws()
        self._groups("level", [self._level(group) for group in self._found.levels])
        self._groups("field", self._found.fields[:_MOST_FIELDS])
        if len(self._found.fields) > _MOST_FIELDS:
            self._line("statistics-more-fields", count=len(self._found.fields) - _MOST_FIELDS)
        self._officers()
        self._worst()

    def _overall(self) -> None:
        total, active = self._found.total, self._found.active
        table = self._table("", "statistics-all", "statistics-in-force")
        for name in ("procedures", "compiled", "without_rows"):
            table.add(self._text(f"statistics-{name}"), *(self._number(getattr(g, name)) for g in (total, active)))
        for name in ("procedures", "rows", "cases"):
            shares = (self._share(getattr(g, f"sure_{name}"), getattr(g, name)) for g in (total, active))
            table.add(self._text(f"statistics-sure-{name}", share=f"{SURE:.0%}"), *shares)
        table.print()

    def _spread(self) -> None:
        table = self._table("statistics-spread", "statistics-count")
        for fewest, following in zip_longest(SPREAD[1:], SPREAD[2:]):
            most = following - 1 if following else None
            classes = f"{fewest}" if most == fewest else f"{fewest}–{most}" if most else f"≥ {fewest}"
            table.add(classes, self._share(self._found.spread[fewest], self._found.total.procedures))
        table.print()

    def _lacks(self) -> None:
        if not self._found.lacks:
            self._line("statistics-no-lacks")
            return
        columns = ("statistics-places", "statistics-concerned", "statistics-alone")
        table = self._table("statistics-lacks", *columns)
        for lack in self._found.lacks:
            numbers = (lack.parts, lack.procedures, lack.alone)
            table.add(self._text(f"show-fact-{lack.fact}"), *map(self._number, numbers))
        table.print()

    def _flaws(self) -> None:
        if not self._found.flaws:
            return
        table = self._table("statistics-flaws", "statistics-parts", "statistics-concerned")
        for flaw in self._found.flaws:
            table.add(self._flaw(flaw), self._number(flaw.parts), self._number(flaw.procedures))
        table.print()

    def _flaw(self, flaw: Lack) -> str:
        return self._text(f"statistics-flaw-{flaw.fact}")

    def _level(self, group: Sureness) -> tuple[str, Sureness]:
        code = f"show-level-{group.name}"
        return (self._text(code) if code in catalogue(self._language) else group.name), group

    def _groups(self, name: str, groups: Sequence[Sureness | tuple[str, Sureness]]) -> None:
        columns = ("statistics-count", "statistics-sure-procedures-short", "statistics-sure-rows-short")
        table = self._table(f"statistics-by-{name}", *columns)
        for one in groups:
            told, group = one if isinstance(one, tuple) else (one.name, one)
            sure = self._share(group.sure_procedures, group.procedures)
            rows = self._share(group.sure_rows, group.rows)
            table.add(told or "–", self._number(group.procedures), sure, rows)
        table.print()

    def _officers(self) -> None:
        officers = self._found.officers
        if officers.procedures:
            self._line("statistics-officers", **asdict(officers))
        else:
            self._line("statistics-no-officers")

    def _worst(self) -> None:
        if not self._found.worst:
            return
        table = self._table("statistics-worst", "statistics-doubtful", "statistics-expected")
        for gain in self._found.worst:
            name = f"{gain.procedure.code} {gain.procedure.name}"
            table.add(name, str(gain.doubtful_rows + gain.doubtful_cases), f"{gain.expected_errors:.1f}")
        table.print()
        self._line("statistics-worst-how", procedure=self._found.worst[0].procedure.code)

    def _table(self, title: str, *columns: str) -> CountTable:
        print_lines([Line("")])
        return CountTable(self._text(title) if title else "", *map(self._text, columns))

    def _share(self, part: int, whole: int) -> str:
        """With per cent rounded down: what is not wholly sure is never said to be."""
        return f"{self._number(part)} ({100 * part // whole}%)" if whole else "–"

    def _number(self, number: int) -> str:
        """With the language's separator of thousands."""
        return f"{number:,}".replace(",", self._text("statistics-thousands"))

    def _line(self, code: str, **values: object) -> None:
        print_lines([Line(""), Line(self._text(code, **values))])

    def _text(self, code: str, **values: object) -> str:
        return text(code, self._language, **values)
