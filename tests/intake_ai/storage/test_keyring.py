import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.storage.errors import KeysUnusable, SealBroken
from intake_ai.storage.keyring import Keyring, keyring_from, new_key_line, parse_keys

OLD, NEW = new_key_line(), new_key_line()
RING = Keyring(parse_keys(OLD))


@given(content=st.binary(max_size=300), purpose=st.text(max_size=20))
def test_sealed_content_opens_for_its_purpose_and_for_no_other(content: bytes, purpose: str):
    sealed = RING.seal(content, purpose)
    assert RING.open(sealed, purpose) == content
    with pytest.raises(SealBroken):
        RING.open(sealed, purpose + "x")


@given(content=st.binary(min_size=8, max_size=100), where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_single_changed_bit_is_told_wherever_it_is(content: bytes, where: int, bit: int):
    sealed = bytearray(RING.seal(content, "mau"))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises((SealBroken, KeysUnusable)):
        RING.open(bytes(sealed), "mau")


@given(length=st.integers(0, 80))
def test_content_that_is_cut_off_is_told(length: int):
    sealed = RING.seal(b"MAU", "mau")
    with pytest.raises((SealBroken, KeysUnusable)):
        RING.open(sealed[: min(length, len(sealed) - 1)], "mau")


def test_the_plain_words_are_nowhere_in_what_is_sealed():
    assert b"NGUYEN VAN MAU" not in RING.seal(b"NGUYEN VAN MAU" * 10, "ten")
    assert RING.seal(b"x", "ten") != RING.seal(b"x", "ten")


def test_after_a_change_of_keys_the_old_ones_still_open_and_hmacs_stay_the_same():
    rotated = Keyring(parse_keys(f"{NEW},{OLD}"))
    assert rotated.open(RING.seal(b"MAU", "mau"), "mau") == b"MAU"
    assert rotated.derived("audit") == RING.derived("audit") != RING.derived("search")
    with pytest.raises(KeysUnusable) as told:
        RING.open(rotated.seal(b"MAU", "mau"), "mau")
    assert (told.value.code, told.value.values["ids"]) == ("keys-missing", NEW.partition(":")[0])


def test_who_runs_on_while_a_key_is_added_opens_what_others_seal_with_it(tmp_path: Path):
    file = tmp_path / "keys"
    file.write_text(f"{OLD}\n", encoding="ascii")
    running = keyring_from("", None, file)
    file.write_text(f"{NEW}\n{OLD}\n", encoding="ascii")
    other = keyring_from("", None, file)
    assert running.open(other.seal(b"MAU", "thu"), "thu") == b"MAU"
    assert running.sealing == running.root == other.root != other.sealing
    file.unlink()
    assert running.open(other.seal(b"MAU", "thu"), "thu") == b"MAU"
    with pytest.raises(KeysUnusable):
        running.open(Keyring(parse_keys(new_key_line())).seal(b"MAU", "thu"), "thu")


def test_the_own_key_of_a_dossier_opens_only_what_it_sealed():
    one, other = RING.own(RING.new_own_key()), RING.own(RING.new_own_key())
    sealed = one.seal(b"MAU", "note")
    assert one.open(sealed, "note") == b"MAU"
    for key, purpose in ((other, "note"), (one, "before")):
        with pytest.raises(SealBroken):
            key.open(sealed, purpose)


def test_no_secret_is_shown_where_a_key_is_printed():
    secret = parse_keys(OLD)[0].secret
    assert str(secret)[2:-1] not in repr(parse_keys(OLD)) + repr(RING.own(RING.new_own_key()))


@pytest.mark.parametrize(
    "keys",
    ["k1:tooshort", "k1:" + base64.b64encode(bytes(31)).decode(), "no-colon", f"{OLD},{OLD}", ",", f"a/b:{OLD[-44:]}"],
    ids=["short", "a-byte-short", "no-colon", "twice-one-name", "none", "name-with-a-slash"],
)
def test_malformed_keys_are_told_without_showing_them(keys: str):
    with pytest.raises(KeysUnusable) as told:
        parse_keys(keys)
    assert told.value.code == "keys-malformed"
    assert keys[4:] not in str(told.value) or keys == ","


def test_a_file_of_keys_may_have_comments_and_lines(tmp_path: Path):
    file = tmp_path / "khoa"
    file.write_text(f"# khóa mới\n{NEW}\n\n{OLD}\n".replace("khóa mới", "khoa moi"))
    assert keyring_from("", file, tmp_path / "keys").ids == tuple(line.partition(":")[0] for line in (NEW, OLD))
    assert not (tmp_path / "keys").exists()


def test_a_file_of_keys_that_the_settings_name_is_never_made(tmp_path: Path):
    with pytest.raises(KeysUnusable) as told:
        keyring_from("", tmp_path / "khoa", tmp_path / "keys")
    assert told.value.code == "keys-no-file"
    assert list(tmp_path.iterdir()) == []


def test_of_processes_that_start_together_all_get_the_one_key_which_only_the_owner_reads(tmp_path: Path):
    file = tmp_path / "moi" / "keys"
    script = (
        f"from pathlib import Path; from intake_ai.storage.keyring import keyring_from as k; p = Path({str(file)!r})"
    )
    script += "; print(k('', None, p).derived('mau').hex())"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    started = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) for _ in range(4)
    ]
    said = {process.communicate()[0] for process in started}
    assert len(said) == 1
    assert len(said.pop()) == 65
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["keys"]
