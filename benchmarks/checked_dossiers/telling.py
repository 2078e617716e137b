"""The figures of a measurement, for people to read and as JSON."""

from typing import Any

from benchmarks.checked_dossiers.scoring import VERDICTS, Scores


def share(hit: int, whole: int) -> str:
    """A share with its counts."""
    return f"{hit / whole:.3f} ({hit}/{whole})" if whole else "-"


def lines(scores: Scores, names: bool = False) -> list[str]:
    """The figures for people to read."""
    return [
        *_verdict_lines(scores),
        "",
        *_defect_lines(scores, names),
        "",
        *_problem_lines(scores),
        "",
        *_copy_lines(scores),
        *_row_lines(scores, names),
    ]


def _verdict_lines(scores: Scores) -> list[str]:
    kinds = sorted({kind for kind, _ in scores.verdicts}, key=lambda kind: (kind != "clean", kind))
    told = [f"{'verdict by defect':24}" + "".join(f"{verdict:>12}" for verdict in VERDICTS)]
    told += [f"{kind:24}" + "".join(f"{scores.verdicts[kind, verdict]:12}" for verdict in VERDICTS) for kind in kinds]
    told.append(f"incomplete dossiers called complete: {len(scores.wrongly_complete)} {scores.wrongly_complete[:20]}")
    for group, count in scores.complete.items():
        told.append(f"complete said of clean, {group:30} {share(count['complete'], count['dossiers'])}")
    return told


def _copy_lines(scores: Scores) -> list[str]:
    """How rows with certified and with plain copies are told."""
    told = [f"  {kind:24} {state}, {form}: {count}" for (kind, state, form), count in sorted(scores.copies.items())]
    return ["copies, by state and form of their row", *told, ""] if told else []


def _defect_lines(scores: Scores, names: bool) -> list[str]:
    told = ["defects reported in their place, with a remedy"]
    for kind, whole in sorted(scores.defects.items()):
        told.append(f"  {kind:24} {share(scores.in_place[kind], whole)}")
        parts = sorted((variant, counts) for (of, variant), counts in scores.variants.items() if of == kind)
        if parts:
            told.append("    " + ", ".join(f"{variant} {hit}/{count}" for variant, (hit, count) in parts))
        if names and scores.missed[kind]:
            told.append("    not: " + " ".join(scores.missed[kind]))
    return told


def _problem_lines(scores: Scores) -> list[str]:
    told = [f"{'problems':24}{'said':>8}{'right':>8}{'precision':>11}{'false, clean':>14}{'false, others':>15}"]
    for kind, said in sorted(scores.said.items()):
        clean = scores.alarms["clean", kind]
        others = sum(count for (_, problem), count in scores.alarms.items() if problem == kind) - clean
        false = clean + others
        right = said - false
        told.append(f"  {kind:22}{said:8}{right:8}{right / said:11.3f}{clean:14}{others:15}")
    told.append("  (a problem of a clean dossier stands in every dossier made from it: others count it again)")
    return told


def _row_lines(scores: Scores, names: bool) -> list[str]:
    told = ["missing rows"]
    for group, count in scores.rows.items():
        if group not in {"papers", "clean"}:
            told.append(
                f"  {group:24} dossiers {count['incomplete']:4}  recall {share(count['found'], count['gone'])}"
                f"  precision {share(count['said right'], count['said'])}  released {count['released']}"
                f"  incomplete said {share(count['incomplete said'], count['incomplete'])}"
                f"  complete said {count['complete said of incomplete']}"
            )
    clean = scores.rows["clean"]
    told.append(f"  said missing of the {clean['dossiers']} clean dossiers of labelled procedures: {clean['said']}")
    papers = scores.rows["papers"]
    told.append(f"  rows matched (clean) {share(papers['matched'], papers['rows'])}")
    told.append(f"  row claims right (clean) {share(papers['claims right'], papers['claims'])}")
    told += [f"  released, not judged: {state}: {count} {why[:90]}" for (state, why), count in scores.released.items()]
    if names:
        told += ["  missed: " + name for name in scores.row_misses]
        told += ["  said though there: " + name for name in scores.row_alarms]
    return told


def document(scores: Scores) -> dict[str, Any]:
    """The figures as JSON values."""
    return {
        "verdicts": {f"{kind} {verdict}": count for (kind, verdict), count in scores.verdicts.items()},
        "wrongly_complete": scores.wrongly_complete,
        "complete": {group: dict(count) for group, count in scores.complete.items()},
        "defects": {kind: [scores.in_place[kind], whole] for kind, whole in scores.defects.items()},
        "missed": dict(scores.missed),
        "said": dict(scores.said),
        "false_alarms": {f"{kind} {problem}": count for (kind, problem), count in scores.alarms.items()},
        "rows": {group: dict(count) for group, count in scores.rows.items()},
        "released": {f"{state}: {why}": count for (state, why), count in scores.released.items()},
        "row_misses": scores.row_misses,
        "row_alarms": scores.row_alarms,
    }
