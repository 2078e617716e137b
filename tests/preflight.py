"""PDFBox Preflight, the judge of PDF/A-1b, as a function."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

_JARS = Path("/usr/share/java")
_NEEDED = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
CLASS_PATH = tuple(_JARS / f"{name}.jar" for name in _NEEDED)


def is_installed():
    return all(jar.exists() for jar in CLASS_PATH)


def judged(files, folder):
    """What Preflight says against each file by its name, empty where it is PDF/A-1b; one Java for all of them."""
    listed = folder / "files.txt"
    listed.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
    command = ["java", f"-Duser.home={folder}", "-cp", ":".join(map(str, CLASS_PATH))]
    command += ["org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", str(listed)]
    subprocess.run(command, check=False, capture_output=True, cwd=folder)
    told = ET.parse(folder / "files.txt.preflight.xml").getroot()  # noqa: S314  written by the line above
    return {part.get("name"): _against(part) for part in told}


def _against(part):
    if part.findtext("isValid") == "true":
        return ""
    return ", ".join(error.findtext("details") or "?" for error in part.iter("error")) or "not valid"
