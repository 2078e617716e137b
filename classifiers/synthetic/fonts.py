"""Find the fonts of office paper and measure text in them.

Liberation Serif and Sans have the widths of Times New Roman and Arial, which Vietnamese agencies use, and
hold all Vietnamese letters from version 2 on (Debian 12: fonts-liberation2, later: fonts-liberation).
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from classifiers.synthetic.sheet import MM_PER_POINT, Style

FAMILIES = {"serif": "LiberationSerif", "sans": "LiberationSans", "mono": "LiberationMono"}
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)
MEASURE_SIZE = 1000
FACES = {
    "Regular": (False, False), "Book": (False, False), "Roman": (False, False), "Medium": (False, False),
    "Bold": (True, False), "Italic": (False, True), "Oblique": (False, True), "Bold Italic": (True, True),
    "Bold Oblique": (True, True), "BoldItalic": (True, True), "BoldOblique": (True, True),
}  # fmt: skip
"""Names that font files give their faces, as (bold, italic)."""


class FontMissing(RuntimeError):
    """A font of the synthetic pages is not installed."""


@lru_cache(maxsize=256)
def font_file(family: str, bold: bool = False, italic: bool = False) -> Path:
    """The TrueType file of a family and face.

    Raises:
        FontMissing: It is in no font folder of this machine, or only in a version without Vietnamese letters.
    """
    if family not in FAMILIES:
        return _installed_face(family, bold, italic)
    face = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
    name = f"{FAMILIES[family]}-{face}.ttf"
    for folder in FOLDERS:
        for path in sorted(folder.rglob(name)) if folder.is_dir() else ():
            if _has_vietnamese(path):
                return path
    raise FontMissing(
        f"no {name} with Vietnamese letters; install the Debian package fonts-liberation2 (or fonts-liberation 2)"
    )


def _installed_face(family: str, bold: bool, italic: bool) -> Path:
    faces = installed().get(family)
    if not faces:
        raise FontMissing(f"no font family {family} with Vietnamese letters is installed")
    nearest = [(bold, italic), (bold, False), (False, italic), (False, False)]
    return next(faces[face] for face in nearest if face in faces)


@lru_cache(maxsize=1)
def installed() -> Mapping[str, Mapping[tuple[bool, bool], Path]]:
    """Installed families whose upright face holds Vietnamese letters: files of the (bold, italic) faces."""
    families: dict[str, dict[tuple[bool, bool], Path]] = {}
    for path in sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.rglob("*.[to]tf")):
        family, face = _named(path)
        if face in FACES:
            families.setdefault(family, {}).setdefault(FACES[face], path)
    whole = {name: faces for name, faces in families.items() if (False, False) in faces}
    return {name: faces for name, faces in sorted(whole.items()) if _has_vietnamese(faces[False, False])}


def _named(path: Path) -> tuple[str, str]:
    try:
        family, face = ImageFont.truetype(path, 20, layout_engine=ImageFont.Layout.BASIC).getname()
    except OSError:
        return "", ""  # a font that FreeType cannot open is none for us
    return family or "", face or ""


def _has_vietnamese(path: Path) -> bool:
    """Whether a letter of Vietnamese differs from the sign for a missing letter."""
    face = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
    return bytes(face.getmask("ợ")) != bytes(face.getmask("\uffff"))


@lru_cache(maxsize=512)
def font(style: Style, pixels_per_mm: float) -> ImageFont.FreeTypeFont:
    """The font of a style at a resolution."""
    size = style.size * MM_PER_POINT * pixels_per_mm
    return ImageFont.truetype(
        font_file(style.family, style.bold, style.italic), size, layout_engine=ImageFont.Layout.BASIC
    )


@lru_cache(maxsize=128)
def measuring_font(family: str, bold: bool, italic: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(family, bold, italic), MEASURE_SIZE, layout_engine=ImageFont.Layout.BASIC)


def text_width(text: str, style: Style) -> float:
    """Width of a run in millimetres: the sum of its letters, free of kerning and of the hinting of any resolution."""
    ems = sum(letter_width(letter, style.family, style.bold, style.italic) for letter in text)
    return ems * style.size * MM_PER_POINT


@lru_cache(maxsize=65536)
def letter_width(letter: str, family: str, bold: bool, italic: bool) -> float:
    """Width of a letter in font sizes."""
    return measuring_font(family, bold, italic).getlength(letter) / MEASURE_SIZE


def ascent(style: Style) -> float:
    """Millimetres from the baseline to the top of a line, room for accents on capitals included."""
    return 0.89 * style.size * MM_PER_POINT


def descent(style: Style) -> float:
    """Millimetres from the baseline to the bottom of a line."""
    return 0.22 * style.size * MM_PER_POINT
