"""The scripts of `packaging` lie beside each other and are run as scripts; the tests find them the same way."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "packaging"))
