"""Draw a sheet as a born-digital PDF with a real text layer (needs reportlab, of the group generator)."""

import io
from collections.abc import Sequence

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from classifiers.synthetic.fonts import font_file
from classifiers.synthetic.sheet import Area, Colour, Placed, Rule, Sheet, Style, Text

POINTS = 72 / 25.4


def pdf_of_sheets(sheets: Sequence[Sheet], title: str) -> bytes:
    """A PDF as a word processor makes it; the same sheets give the same bytes."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for sheet in sheets:
        width, height = sheet.size
        canvas.setPageSize((width * POINTS, height * POINTS))
        for mark in sheet.marks:
            _draw(canvas, mark, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, mark: Text | Rule | Area | Placed, height: float) -> None:
    match mark:
        case Text():
            canvas.setFillColorRGB(*_unit(mark.style.colour))
            canvas.setFont(_registered(mark.style), mark.style.size)
            canvas.drawString(mark.x * POINTS, (height - mark.y) * POINTS, mark.text)
        case Rule():
            canvas.setStrokeColorRGB(*_unit(mark.colour))
            canvas.setLineWidth(mark.width * POINTS)
            (x0, y0), (x1, y1) = mark.start, mark.end
            canvas.line(x0 * POINTS, (height - y0) * POINTS, x1 * POINTS, (height - y1) * POINTS)
        case Area():
            _area(canvas, mark, height)
        case Placed():
            left, top, right, bottom = (edge * POINTS for edge in mark.box)
            small = mark.picture.resize((mark.picture.width // 2, mark.picture.height // 2), Image.Resampling.LANCZOS)
            canvas.drawImage(
                ImageReader(small), left, height * POINTS - bottom, right - left, bottom - top, mask="auto"
            )


def _area(canvas: Canvas, mark: Area, height: float) -> None:
    left, top, right, bottom = (edge * POINTS for edge in mark.box)
    if mark.fill:
        canvas.setFillColorRGB(*_unit(mark.fill))
    if mark.outline:
        canvas.setStrokeColorRGB(*_unit(mark.outline))
        canvas.setLineWidth(mark.width * POINTS)
    place = (left, height * POINTS - bottom, right - left, bottom - top, mark.radius * POINTS)
    canvas.roundRect(*place, stroke=int(bool(mark.outline)), fill=int(bool(mark.fill)))


def _registered(style: Style) -> str:
    name = f"{style.family}{'-bold' * style.bold}{'-italic' * style.italic}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(font_file(style.family, style.bold, style.italic))))
    return name


def _unit(colour: Colour) -> tuple[float, float, float]:
    return (colour[0] / 255, colour[1] / 255, colour[2] / 255)
