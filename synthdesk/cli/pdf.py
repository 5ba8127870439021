"""The report as PDF: written by Qt in a process of its own, because the command line does without Qt."""

import os
import subprocess
from pathlib import Path

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message
from synthdesk.storage import programs

_PATIENCE_SECONDS = 300


def write(page: Path, pdf: Path) -> None:
    """Write the HTML file `page` as `pdf`; `UserError` when Qt is not here or cannot do it."""
    environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ)
    done = subprocess.run(
        [*programs.window(), programs.WRITE_PDF, str(page), str(pdf)],
        env=environment,
        capture_output=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode != 0 or not pdf.is_file():
        raise UserError(
            message("The report could not be written as PDF"),
            message("The part of the program that writes PDF did not finish."),
            message("Write it as .html, open it in a browser and print it to a PDF file."),
        )
