import hashlib
import io
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers.s3 import S3

from intake_ai.settings import Settings
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.errors import BlobMissing, BlobTooLarge, KeysUnusable, SealBroken, StorageUnusable
from intake_ai.storage.keyring import Keyring, new_key_line, parse_keys
from intake_ai.storage.objects import FolderObjects
from intake_ai.storage.sealing import SEGMENT_BYTES
from intake_ai.storage.stores import open_objects

KEYS = Keyring(parse_keys(new_key_line()))
LARGE = os.urandom(SEGMENT_BYTES * 3 + 7)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    """An empty store, in turn of each kind."""
    if request.param == "folder":
        return BlobStore(open_objects(Settings(data_dir=tmp_path)), KEYS)
    server: S3 = request.getfixturevalue("s3")
    return BlobStore(open_objects(Settings(data_dir=tmp_path, **server.bucket())), KEYS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def kept(folder: Path) -> BlobStore:
    return BlobStore(FolderObjects(folder), KEYS)


def file_of(folder: Path, sha256: str) -> Path:
    return folder / "content" / sha256[:2] / sha256


@pytest.mark.parametrize(
    "content", [b"", b"MAU", LARGE[:SEGMENT_BYTES], LARGE[: SEGMENT_BYTES + 1], LARGE, os.urandom(9 * 1024 * 1024)]
)
def test_a_file_comes_back_as_it_was_under_the_hash_of_its_content(store: BlobStore, tmp_path: Path, content: bytes):
    blob = store.put(io.BytesIO(content))
    assert (blob.sha256, blob.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert store.get(blob.sha256) == content
    assert b"".join(store.stream(blob.sha256)) == content
    store.fetch(blob.sha256, tmp_path / "ban-sao.pdf")
    assert (tmp_path / "ban-sao.pdf").read_bytes() == content
    assert store.exists(blob.sha256)


def test_the_same_file_twice_is_kept_once(store: BlobStore):
    assert store.put(LARGE) == store.put(LARGE)
    assert list(store.contents()) == [hashlib.sha256(LARGE).hexdigest()]


def test_what_is_deleted_or_never_was_is_told_as_missing(store: BlobStore, tmp_path: Path):
    blob = store.put(b"MAU")
    assert store.delete(blob.sha256)
    assert not store.delete(blob.sha256)
    assert not store.exists(blob.sha256)
    for ask in (
        store.get,
        lambda sha256: store.fetch(sha256, tmp_path / "x"),
        lambda sha256: list(store.stream(sha256)),
    ):
        with pytest.raises(BlobMissing):
            ask(blob.sha256)
    assert not (tmp_path / "x").exists()


def test_things_with_names_of_ours_are_replaced_and_removed_together(store: BlobStore):
    store.put_named("images/a/1.jpg", b"cu")
    store.put_named("images/a/1.jpg", b"moi")
    store.put_named("images/a/2.jpg", b"hai")
    store.put_named("images/ab/1.jpg", b"khac")
    assert store.get_named("images/a/1.jpg") == b"moi"
    assert store.get_named("images/a/3.jpg") is None
    assert store.delete_named("images/a") == 2
    assert store.get_named("images/a/1.jpg") is None
    assert store.get_named("images/ab/1.jpg") == b"khac"


def test_a_file_larger_than_allowed_leaves_nothing(store: BlobStore):
    with pytest.raises(BlobTooLarge):
        store.put(io.BytesIO(LARGE), most=len(LARGE) - 1)
    assert list(store.contents()) == []
    assert store.put(io.BytesIO(LARGE), most=len(LARGE)).size == len(LARGE)


@pytest.mark.parametrize("name", ["", "../x", "a/../b", "/a", "a//b", "A", "a b", "a/.b", "x" * 200, "a\n"])
def test_a_name_can_lead_nowhere_else(kept: BlobStore, name: str):
    with pytest.raises(ValueError, match="name"):
        kept.put_named(name, b"MAU")
    with pytest.raises(ValueError, match="SHA-256"):
        kept.get(name)


def test_nothing_plain_lies_in_the_folder_and_only_the_owner_enters_it(kept: BlobStore, folder: Path):
    kept.put(b"NGUYEN VAN MAU" * 1000)
    kept.put_named("readings/x", b"NGUYEN VAN MAU" * 1000)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert all(b"VAN MAU" not in path.read_bytes() and not path.stat().st_mode & 0o077 for path in files)
    assert not folder.stat().st_mode & 0o077


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_bit_anywhere_is_told(kept: BlobStore, folder: Path, where: float, bit: int):
    blob = kept.put(LARGE)
    path = file_of(folder, blob.sha256)
    sealed = bytearray(path.read_bytes())
    sealed[int(where * len(sealed))] ^= 1 << bit
    path.write_bytes(sealed)
    with pytest.raises((SealBroken, KeysUnusable)):
        kept.get(blob.sha256)
    path.unlink()


def segments_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """Head, and the sealed segments of `LARGE`."""
    size = SEGMENT_BYTES + 16
    head = len(sealed) - 3 * size - 7 - 16
    return sealed[:head], [sealed[start : start + size] for start in range(head, len(sealed), size)]


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (0, 1, 3), (1, 0, 2, 3), (0, 1, 1, 2, 3), (0, 1, 2, 3, 3), (3,), (), (0, 2, 1, 3)]
)
def test_segments_left_out_repeated_or_moved_are_told(kept: BlobStore, folder: Path, order: tuple[int, ...]):
    blob = kept.put(LARGE)
    head, segments = segments_of(file_of(folder, blob.sha256).read_bytes())
    assert len(segments) == 4
    file_of(folder, blob.sha256).write_bytes(head + b"".join(segments[number] for number in order))
    with pytest.raises(SealBroken):
        kept.get(blob.sha256)


def test_a_file_put_under_the_name_of_another_is_told_before_a_byte_of_it_is_given(kept: BlobStore, folder: Path):
    one, other = kept.put(LARGE), kept.put(b"MAU")
    file_of(folder, one.sha256).replace(file_of(folder, other.sha256))
    with pytest.raises(SealBroken):
        next(kept.stream(other.sha256))


def test_a_file_that_was_cut_off_is_written_again_by_the_next_who_brings_it(kept: BlobStore, folder: Path):
    blob = kept.put(LARGE)
    os.truncate(file_of(folder, blob.sha256), 1000)
    kept.put(LARGE)
    assert kept.get(blob.sha256) == LARGE


def test_files_sealed_with_an_earlier_key_open_after_a_change_of_keys(folder: Path):
    old, new = parse_keys(new_key_line()), parse_keys(new_key_line())
    blob = BlobStore(FolderObjects(folder), Keyring(old)).put(LARGE)
    assert BlobStore(FolderObjects(folder), Keyring((*new, *old))).get(blob.sha256) == LARGE
    with pytest.raises(KeysUnusable):
        BlobStore(FolderObjects(folder), Keyring(new)).get(blob.sha256)


def test_a_file_that_was_just_brought_again_is_young(kept: BlobStore, folder: Path):
    blob = kept.put(b"MAU")
    hours_ago = time.time() - 7200
    os.utime(file_of(folder, blob.sha256), (hours_ago, hours_ago))
    assert kept.age(blob.sha256) > 3600
    kept.put(b"MAU")
    assert kept.age(blob.sha256) < 3600


def full_after(size: int) -> None:
    """No file of this process may grow beyond `size`, as on a disk that is full: writing fails."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture
def full_disk() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.getsignal(signal.SIGXFSZ)
    full_after(100_000)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_and_leaves_nothing_behind(kept: BlobStore, folder: Path):
    for put in (lambda: kept.put(LARGE), lambda: kept.put_named("readings/x", LARGE)):
        with pytest.raises(StorageUnusable) as told:
            put()
        assert (told.value.code, told.value.http_status) == ("storage-full", 507)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert kept.get(kept.put(b"MAU").sha256) == b"MAU"


def test_a_really_full_file_system_is_told_too(tmp_path: Path):
    mounted = tmp_path / "nho"
    mounted.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mounted]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        store = BlobStore(FolderObjects(mounted / "blobs"), KEYS)
        with pytest.raises(StorageUnusable) as told:
            store.put(LARGE)
        assert told.value.code == "storage-full"
        assert store.get(store.put(b"MAU").sha256) == b"MAU"
    finally:
        subprocess.run(["/bin/umount", mounted], check=True)


def test_a_process_killed_while_it_writes_leaves_nothing_that_a_reader_sees(kept: BlobStore, folder: Path):
    script = f"""
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.keyring import Keyring, new_key_line, parse_keys
from intake_ai.storage.objects import FolderObjects
BlobStore(FolderObjects(Path({str(folder)!r})), Keyring(parse_keys(new_key_line()))).put(sys.stdin.buffer)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    writer = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, env=environment)
    assert writer.stdin
    writer.stdin.write(LARGE + LARGE + LARGE)
    writer.stdin.flush()
    while not list((folder / ".parts").glob("*")):
        time.sleep(0.01)
    writer.kill()
    writer.communicate()
    assert list(kept.contents()) == []
    (part,) = (folder / ".parts").iterdir()
    assert FolderObjects(folder).remove_abandoned_parts() == 0
    os.utime(part, (0, 0))
    assert FolderObjects(folder).remove_abandoned_parts() == 1


def test_a_store_out_of_reach_is_told_without_secrets(tmp_path: Path, s3: S3):
    settings_of_bucket = {**s3.bucket(), "blob_endpoint": "http://127.0.0.1:9", "blob_secret_key": "bi-mat"}
    store = BlobStore(open_objects(Settings(data_dir=tmp_path, **settings_of_bucket)), KEYS)
    for ask in (lambda: store.put(b"MAU"), lambda: store.get("0" * 64), lambda: store.get_named("a")):
        with pytest.raises(StorageUnusable) as told:
            ask()
        assert (told.value.code, told.value.http_status) == ("storage-blobs", 503)
        assert "bi-mat" not in str(told.value) + str(told.value.values)


class _FullStore(BaseHTTPRequestHandler):
    """Answers as MinIO does when its disks are full."""

    def do_HEAD(self) -> None:
        self._answer(404, b"")

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(507, b"<Error><Code>XMinioStorageFull</Code><Message>MAU</Message></Error>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the library
        """Nothing on standard error."""

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_a_full_store_is_told_as_full(tmp_path: Path):
    with ThreadingHTTPServer(("127.0.0.1", 0), _FullStore) as server:
        threading.Thread(target=server.serve_forever).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        where = Settings(
            data_dir=tmp_path, blob_url="s3://mau", blob_endpoint=endpoint, blob_access_key="m", blob_secret_key="m"
        )
        with pytest.raises(StorageUnusable) as told:
            BlobStore(open_objects(where), KEYS).put(b"MAU")
        server.shutdown()
    assert (told.value.code, told.value.http_status) == ("storage-full", 507)


def test_folders_that_deleting_empties_are_in_nobodys_way(tmp_path: Path):
    """Several processes write into the folder that another has just emptied and removes."""
    objects = FolderObjects(tmp_path)
    wrong: list[Exception] = []

    def write_and_delete(own: str) -> None:
        try:
            for number in range(150):
                with objects.new_part() as part:
                    part.write(b"x")
                    objects.keep(part, f"content/ab/{own}{number}")
                objects.delete(f"content/ab/{own}{number}")
        except StorageUnusable as error:
            wrong.append(error)

    threads = [threading.Thread(target=write_and_delete, args=(own,)) for own in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("content", [b"", b"MAU", LARGE, os.urandom(9 * 1024 * 1024)])
def test_a_file_that_is_sealed_anew_opens_without_the_old_key(store: BlobStore, content: bytes):
    new = parse_keys(new_key_line())[0]
    blob = store.put(content)
    both = BlobStore(store.objects, Keyring([new, KEYS.sealing]))
    name = f"content/{blob.sha256[:2]}/{blob.sha256}"
    assert both.seal_anew(name, nullcontext())
    assert not both.seal_anew(name, nullcontext())
    assert not both.seal_anew(f"content/00/{'0' * 64}", nullcontext())
    assert BlobStore(store.objects, Keyring([new])).get(blob.sha256) == content
    with pytest.raises(KeysUnusable):
        store.get(blob.sha256)
