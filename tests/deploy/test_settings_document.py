"""docs/settings.md names every setting with its default, and none that is not there."""

import re
from pathlib import Path

from intake_ai.settings import Settings, groups
from intake_ai.settings_sources import FILE_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
_ROW = re.compile(r"^\| `INTAKE_AI_(\w+)` \| (.*?) \| (.+) \|$", re.MULTILINE)


def told() -> dict[str, str]:
    content = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return {name.lower(): default.strip("`") for name, default, _ in _ROW.findall(content)}


def written(value: object) -> str:
    if isinstance(value, frozenset | set):
        return ",".join(sorted(map(str, value)))
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or value == {}:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_setting_stands_there_in_its_order_with_its_default():
    assert list(told()) == [name for group in groups() for name in group.model_fields]
    for name, default in told().items():
        field = Settings.model_fields[name]
        if field.default_factory is None:
            assert default == written(field.default), name
        else:
            assert default, name


def test_no_manual_names_a_setting_that_is_not_there():
    known = {f"INTAKE_AI_{name.upper()}" for name in Settings.model_fields} | {FILE_VARIABLE}
    known |= {"INTAKE_AI_SHARED", "INTAKE_AI_"}  # of the tests; the beginning of all
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        named = set(re.findall(r"INTAKE_AI_[A-Z_]*", path.read_text(encoding="utf-8")))
        unknown = {name.removesuffix("_FILE") for name in named} - known - {"INTAKE_AI_NAME", "INTAKE_AI_T"}
        assert unknown <= {name.removesuffix("_FILE") for name in known}, path.name
