"""A report as PDF by Qt's own writer: usable with a window and, as a program of its own, without one."""

import re
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from synthdesk.storage import atomic, paths
from synthdesk.ui import print_style

_FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")
_DOTS_PER_INCH = 150
_SHARPNESS = 3.0
_WIDTH = 660.0
"""Width of the text in units of the document."""

_HEIGHT = 960.0
_LETTER = 30.0
"""Drawings no higher than this stand in a line of text."""

_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def main(arguments: list[str]) -> int:
    """Write the HTML file `arguments[0]` as PDF to `arguments[1]`; the exit status."""
    application = QGuiApplication.instance() or QGuiApplication([])
    application.setApplicationName("SynthDesk")
    for name in _FONTS:
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name))
    QGuiApplication.setFont(QFont("Inter", 10))
    page, target = (Path(argument) for argument in arguments)
    write(page.read_text(encoding="utf-8"), target)
    return 0


def write(html: str, target: Path) -> None:
    """Write the report `html` to `target`, whole or not at all. Needs a QGuiApplication; draws with no window."""
    document = QTextDocument()
    document.setDefaultStyleSheet(print_style.CSS)
    document.setDocumentMargin(0)
    document.setDefaultFont(QGuiApplication.font())
    document.setHtml(_with_pictures(print_style.simplified(html), document))
    with atomic.replacing(target) as temporary:
        writer = QPdfWriter(str(temporary))
        writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
        writer.setCreator("SynthDesk")
        writer.setTitle(_title(html))
        writer.setResolution(_DOTS_PER_INCH)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(18, 16, 18, 18), QPageLayout.Unit.Millimeter)
        _draw(document, writer)
        del writer  # the file is complete when the writer is gone


def _draw(document: QTextDocument, writer: QPdfWriter) -> None:
    """Draw page by page, each with its number at the foot."""
    room = writer.pageLayout().paintRectPixels(_DOTS_PER_INCH)
    scale = room.width() / _WIDTH
    height = room.height() / scale - 24
    document.setPageSize(QSizeF(_WIDTH, height))
    _keep_together(document, height)
    painter = QPainter(writer)
    painter.scale(scale, scale)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * height)
        document.drawContents(painter, QRectF(0, page * height, _WIDTH, height))
        painter.restore()
        foot = QRectF(0, height + 6, _WIDTH, 18)
        painter.setFont(QFont(QGuiApplication.font().family(), 7))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{page + 1} / {document.pageCount()}")
    painter.end()


def _keep_together(document: QTextDocument, height: float) -> None:
    """Move every heading without its text at the foot of a page to the next, and every line the end of a page cuts."""
    block = _misplaced(document, height, 0)
    while block.isValid():
        moved = QTextBlockFormat()
        rest = _cut_off(block, height)
        if rest > 0.0:
            moved.setTopMargin(block.blockFormat().topMargin() + rest)
        else:
            moved.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(block).mergeBlockFormat(moved)
        document.setPageSize(QSizeF(_WIDTH, height))
        block = _misplaced(document, height, block.blockNumber() + 1)


def _misplaced(document: QTextDocument, height: float, start: int) -> QTextBlock:
    """Return the first block from `start` on that is to be moved, an invalid one when there is none."""
    document.pageCount()  # lays everything out

    def page(block: QTextBlock) -> int:
        # A block that begins with a picture keeps its place at the foot while the picture moves on.
        return int((_first_line(block)[0] + 1.0) // height)

    block = document.findBlockByNumber(start)
    while block.isValid():
        following = _text_under(block)
        is_heading = bool(block.blockFormat().headingLevel())
        if _cut_off(block, height) or (is_heading and following.isValid() and page(following) > page(block)):
            break
        block = block.next()
    return block


def _first_line(block: QTextBlock) -> tuple[float, float]:
    """Return where the first line of `block` begins and ends in the document."""
    top, layout = block.document().documentLayout().blockBoundingRect(block).top(), block.layout()
    if not layout.lineCount():
        return top, top
    line = layout.lineAt(0)
    return top + line.y(), top + line.y() + line.height()


def _cut_off(block: QTextBlock, height: float) -> float:
    """Return how much of the first line of `block` stands above the end of a page that cuts it, else 0.

    Qt lets this happen to the text below a table.
    """
    first, last = _first_line(block)
    rest = height - first % height
    return rest if block.text() and 1.0 <= rest < last - first - 1.0 < height else 0.0


def _text_under(heading: QTextBlock) -> QTextBlock:
    """Return the block that follows `heading`; of a table the first row below its own headings."""
    following = heading.next()
    table = QTextCursor(following).currentTable() if following.isValid() else None
    if table is None or table.rows() < 2:
        return following
    return table.cellAt(1, 0).firstCursorPosition().block()


def _with_pictures(html: str, document: QTextDocument) -> str:
    """Return `html` with every drawing as a picture of the document (a text document knows no SVG)."""

    def picture(found: re.Match[str]) -> str:
        drawn = found[0]
        size = _VIEW.search(drawn)
        if size is None:
            return ""
        width, height = float(size[1]), float(size[2])
        shown = min(width, _WIDTH - 20, (_HEIGHT - 120) * width / max(height, 1.0))
        name = f"drawing:{found.start()}"
        image = _rendered(print_style.coloured(drawn), QSizeF(shown, shown * height / width))
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        image_tag = f'<img src="{name}" width="{shown:.0f}" height="{shown * height / width:.0f}">'
        return f"<p>{image_tag}</p>" if height > _LETTER else image_tag

    return _SVG.sub(picture, html)


def _rendered(svg: str, size: QSizeF) -> QImage:
    image = QImage((size * _SHARPNESS).toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QSvgRenderer(svg.encode()).render(painter)
    painter.end()
    return image


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return found[1] if found else "SynthDesk"
