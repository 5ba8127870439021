import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from synthdesk.storage import paths
from synthdesk.ui.about import ALL_TEXTS, AboutBox


def test_that_an_installed_program_shows_the_text_of_every_licence(
    app: object, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "resources"
    for name in ("licences", "icons"):
        shutil.copytree(paths.resources() / name, installed / name)
    (installed / "licences" / ALL_TEXTS).write_text("GNU LESSER GENERAL PUBLIC LICENSE", encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: installed)
    box = AboutBox()
    qtbot.addWidget(box)
    assert "Business Source License" in box.text.toPlainText()
    box.findChild(QPushButton, "about.texts").click()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in box.text.toPlainText()


def test_that_the_source_offers_no_texts_it_does_not_have(app: object, qtbot: QtBot) -> None:
    box = AboutBox()
    qtbot.addWidget(box)
    assert box.findChild(QPushButton, "about.texts") is None
