"""Garbage is collected in the window's thread, whatever thread made it."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from synthdesk.ui.garbage import GarbageCollection


class Cycle:
    """Something that only the collection of garbage takes apart."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GarbageCollection]:
    made = GarbageCollection()
    yield made
    made.stop()
    gc.disable()  # as the other tests of the window have it


def test_that_garbage_is_collected_in_the_thread_of_the_window(
    collection: GarbageCollection, qtbot: QtBot
) -> None:
    ended: list[threading.Thread] = []
    weakref.finalize(Cycle(), lambda: ended.append(threading.current_thread()))

    def make_garbage() -> None:
        for _ in range(20_000):
            Cycle()

    maker = threading.Thread(target=make_garbage)
    maker.start()
    maker.join()
    qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    assert ended == [threading.main_thread()]
