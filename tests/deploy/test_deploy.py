"""What `deploy/` and the manuals say fits the program: units for systemd, secrets by chance, commands that exist."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from api.cli import app
from intake_ai.settings import Settings
from intake_ai.settings_sources import FILE_VARIABLE, read_settings
from intake_ai.storage.keyring import parse_keys

ROOT = Path(__file__).resolve().parents[2]
SYSTEMD, COMPOSE = ROOT / "deploy" / "systemd", ROOT / "deploy" / "compose"
README = ROOT / "README.md"
TEXTS = [
    *sorted(SYSTEMD.glob("*.service")),
    SYSTEMD / "README.md",
    COMPOSE / "README.md",
    COMPOSE / "compose.yaml",
    ROOT / "docs" / "operate.md",
]


@pytest.fixture(autouse=True)
def _bare(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("INTAKE_AI_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path):
    for path in (*SYSTEMD.glob("*.service"), *SYSTEMD.glob("*.timer")):
        # the programs stand where the checkout is, not in /opt
        content = path.read_text(encoding="utf-8").replace("/opt/intake-ai/.venv/bin/intake-ai", sys.executable)
        (tmp_path / path.name).write_text(content.replace("/opt/intake-ai", str(ROOT)), encoding="utf-8")
    (tmp_path / "intake-ai-watch@.service").rename(tmp_path / "intake-ai-watch@srv-x.service")
    units = [str(path) for path in tmp_path.iterdir()]
    run = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)  # noqa: S607
    assert run.returncode == 0, run.stderr
    assert "Unknown" not in run.stderr


def test_units_are_locked_down_alike():
    wanted = {"NoNewPrivileges=yes", "ProtectSystem=strict", "User=intake-ai", "PrivateTmp=yes", "RestrictSUIDSGID=yes"}
    for path in SYSTEMD.glob("*.service"):
        lines = set(path.read_text(encoding="utf-8").splitlines())
        assert wanted <= lines, path.name
        assert any(line.startswith("MemoryMax=") for line in lines)


def test_the_settings_to_begin_with_are_settings(tmp_path, monkeypatch):
    content = (SYSTEMD / "intake-ai.toml").read_text(encoding="utf-8")
    # the lines of a province too, whose files of secrets are made here
    for name in ("database_url", "broker_url", "blob_secret_key"):
        (tmp_path / name).write_text("sqlite://" if name == "database_url" else "redis://localhost")
    opened = re.sub(r"^# (?=\w+ = )", "", content, flags=re.MULTILINE).replace('"/etc/intake-ai/', f'"{tmp_path}/')
    (tmp_path / "centre.toml").write_text(opened, encoding="utf-8")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "centre.toml"))
    read = read_settings(Settings)
    assert read.data_dir == Path("/var/lib/intake-ai")
    assert read.database_url == "sqlite://"
    assert read.second_factor_roles == {"officer", "head", "administrator"}


def test_no_service_of_compose_has_a_default_password_or_a_writable_root():
    composed = yaml.safe_load((COMPOSE / "compose.yaml").read_text(encoding="utf-8"))
    for name, service in composed["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        secret = [key for key in service.get("environment", {}) if re.search("PASSWORD|SECRET|KEYS|_URL", key)]
        assert all(key.endswith("_FILE") or key == "INTAKE_AI_BLOB_URL" for key in secret), name
    assert set(composed["secrets"]) == {path.name for path in made_secrets()}
    assert composed["services"]["api"]["ports"][0].startswith("127.0.0.1:")


def made_secrets():
    """The files that `make-secrets` makes, by what it says."""
    said = (COMPOSE / "make-secrets").read_text(encoding="utf-8")
    return [Path(name) for name in re.findall(r"^make_once (\w+) ", said, re.MULTILINE)]


def test_secrets_are_made_by_chance_once_and_fit_the_settings(tmp_path, monkeypatch):
    made = []
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        shutil.copy(COMPOSE / "make-secrets", tmp_path / place)
        for _ in range(2):
            subprocess.run([tmp_path / place / "make-secrets"], check=True, capture_output=True)
            content = {path.name: path.read_text() for path in (tmp_path / place / "secrets").iterdir()}
            made.append(content)
    assert made[0] == made[1]
    assert made[2] == made[3]
    assert all(made[0][name] != made[2][name] for name in made[0])
    assert len(parse_keys(made[0]["encryption_keys"])) == 1
    folder = tmp_path / "a" / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("database_url", "broker_url", "encryption_keys"):
        monkeypatch.setenv(f"INTAKE_AI_{name.upper()}_FILE", str(folder / name))
    read = read_settings(Settings)
    assert made[0]["database_password"] in read.database_url
    assert read.broker_url.startswith("redis://:")


def test_the_nightly_backup_keeps_the_newest_and_touches_nothing_else(tmp_path):
    backups = tmp_path / "backups"
    for name in ("2026-01-01T010101", "2026-01-02T010101", "of-somebody-else"):
        (backups / name).mkdir(parents=True)
    program = tmp_path / "intake-ai"
    program.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m api.cli "$@"\n')
    program.chmod(0o755)
    own = {"BACKUP_DIR": str(backups), "BACKUPS_KEPT": "2", "INTAKE_AI": str(program)}
    environment = {**os.environ, **own, "INTAKE_AI_DATA_DIR": str(tmp_path / "data")}
    subprocess.run([SYSTEMD / "nightly-backup"], env=environment, check=True, capture_output=True)
    names = sorted(path.name for path in backups.iterdir())
    assert names[0] == "2026-01-02T010101"
    assert names[2] == "of-somebody-else"
    assert len(names) == 3
    assert any((backups / names[1]).iterdir())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_variable_that_is_named_is_a_setting(path):
    known = {f"INTAKE_AI_{name.upper()}" for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known} | {FILE_VARIABLE}
    # of compose alone, or of the shell
    known |= {"INTAKE_AI_SCANS", "INTAKE_AI_PORT", "INTAKE_AI_WORKER_MEMORY", "INTAKE_AI_NAME", "INTAKE_AI_NAME_FILE"}
    known |= {"INTAKE_AI_TÊN", "INTAKE_AI_TÊN_FILE"}
    named = set(re.findall(r"INTAKE_AI_\w+", path.read_text(encoding="utf-8")))
    assert named <= known


_COMMAND = re.compile(r"(?<!-u )(?<!-g )(?<!-aG )(?:(?<!/)|(?<=bin/))\bintake-ai (?P<words>[a-z][^\n`#|&;)]*)")


def commands_in(path):
    """The command lines of intake-ai in a text: what stands behind its name, up to the end of the code."""
    is_code = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            is_code = not is_code
        code = [line] if is_code else re.findall(r"`([^`]+)`", line)
        for part in code:
            for found in _COMMAND.finditer(part):
                yield found["words"].split()


@pytest.mark.parametrize(
    "path", [SYSTEMD / "README.md", COMPOSE / "README.md", ROOT / "docs" / "operate.md", README], ids=str
)
def test_every_command_that_is_named_exists_with_its_options(path):
    group = get_command(app)
    found = 0
    for words in commands_in(path):
        command, rest = group, list(words)
        while rest and getattr(command, "commands", None) and rest[0] in command.commands:
            command = command.commands[rest.pop(0)]
        assert command is not group, words
        assert not getattr(command, "commands", None) or not rest, words
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        used = {word.split("=")[0].strip('"…,.') for word in rest if word.startswith("--")}
        assert used <= options, words
        found += 1
    assert found >= 2
