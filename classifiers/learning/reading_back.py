"""From a made dossier to an example: its files are written, read as any upload is, and joined with the truth."""

import tempfile
from pathlib import Path

from classifiers.learning.examples import write_example
from classifiers.synthetic.dossiers import MadeDossier
from ocr.reader import ReadingOptions, read_uploads
from ocr.sandbox import Sandbox


def read_back(made: MadeDossier, folder: Path, options: ReadingOptions, sandbox: Sandbox | None = None) -> Path:
    """Read a made dossier and keep the example in `folder`; the files themselves are not kept.

    Raises:
        EngineMissing: As `read_uploads`.
    """
    with tempfile.TemporaryDirectory() as scans:
        files = []
        for name, content in made.files.items():
            path = Path(scans, name)
            path.write_bytes(content)
            files.append((path, name))
        reading = read_uploads(files, options, sandbox=sandbox)
    return write_example(folder, str(made.truth["id"]), made.truth, reading.pages)
