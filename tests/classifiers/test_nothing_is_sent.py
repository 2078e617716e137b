"""The library that runs models keeps no device id and no events to send: nothing leaves a centre's machines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = """
from pathlib import Path
from ocr.engines.network import _session
_session(sorted(Path("ocr").rglob("*.onnx"))[0])
"""
MEANINGS = """
from classifiers.search_encoder import load_encoder
load_encoder("built-in").vectors(["khai sinh"])
"""
BARE = """
from pathlib import Path
import onnxruntime
model = sorted(Path("classifiers").rglob("*.onnx"))[0]
onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
"""


def left_in_home(home, code):
    """What a process that runs models leaves in its user's folder."""
    hidden = {"CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME", "XDG_DATA_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=True, capture_output=True)
    return sorted(path.name for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize("code", [LINES, MEANINGS], ids=["lines", "meanings"])
def test_running_a_model_leaves_no_device_id_and_no_events(tmp_path, code):
    assert left_in_home(tmp_path, code) == []


def test_without_our_packages_the_library_would(tmp_path):
    left = left_in_home(tmp_path, BARE)
    if "deviceid" not in left:
        pytest.skip("this build of the library keeps no device id")
    assert left
