"""What is told of a table whose gaps were filled."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.domain.results import FilledColumn, FilledFile, WrittenFile
from synthdesk.ui.export.saved import SavedPanel

WRITTEN = WrittenFile("filled.csv", 1200, 10, 9_000, "ab" * 32)


def test_that_the_gaps_of_many_columns_are_told_together_and_rows_that_keep_one_are_named(
    app: QApplication, qtbot: QtBot
) -> None:
    panel = SavedPanel()
    qtbot.addWidget(panel)
    columns = tuple(FilledColumn(f"x{n}", 100, 90) for n in range(30))
    panel.show_filled(FilledFile(WRITTEN, 1100, 1080, columns, (3, 1017)))
    told = panel.notice.text.text()
    assert "Filled: 2,700 of 3,000 gaps in 30 columns. Of 1,100 rows with gaps 1,080 have none" in told
    assert "In 20 rows gaps stay" in told
    assert "(rows 3, 1,017 …)" in told
    panel.show_filled(FilledFile(WRITTEN, 10, 10, columns[:1]))
    assert "90 of 100 gaps of “x0”" in panel.notice.text.text()
    assert "stay" not in panel.notice.text.text()
