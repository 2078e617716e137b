from pathlib import Path

from intake_ai.settings import Settings
from intake_ai.storage.installation import open_installation
from intake_ai.work.files import FetchedFiles
from ocr.limits import Limits
from ocr.sandbox import Sandbox


def test_plain_files_of_one_dossier_are_gone_when_another_is_begun(tmp_path: Path, on_sqlite: None) -> None:
    folder = tmp_path / "fetched"
    folder.mkdir()
    settings = Settings(data_dir=tmp_path / "data", database_url="")
    with open_installation(settings) as installation, Sandbox(Limits()) as sandbox:
        files = FetchedFiles(installation.blobs, folder, sandbox)
        first, second = (installation.blobs.put(content).sha256 for content in (b"mot MAU", b"hai MAU"))
        files.keep_only_of("mot")
        path = files.path(first)
        laid_out = sandbox.folder() / f"{first}.pdf"
        laid_out.write_bytes(b"%PDF")
        files.keep_only_of("mot")
        assert path.read_bytes() == b"mot MAU"
        files.keep_only_of("hai")
        assert [one.name for one in folder.iterdir()] == []
        assert not laid_out.exists()
        assert files.path(second).read_bytes() == b"hai MAU"
