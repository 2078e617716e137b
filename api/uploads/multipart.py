"""Reads a form with files (multipart/form-data, RFC 7578) while it arrives, one file after the other."""

from collections import deque
from collections.abc import Iterator

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from intake_ai.requests.arriving import Pieces, Readable
from intake_ai.requests.errors import UploadMalformed

_READ_BYTES = 1 << 18
_MOST_VALUE_BYTES = 1 << 16
"""Of what is in the form beside files; all together, for we use none of it."""
_MOST_FIELDS = 1000
_ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
"""What browsers write for letters that would end a name (HTML standard, multipart/form-data encoding algorithm)."""

_Part = tuple[str, bytes]


class FormFile(Pieces):
    """A file in a form, to be read before the next one.

    Attributes:
        name: As the sender told it.
    """

    def __init__(self, name: str, form: "Form") -> None:
        super().__init__(form.next_piece)
        self.name = name


class Form:
    """A form that is read once, in order.

    Args:
        content_type: Of the request.
        source: Its body.

    Raises:
        UploadMalformed: It is no form, or none that is parted properly.
    """

    def __init__(self, content_type: str, source: Readable) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise UploadMalformed("upload-not-multipart", "no form with a boundary")
        self._source = source
        self._parts: deque[_Part] = deque()
        self._values = self._fields = 0
        self._header: list[bytes] = []
        self._headers: dict[bytes, bytes] = {}
        try:
            self._parser = MultipartParser(boundary, self._callbacks())  # type: ignore[arg-type]  # a plain mapping
        except FormParserError as error:
            raise UploadMalformed("upload-not-multipart", str(error)) from error

    def files(self) -> Iterator[FormFile]:
        """The files, each to be read before the next is asked for; what is left of one is skipped.

        Raises:
            UploadMalformed: The form is broken, ends too early, or holds much that is no file.
        """
        while (part := self._next()) is not None:
            kind, content = part
            if kind == "begin":
                name = _file_name(content)
                if name is not None:
                    yield FormFile(name, self)
                else:
                    self._skip_field()
            elif kind == "data":
                self._skip(content)

    def next_piece(self) -> bytes | None:
        """The next bytes of the file that is being read; None at its end."""
        part = self._next()
        if part is None or part[0] == "end":
            return None
        return part[1]

    def _next(self) -> _Part | None:
        while not self._parts:
            read = self._source.read(_READ_BYTES)
            if not read:
                raise UploadMalformed("upload-broken-off", "the form does not end")
            try:
                self._parser.write(read)
            except FormParserError as error:
                raise UploadMalformed("upload-not-multipart", str(error)) from error
        part = self._parts.popleft()
        if part[0] == "finish":
            self._parts.append(part)  # there is nothing behind it, however often it is asked for
            return None
        return part

    def _skip_field(self) -> None:
        self._fields += 1
        if self._fields > _MOST_FIELDS:
            raise UploadMalformed("upload-not-multipart", "many fields that are no files")

    def _skip(self, content: bytes) -> None:
        self._values += len(content)
        if self._values > _MOST_VALUE_BYTES:
            raise UploadMalformed("upload-not-multipart", "much that is no file")

    def _callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": lambda data, start, end: self._header.append(data[start:end]),
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": lambda: self._parts.append(("begin", self._disposition())),
            "on_part_data": lambda data, start, end: self._parts.append(("data", data[start:end])),
            "on_part_end": lambda: self._parts.append(("end", b"")),
            "on_end": lambda: self._parts.append(("finish", b"")),
        }

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        name = b"".join(self._header).lower()
        self._headers[name] = self._headers.get(name, b"") + data[start:end]

    def _on_header_end(self) -> None:
        self._header.clear()

    def _disposition(self) -> bytes:
        return self._headers.get(b"content-disposition", b"")


def _file_name(disposition: bytes) -> str | None:
    """Name of the file of a part; None where the part is no file, or a field of the form that nobody filled."""
    _, options = parse_options_header(disposition)
    if not options.get(b"filename"):
        return None
    name = options[b"filename"].decode("utf-8", "replace")
    for escaped, letter in _ESCAPED.items():
        name = name.replace(escaped, letter)
    return name
