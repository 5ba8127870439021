"""The pair of PySide6 and Python does not destroy `None` (6.12.0 on 3.11 does, and aborts after some minutes)."""

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from synthdesk.ui.app import binding_is_bad


def test_that_the_binding_keeps_the_references_of_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("a")
    before = sys.getrefcount(None)
    for _ in range(200):
        label.setText("x")
    assert sys.getrefcount(None) >= before - 20


@pytest.mark.parametrize(
    ("binding", "python", "is_bad"),
    [((6, 12, 0), (3, 11), True), ((6, 12, 0), (3, 12), False), ((6, 9, 3), (3, 11), False)],
)
def test_that_only_the_bad_pair_is_refused(
    binding: tuple[int, ...], python: tuple[int, ...], is_bad: bool
) -> None:
    assert binding_is_bad(binding, python) is is_bad
