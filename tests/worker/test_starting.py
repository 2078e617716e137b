"""What a worker says where it cannot start."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_WITHOUT_SHARED_MEMORY = [
    "unshare",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    'mount -t tmpfs -o ro tmpfs /dev/shm && "$@"',
]


def _may_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_WITHOUT_SHARED_MEMORY, "sh", "true"], check=False, capture_output=True).returncode == 0


def test_a_worker_without_shared_memory_says_so_and_ends(tmp_path: Path):
    if not _may_unshare():
        pytest.skip("this machine lets nobody mount anything")
    command = [*_WITHOUT_SHARED_MEMORY, "sh", sys.executable, "-m", "api.cli", "worker"]
    environment = {**os.environ, "INTAKE_AI_DATA_DIR": str(tmp_path / "data")}
    run = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert run.returncode == 2
    assert "/dev/shm" in run.stderr  # noqa: S108  where Linux keeps it
    assert "Traceback" not in run.stderr
