"""The system's file dialogs, one function per question, so that tests can answer."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def file_to_open(parent: QWidget, title: str, filters: str, folder: Path | None = None) -> Path | None:
    """Return the file the user chose, or None. `filters` is Qt's: "Tables (*.csv *.xlsx);;All files (*)"."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), filters)
    return Path(name) if name else None


def file_to_save(parent: QWidget, title: str, proposal: Path, filters: str) -> Path | None:
    """Return the file name the user chose (the dialog has asked about replacing it), or None."""
    name, chosen = QFileDialog.getSaveFileName(parent, title, str(proposal), filters)
    if not name:
        return None
    path = Path(name)
    suffix = _suffix(chosen)
    return path if path.suffix or not suffix else path.with_name(path.name + suffix)


def _suffix(filter_words: str) -> str:
    """Return ".png" for "Picture (*.png)"."""
    _, _, rest = filter_words.partition("(*")
    suffix = rest.split(")")[0].split(" ")[0]
    return suffix if suffix.startswith(".") and "*" not in suffix else ""
