"""The last column of a table."""

from PySide6.QtWidgets import QHeaderView, QTableView


def fit_last_column(table: QTableView) -> None:
    """Let it take the room that is left, but never less than its heading and its cells need."""
    header = table.horizontalHeader()
    if not header.count():
        return
    needed = sum(
        max(header.sectionSizeHint(place), table.sizeHintForColumn(place)) for place in range(header.count())
    )
    modes = QHeaderView.ResizeMode
    fits = needed <= table.viewport().width()
    header.setSectionResizeMode(header.count() - 1, modes.Stretch if fits else modes.ResizeToContents)
