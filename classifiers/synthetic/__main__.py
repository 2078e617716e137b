"""Write the sample dossiers: python -m classifiers.synthetic FOLDER [NAME...]."""

import json
import sys
from pathlib import Path

from classifiers.synthetic.dossiers import MadeDossier, make
from classifiers.synthetic.samples import plans


def write(dossier: MadeDossier, folder: Path) -> None:
    """Put files and truth.json into a folder; files of an earlier run go, nothing else is touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.pdf"), *folder.glob("*.jpg")):
        old.unlink()
    for name, content in dossier.files.items():
        (folder / name).write_bytes(content)
    text = json.dumps(dossier.truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Make all samples, or those named.

    Returns:
        0, or 2 where the folder is not given or a name is unknown.
    """
    known = plans()
    names = arguments[1:] or list(known)
    if not arguments or not set(names) <= set(known):
        sys.stderr.write(f"usage: python -m classifiers.synthetic FOLDER [NAME...]\nnames: {' '.join(known)}\n")
        return 2
    for name in names:
        dossier = make(known[name])
        write(dossier, Path(arguments[0]) / name)
        size = sum(map(len, dossier.files.values())) / 1024
        sys.stdout.write(f"{name}: {len(dossier.files)} files, {size:.0f} KiB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
