import re
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextDocument

from synthdesk.domain.facts import Histogram
from synthdesk.evaluation import plots
from synthdesk.ui import pdf, print_style


def report(pages: int) -> str:
    drawing = plots.histogram(
        Histogram((0.0, 1.0, 2.0), (3, 5)), Histogram((0.0, 1.0, 2.0), (4, 4)), "x", dates=False
    )
    body = f"<figure>{drawing}<figcaption>caption</figcaption></figure><p>word</p>" * pages * 4
    return f"<html><head><title>Two tables</title><style>p {{}}</style></head><body><main>{body}</main></body></html>"


def test_that_a_report_becomes_a_pdf_of_several_pages(qapp, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    pdf.write(report(4), target)
    written = target.read_bytes()
    assert written.startswith(b"%PDF-1.4")
    assert len(re.findall(rb"/Type\s*/Page\b", written)) >= 3
    assert list(tmp_path.iterdir()) == [target]


def test_that_no_heading_stands_at_the_foot_of_a_page_without_its_text(qapp) -> None:
    high = f'<p><img src="none" width="100" height="{pdf._HEIGHT / 3:.0f}"></p>'
    table = "<table><tr><th>head</th></tr>" + "<tr><td>row</td></tr>" * 3 + "</table>"
    document = QTextDocument()
    document.setHtml("".join(f"<h3>{n}</h3>{high}<p>word</p><h3>{n} table</h3>{table}" for n in range(12)))
    document.setPageSize(QSizeF(pdf._WIDTH, 701.3))
    assert pdf._misplaced(document, 701.3, 0).isValid()
    pdf._keep_together(document, 701.3)
    assert not pdf._misplaced(document, 701.3, 0).isValid()


def test_that_no_line_below_a_table_is_cut_by_the_end_of_a_page(qapp) -> None:
    table = "<table>" + "<tr><td>row</td></tr>" * 3 + "</table>"
    document = QTextDocument()
    document.setHtml(f"{table}<p>first<br>second</p>" * 60)
    document.setPageSize(QSizeF(pdf._WIDTH, 701.3))
    pdf._keep_together(document, 701.3)
    assert document.pageCount() < 20
    block = document.begin()
    while block.isValid():
        assert pdf._cut_off(block, 701.3) == 0.0
        block = block.next()


def test_that_the_command_writes_one_without_a_screen(tmp_path: Path) -> None:
    page, target = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(report(1), encoding="utf-8")
    command = [sys.executable, "-m", "synthdesk", "--write-pdf", str(page), str(target)]
    root = Path(__file__).parent.parent.parent
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root), "SYNTHDESK_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(b"%PDF")


def test_that_drawings_keep_their_colours_on_paper() -> None:
    drawn = print_style.coloured(report(1))
    assert 'class="' not in drawn
    assert print_style.REAL in drawn
    assert "stroke-dasharray" in drawn


def test_that_the_style_of_the_screen_is_left_out() -> None:
    plain = print_style.simplified(report(1))
    assert "<style>" not in plain
    assert "<figure>" not in plain
