"""The data folder of an installation as it is once it was opened: what every test would make again is made once."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings

_ENCODERS = ("none", Settings.model_fields["encoder"].default)


def lay_out(folder: Path) -> Path:
    """Puts a database with its tables and the indexes of the catalogue into a data folder that is not there yet."""
    if not folder.exists():
        shutil.copytree(_template(), folder)
        folder.chmod(0o700)
    return folder


@cache
def _template() -> Path:
    """Of this process; keys are made by whoever opens a copy first."""
    folder = Path(mkdtemp(prefix="intake-ai-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for encoder in _ENCODERS:
        settings = Settings(data_dir=folder, database_url="", broker_url="", encoder=encoder)
        with open_catalogue(settings) as catalogue:
            catalogue.prepare()
    return folder
