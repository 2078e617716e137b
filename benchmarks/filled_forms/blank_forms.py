"""The blank forms of the reference data as PDFs; office files are converted by LibreOffice."""

import shutil
import subprocess
from pathlib import Path

OFFICE = (".doc", ".docx")


class NoOffice(RuntimeError):
    """LibreOffice is not installed."""


def pdf_of(key: str, forms: Path, kept: Path) -> Path:
    """The PDF of the form whose file name begins with `key`.

    Args:
        key: First eight signs of the file name.
        forms: Folder of blank forms (doc, docx, pdf).
        kept: Folder in which converted forms are kept.

    Raises:
        FileNotFoundError: There is no such form.
        NoOffice: It must be converted and LibreOffice is not installed.
    """
    done = sorted(kept.glob(f"{key}*.pdf"))
    if done:
        return done[0]
    source = next((path for path in sorted(forms.glob(f"{key}*")) if path.suffix.lower() in (*OFFICE, ".pdf")), None)
    if source is None:
        raise FileNotFoundError(f"no blank form {key} in {forms}")
    if source.suffix.lower() == ".pdf":
        return source
    office = shutil.which("soffice")
    if office is None:
        raise NoOffice("install LibreOffice (Debian: libreoffice-writer) or give a folder of converted forms by --pdfs")
    kept.mkdir(parents=True, exist_ok=True)
    subprocess.run(  # noqa: S603 - the program found on the path, with our own arguments
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(kept), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return sorted(kept.glob(f"{key}*.pdf"))[0]
