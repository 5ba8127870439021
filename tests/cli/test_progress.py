"""What is said on stderr while work goes on."""

import io

import pytest

from synthdesk.cli.console import Console
from synthdesk.cli.progress import ProgressLine, bar, duration_words
from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Noticed,
    Progress,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.domain.messages import message


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def epoch(n):
    return EpochDone(n, 10, 0.1, 0.2, 1.0, 125.0, 1000)


def test_that_a_file_gets_one_line_a_minute():
    remarks, clock = io.StringIO(), Clock()
    line = ProgressLine(Console(io.StringIO(), remarks), clock)
    for n in range(1, 10):
        clock.seconds = n * 20.0
        line.show(epoch(n))
    assert remarks.getvalue().splitlines() == [
        " 30% Round 3 of 10, about 2 min left",
        " 60% Round 6 of 10, about 2 min left",
        " 90% Round 9 of 10, about 2 min left",
    ]


def test_that_a_terminal_gets_a_bar_that_is_wiped_before_a_line():
    remarks, results, clock = Terminal(), io.StringIO(), Clock()
    console = Console(results, remarks)
    line = ProgressLine(console, clock)
    line.show(Progress(message("Reading"), 0.5, 1.0))
    assert remarks.getvalue() == "\r[###############---------------]  50% Reading"
    console.result("done")
    assert remarks.getvalue().endswith("\r")
    assert results.getvalue() == "done\n"


def test_that_the_similarity_is_shown_with_the_round():
    remarks, clock = Terminal(), Clock()
    line = ProgressLine(Console(io.StringIO(), remarks), clock)
    line.show(SimilarityMeasured(3, 0.81, 2, 0.83, ()))
    line.show(epoch(4))
    assert "Round 4 of 10, about 2 min left, similarity 0.810 (best 0.830)" in remarks.getvalue()


def test_that_notices_and_the_begin_are_lines_of_their_own():
    remarks = io.StringIO()
    line = ProgressLine(Console(io.StringIO(), remarks), Clock())
    line.show(Noticed(message("The graphics card is full; the processor goes on.")))
    line.show(TrainingBegun(0, 10, "processor", 0.9, 1800, 200))
    line.show(CheckpointSaved(1))
    assert remarks.getvalue().splitlines() == [
        "The graphics card is full; the processor goes on.",
        "Training on the processor: 1,800 rows to learn from, 200 held out to measure.",
    ]


def test_that_a_total_of_nothing_is_done():
    remarks = Terminal()
    ProgressLine(Console(io.StringIO(), remarks), Clock()).show(Progress(message("Empty"), 0, 0))
    assert "100% Empty" in remarks.getvalue()


@pytest.mark.parametrize(("share", "filled"), [(-1.0, 0), (0.0, 0), (1.0, 30), (7.0, 30)])
def test_that_a_bar_stays_within_its_width(share, filled):
    assert bar(share).count("#") == filled


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (89.4, "89 s"), (90, "2 min"), (3599, "1 h 0 min"), (7260, "2 h 1 min")],
)
def test_that_durations_read_like_speech(seconds, words):
    assert duration_words(seconds) == words
