"""The notation of written forms (README.md): from text to blocks of a page with blanks in them."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

HEAD_END = "==="
KEYS = frozenset({"name", "papers", "cards", "size", "face", "indent", "blanks", "pages", "fill"})
OPTIONS = frozenset({"as", "role", "same", "parts", "blank", "row", "up", "mute", "boxes", "w", "lines", "look", "who"})
MARKS = re.compile(r"(##|#|\^|>|!|%%|%) (?=\S)")
TOKENS = re.compile(
    r'(?P<brace>\\\{)|\{(?P<blank>(?:"[^"]*"|[^{}"])*)\}|(?P<bold>\*\*)|(?P<italic>(?<!:)//|(?<=:)//(?!\w))'
    r"|\^\((?P<raised>[^)]*)\)\^|(?P<box>\[\])"
)
BLANK = re.compile(r'(?P<what>"[^"]*"|\S+)(?P<options>(?:\s+[a-z]+(?:=\S*)?)*)\s*$')
PIECE = re.compile(r"(?P<what>.+):(?P<piece>d|m|y|yy|my)$")
CELL = re.compile(r'((?:\{(?:"[^"]*"|[^{}"])*\}|[^|])*)\|')
PARTS = re.compile(r"\[(columns|next|end|motto|page|rule)((?: \d+)*)\]$")


class NotationError(ValueError):
    """A written form does not follow the notation; the message tells the form's line."""


@dataclass(frozen=True)
class Printed:
    """Words that the form prints."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False


@dataclass(frozen=True)
class Box:
    """A square box that nobody ticks."""


@dataclass(frozen=True)
class Blank:
    """A place where a value goes.

    Attributes:
        what: Fact or text, as in the notation.
        piece: "d", "m", "y", "yy", "my" of a date in pieces, empty for a whole value.
        options: As in the notation.
    """

    what: str
    piece: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    bold: bool = False
    italic: bool = False

    @property
    def ticked(self) -> bool:
        return self.what == "tick" or self.what.startswith("tick:")


Span = Printed | Box | Blank
Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line of the notation; `mark` is the sign at its start."""

    mark: str
    spans: Line


@dataclass(frozen=True)
class Part:
    """A block without words of its own: motto, page, rule, gap."""

    kind: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table with its lines; `across` counts the columns that it covers."""

    lines: tuple[Line, ...]
    across: int = 1


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    heading: bool = False
    framed: bool = True


@dataclass(frozen=True)
class Table:
    """Rows one below the other; widths in percent, empty where all columns are alike."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Columns:
    """Blocks side by side."""

    widths: tuple[int, ...]
    columns: tuple[tuple["Block", ...], ...]


Block = Paragraph | Part | Table | Columns


@dataclass(frozen=True)
class WrittenForm:
    """A form: what its head says, and its blocks."""

    slug: str
    head: Mapping[str, str]
    blocks: tuple[Block, ...]

    @property
    def half(self) -> str:
        return half_of(self.slug)

    def listed(self, key: str, default: str) -> tuple[str, ...]:
        """The words of a key of the head that holds a list."""
        return tuple(word.strip() for word in self.head.get(key, default).split(",") if word.strip())


def half_of(slug: str) -> str:
    """Development or held_out, by the first byte of the slug's SHA-256."""
    return "held_out" if hashlib.sha256(slug.encode()).digest()[0] % 2 else "development"


@lru_cache(maxsize=1)
def written_forms() -> tuple[WrittenForm, ...]:
    """All forms of this folder, by slug."""
    folder = resources.files("benchmarks.filled_forms.written")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".txt")), key=lambda path: path.name)
    return tuple(form_of(path.name.removesuffix(".txt"), path.read_text("utf-8")) for path in paths)


def form_of(slug: str, text: str) -> WrittenForm:
    """A form from its text.

    Raises:
        NotationError: The text does not follow the notation.
    """
    lines = unicodedata.normalize("NFC", text).splitlines()
    if HEAD_END not in lines:
        raise NotationError(f"{slug}: no line {HEAD_END}")
    place = lines.index(HEAD_END)
    head = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines[:place] if line)}
    if unknown := set(head) - KEYS:
        raise NotationError(f"{slug}: unknown keys {sorted(unknown)}")
    reader = _Reader(slug, lines, place + 1)
    blocks = tuple(reader.blocks(inside=False))
    return WrittenForm(slug, head, blocks)


@dataclass
class _Reader:
    slug: str
    lines: list[str]
    place: int

    def error(self, message: str) -> NotationError:
        return NotationError(f"{self.slug}, line {self.place}: {message}")

    def blocks(self, *, inside: bool) -> Iterator[Block]:
        """Blocks up to the end, or up to [next] or [end] inside columns, which stays unread."""
        while self.place < len(self.lines):
            line = self.lines[self.place].strip()
            part = PARTS.match(line)
            if part and part[1] in ("next", "end"):
                if not inside:
                    raise self.error(f"{line} without [columns]")
                return
            self.place += 1
            if part and part[1] == "columns":
                yield self._columns(tuple(map(int, part[2].split())))
            elif line.startswith("|"):
                self.place -= 1
                yield self._table()
            else:
                yield Part(part[1]) if part else self._paragraph(line)
        if inside:
            raise self.error("[columns] without [end]")

    def _columns(self, widths: tuple[int, ...]) -> Columns:
        columns = []
        while True:
            columns.append(tuple(self.blocks(inside=True)))
            closing = self.lines[self.place].strip()
            self.place += 1
            if closing == "[end]":
                break
        if len(columns) != len(widths):
            raise self.error(f"{len(widths)} widths for {len(columns)} columns")
        return Columns(widths, tuple(columns))

    def _paragraph(self, line: str) -> Block:
        if not line:
            return Part("gap")
        mark = MARKS.match(line)
        return Paragraph(mark[1] if mark else "", self.spans(line[mark.end() :] if mark else line))

    def _table(self) -> Table:
        widths: tuple[int, ...] = ()
        rows: list[Row] = []
        while self.place < len(self.lines) and self.lines[self.place].strip().startswith("|"):
            line = self.lines[self.place].strip()
            self.place += 1
            if line.startswith("|:"):
                widths = tuple(map(int, line.strip("|: ").split()))
            else:
                rows.append(self._row(line))
        counts = {sum(cell.across for cell in row.cells) for row in rows} | ({len(widths)} if widths else set())
        if len(counts) != 1:
            raise self.error(f"rows of different lengths: {sorted(counts)}")
        return Table(widths, tuple(rows))

    def _row(self, line: str) -> Row:
        kind = line[1] if line[1:2] in ("h", "~") and line[2:3] == " " else ""
        rest = line[2 if kind else 1 :]
        rest = rest if rest.rstrip().endswith("|") else rest + "|"
        cells: list[Cell] = []
        for text in (match[1].strip() for match in CELL.finditer(rest)):
            if text == ">" and cells:
                cells[-1] = Cell(cells[-1].lines, cells[-1].across + 1)
            else:
                lines = re.split(r"(?<=\s)/(?=\s)", text)
                cells.append(Cell(tuple(self.spans(line.strip()) for line in lines)))
        return Row(tuple(cells), kind == "h", kind != "~")

    def spans(self, text: str) -> Line:
        """The words and blanks of a line."""
        found: list[Span] = []
        bold = italic = False
        begin = 0
        for match in TOKENS.finditer(text):
            if match.start() > begin:
                found.append(Printed(text[begin : match.start()], bold, italic))
            begin = match.end()
            if match["bold"]:
                bold = not bold
            elif match["italic"]:
                italic = not italic
            elif match["brace"]:
                found.append(Printed("{", bold, italic))
            elif match["box"]:
                found.append(Box())
            elif match["raised"] is not None:
                found.append(Printed(f"({match['raised']})", bold, italic, raised=True))
            else:
                found.append(self._blank(match["blank"], bold=bold, italic=italic))
        if begin < len(text):
            found.append(Printed(text[begin:], bold, italic))
        if any(isinstance(span, Printed) and re.search(r"[{}]", span.text) and span.text != "{" for span in found):
            raise self.error(f"a brace that is no blank: {text}")
        return tuple(found)

    def _blank(self, text: str, *, bold: bool, italic: bool) -> Blank:
        match = BLANK.match(text.strip())
        if not match:
            raise self.error(f"no blank: {text}")
        words = match["options"].split()
        options = {word.partition("=")[0]: word.partition("=")[2] or "1" for word in words}
        if "role=" in words:
            options["role"] = ""
        if unknown := set(options) - OPTIONS:
            raise self.error(f"unknown options {sorted(unknown)}: {text}")
        what, piece = match["what"], PIECE.match(match["what"])
        if piece and not what.startswith(('"', "tick")):
            return Blank(piece["what"], piece["piece"], options, bold, italic)
        return Blank(what, "", options, bold, italic)
