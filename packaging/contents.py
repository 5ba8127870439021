"""What goes into a bundle and what does not; `synthdesk.spec` and the tests read it here."""

from collections.abc import Iterable
from fnmatch import fnmatch

LOADED_BY_NAME = ("sklearn.mixture",)
"""Modules that libraries load by name, which no analysis sees (rdt does)."""

OWN_LOADED_BY_NAME = ("synthdesk.cli", "synthdesk.jobs")
"""Packages of ours whose modules are loaded by name."""

METADATA = (
    "PySide6_Essentials",
    "ctgan",
    "msgspec",
    "numpy",
    "polars",
    "rdt",
    "scikit-learn",
    "scipy",
    "torch",
)
"""Distributions that are asked for their version."""

QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy", "synthdesk.ui")
HEAVY = (
    "ctgan",
    "faker",
    "joblib",
    "networkx",
    "pandas",
    "polars",
    "pyreadstat",
    "python_calamine",
    "rdt",
    "safetensors",
    "scipy",
    "sklearn",
    "sympy",
    "torch",
)
NOWHERE = (
    "IPython",
    "PIL",
    "PySide6.QtDBus",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "_tkinter",
    "attr",
    "attrs",
    "lxml",
    "matplotlib",
    "pip",
    "plotly",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    "pytest",
    "setuptools",
    "tensorboard",
    "tkinter",
    "triton",
    "wheel",
)
"""Modules that neither program needs."""

DROP = (
    "*.a",
    "*.cuh",
    "*.h",
    "*.hpp",
    "*.lib",
    "*.pxd",
    "*.pyi",
    "*/tests/*",
    "PySide6/Qt/plugins/egldeviceintegrations/*",
    "PySide6/Qt/plugins/generic/*",
    "PySide6/Qt/plugins/networkinformation/*",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard*",
    "PySide6/Qt/plugins/platforms/libqeglfs*",
    "PySide6/Qt/plugins/platforms/libqlinuxfb*",
    "PySide6/Qt/plugins/platforms/libqminimal*",
    "PySide6/Qt/plugins/platforms/libqvkkhr*",
    "PySide6/Qt/plugins/platforms/libqvnc*",
    "PySide6/Qt/plugins/platformthemes/libqgtk3*",
    "PySide6/Qt/plugins/tls/*",
    "*libQt6EglFs*",
    "*libQt6Network*",
    "*libQt6Qml*",
    "PySide6/Qt/qml/*",
    "PySide6/plugins/networkinformation/*",
    "PySide6/plugins/platforms/qminimal*",
    "PySide6/plugins/tls/*",
    "attrs-*.dist-info/*",
    "libatk*",
    "libatspi*",
    "libcairo*",
    "libcom_err*",
    "libepoxy*",
    "libfribidi*",
    "libgdk*",
    "libgio-*",
    "libgmodule-*",
    "libgobject-*",
    "libgraphite2*",
    "libgssapi*",
    "libgtk*",
    "libharfbuzz*",
    "libk5crypto*",
    "libkeyutils*",
    "libkrb5*",
    "libmount*",
    "libpango*",
    "libpixman*",
    "lxml/*",
    "resources/example/make_example.py",
    "torch/bin/*",
    "torch/include/*",
    "torch/lib/libaoti_custom_ops*",
    "torch/lib/libbackend_with_compiler*",
    "torch/lib/libjitbackend_test*",
    "torch/lib/libtorchbind_test*",
    "torch/share/*",
    "torch/test/*",
    # Sources of modules that are in the programs already; only TorchScript, which is not used on these, reads them.
    "torch/_dynamo/*.py",
    "torch/_inductor/*.py",
    "torch/ao/*.py",
    "torch/distributed/*.py",
    "torch/onnx/*.py",
    "torch/testing/*.py",
    "torch-*.dist-info/licenses/*",  # all of them are in THIRD_PARTY_LICENSES.txt
)
"""Files that a library brings along and the program never reads; the platform plugin `vnc` would show the screen
to a network."""

KEEP = (
    "torch/bin/torch_shm_manager*",
    "torch/*config*.py",  # torch reads the source of its settings when it is loaded
)
"""Files that stay although a pattern of `DROP` names them."""


NOT_STRIPPED = ("*.libs/*", "nvidia/*")
"""Libraries that keep their tables of symbols on Linux: taking them out moves what OpenBLAS needs at its place, and
those of NVIDIA are to be passed on as they are."""


def is_stripped(path: str) -> bool:
    """Return whether the symbols, which only a debugger reads, are taken out of the library at `path`."""
    return ".so" in path.rsplit("/", 1)[-1] and not any(fnmatch(path, p) for p in NOT_STRIPPED)


def is_kept(path: str) -> bool:
    """Return whether the file at `path` (in the bundle, with any kind of slash) belongs into it."""
    name = path.replace("\\", "/")
    if any(fnmatch(name, pattern) for pattern in KEEP):
        return True
    return not any(fnmatch(name, pattern) for pattern in DROP)


def kept(entries: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the entries of a table of contents that belong into the bundle."""
    return [entry for entry in entries if is_kept(entry[0])]
