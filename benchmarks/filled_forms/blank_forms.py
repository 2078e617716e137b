"""The blank forms of the reference data as PDFs; office files are converted by LibreOffice."""

from pathlib import Path

from benchmarks.filled_forms.office import converted

OFFICE = (".doc", ".docx")


def source_of(key: str, forms: Path) -> Path:
    """The form whose file name begins with `key`, as it was published.

    Raises:
        FileNotFoundError: There is no such form.
    """
    source = next((path for path in sorted(forms.glob(f"{key}*")) if path.suffix.lower() in (*OFFICE, ".pdf")), None)
    if source is None:
        raise FileNotFoundError(f"no blank form {key} in {forms}")
    return source


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
    source = source_of(key, forms)
    return source if source.suffix.lower() == ".pdf" else converted([source], "pdf", kept)[0]
