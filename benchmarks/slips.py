"""How long a slip takes to set in type, in a process that has already made one: `python -m benchmarks.slips`.

The wall clock counts what else the machine does; the processor's seconds are the slip's own.
"""

import statistics
import time
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from intake_ai.slips.examples import example_centre, example_slips
from intake_ai.slips.rendering import render
from intake_ai.slips.values import Finding, RegisterRow, Slip, Supplement, SupplementItem

RUNS = 20


@dataclass(frozen=True)
class Timing:
    """Seconds of `RUNS` renderings, wall clock and processor, and the size of the file."""

    name: str
    wall: list[float]
    processor: list[float]
    size: int


def timings() -> list[Timing]:
    """The seven examples, then a request for forty papers and a register of a hundred dossiers."""
    render(example_slips()[0], example_centre())
    return [_timed(name, slip) for name, slip in _slips()]


def _slips() -> list[tuple[str, Slip]]:
    examples = {slip.kind: slip for slip in example_slips()}
    finding = Finding(reason="Không có trong hồ sơ.", guidance="Nộp bản chính.", legal_basis="")
    items = tuple(SupplementItem(name=f"Giấy tờ mẫu thứ {row}", findings=(finding,)) for row in range(40))
    many = Supplement(issued=examples["supplement"].issued, code="MAU.1", items=items)
    rows = tuple(
        RegisterRow(code=f"MAU.{row}", request="Đăng ký khai sinh", owner="Nguyễn Văn Mẫu") for row in range(100)
    )
    register = examples["register"].model_copy(update={"rows": rows})
    return [*examples.items(), ("supplement, 40 items", many), ("register, 100 rows", register)]


def _timed(name: str, slip: Slip) -> Timing:
    wall, processor, size = [], [], 0
    for run in range(RUNS):
        # another number each time: nothing that was set before may be taken again whole
        other = slip.model_copy(update={"number": str(run)})
        start, used = time.perf_counter(), time.process_time()
        size = len(render(other, example_centre()))
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Timing(name, wall, processor, size)


def main() -> None:
    """Print the table."""
    table = Table("slip", "median s", "slowest s", "processor s", "KB")
    for timing in timings():
        table.add_row(
            timing.name,
            f"{statistics.median(timing.wall):.3f}",
            f"{max(timing.wall):.3f}",
            f"{statistics.median(timing.processor):.3f}",
            f"{timing.size / 1000:.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
