"""A reliability diagram: how often statements come true against how probable they were said to be, with counts."""

from collections.abc import Sequence
from pathlib import Path

from classifiers.learning.calibration import Bin, calibration_error, equal_mass, equal_width
from classifiers.learning.outcomes import Certainty

_INK, _BLUE, _GREY = "#222222", "#1f5fa8", "#b9c3cf"


def draw(series: dict[str, Sequence[Certainty]], path: Path) -> None:
    """Draw one panel for each kind of statement that has any: above accuracy by probability, below the counts.

    Points are bins of as many statements each, as big as they are full, with the 95% interval of a share (Wilson 1927);
    bars count statements between probabilities of equal distance.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - for development only, and slow
    from matplotlib.figure import Figure  # noqa: PLC0415

    told = {name: certainties for name, certainties in series.items() if certainties}
    figure = Figure(figsize=(5.0 * len(told), 6.2), layout="constrained")
    FigureCanvasAgg(figure)
    rows = figure.subplots(2, len(told), squeeze=False, sharex=True, gridspec_kw={"height_ratios": (3.2, 1)})
    for (name, certainties), above, below in zip(told.items(), *rows, strict=True):
        _draw_accuracy(above, name, equal_mass(certainties))
        _draw_counts(below, certainties)
    rows[0][0].set_ylabel("came true")
    rows[1][0].set_ylabel("statements")
    figure.savefig(path, dpi=150, facecolor="white")


def _draw_accuracy(axes, name: str, bins: Sequence[Bin]) -> None:  # type: ignore[no-untyped-def]
    count = sum(part.count for part in bins)
    axes.set_title(f"{name}\n{count} statements, ECE {calibration_error(bins):.3f}", fontsize=11, color=_INK)
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1.2, linestyle="--", label="as told")
    for part in bins:
        low, high = share_bounds(part.accuracy, part.count)
        axes.plot([part.confidence] * 2, [low, high], color=_BLUE, linewidth=1.3, alpha=0.55)
    sizes = [18 + 260 * part.count / count for part in bins]
    axes.scatter([part.confidence for part in bins], [part.accuracy for part in bins], s=sizes, color=_BLUE, zorder=3)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.grid(color="#eeeeee")
    axes.set_axisbelow(True)


def _draw_counts(axes, certainties: Sequence[Certainty]) -> None:  # type: ignore[no-untyped-def]
    bins = equal_width(certainties)
    left = [min(int(part.confidence * 10), 9) / 10 for part in bins]
    bars = axes.bar(left, [part.count for part in bins], width=0.094, align="edge", color=_GREY)
    axes.bar_label(bars, fontsize=8, color=_INK, padding=1)
    axes.margins(y=0.22)
    axes.set_xlabel("probability as told")


def share_bounds(share: float, count: int) -> tuple[float, float]:
    """The 95% interval of a share of `count` statements (Wilson 1927), both 0-1."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
