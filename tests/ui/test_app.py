import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from synthdesk.storage import temporary
from synthdesk.ui import app


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have file dialogs of their own")
def test_that_qt_remembers_no_folder_longer_than_the_program_runs() -> None:
    with temporary.own_folder() as folder:
        app.forget_file_dialogs()
        dialogs = QSettings(QSettings.Scope.UserScope, "QtProject")
        dialogs.setValue("FileDialog/lastVisited", "file:///patients")
        dialogs.sync()
        assert Path(dialogs.fileName()).is_relative_to(folder)
        assert Path(dialogs.fileName()).exists()
