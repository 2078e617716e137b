import subprocess
import sys
from pathlib import Path

import intake_ai
from intake_ai.storage.schema import METADATA


def test_the_schema_knows_the_tables_of_every_concept():
    """Another process imports every module that declares tables, and must not find one more."""
    package = Path(intake_ai.__file__).parent
    declaring = [
        path.relative_to(package.parent).with_suffix("").as_posix().replace("/", ".")
        for path in package.rglob("*.py")
        if "(Base)" in path.read_text(encoding="utf-8")
    ]
    assert len(declaring) > 5
    script = f"import {', '.join(declaring)}\nfrom intake_ai.storage.tables import Base\nprint(*Base.metadata.tables)"
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=package.parent, capture_output=True, text=True, check=True
    )
    assert set(answer.stdout.split()) == set(METADATA.tables)
