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
    "attrs-*.dist-info/*",
    "libatk*",
    "libatspi*",
    "libcairo*",
    "libcom_err*",
    "libepoxy*",
    "libexpat.so*",
    "libfribidi*",
    "libgcc_s.so*",
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
    "libstdc++.so*",
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
    "torch-*.dist-info/licenses/*",  # all of them are in THIRD_PARTY_LICENSES.txt
)
"""Files that a library brings along and the program never reads; the platform plugin `vnc` would show the screen
to a network. The three of GCC and Expat are on every system with libGL, and those of Debian 12 need its glibc."""

DROP_BESIDE_ARCHIVE = (
    "torch/_dynamo/*.py",
    "torch/_inductor/*.py",
    "torch/ao/*.py",
    "torch/distributed/*.py",
    "torch/onnx/*.py",
    "torch/testing/*.py",
)
"""Sources of modules that PyInstaller's programs hold already; only TorchScript, not used on these, reads them."""

DROP_ON_WINDOWS = (
    "*.c",
    "*.pxi",
    "*.pyx",
    "_distutils_hack/*",
    "_ssl.pyd",
    "bin/*",
    "libssl-*.dll",
    "distutils-precedence.pth",
    "pkg_resources/*",
    "pyqtgraph/examples/*",
    "python_calamine/*.pdb",
    "setuptools*/*",
    "shiboken6/*140*.dll",
    "qtpy/QtNetwork*",
    "qtpy/QtPdf*",
    "qtpy/QtWeb*",
    "winsound.pyd",
    "*.dist-info/licenses/*",
    "*.dist-info/RECORD",
    "*.dist-info/sboms/*",
)
"""The same for the bundle for Windows, which is made of whole packages."""

QT_ON_WINDOWS = (
    "PySide6/__init__.py*",
    "PySide6/_config.py*",
    "PySide6/_git_pyside_version.py*",
    "PySide6/support/__init__.py*",
    "PySide6/support/deprecated.py*",
    *(f"PySide6/Qt{name}.pyd" for name in ("Core", "Gui", "OpenGL", "OpenGLWidgets", "Svg", "Widgets")),
    *(f"PySide6/Qt6{name}.dll" for name in ("Core", "Gui", "OpenGL", "OpenGLWidgets", "Svg", "Widgets")),
    "PySide6/pyside6.abi3.dll",
    "PySide6/plugins/iconengines/*.dll",
    "PySide6/plugins/imageformats/qico.dll",
    "PySide6/plugins/imageformats/qjpeg.dll",
    "PySide6/plugins/imageformats/qsvg.dll",
    "PySide6/plugins/platforms/qoffscreen.dll",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/plugins/styles/*.dll",
)

NAME_NETWORK = frozenset(
    {
        "PySide6/Qt6Core.dll",
        "_multiprocessing.pyd",
        "_overlapped.pyd",
        "_polars_runtime_32/_polars_runtime.pyd",
        "_socket.pyd",
        "libcrypto-3.dll",
        "psutil/_psutil_windows.pyd",
        "python311.dll",
        "select.pyd",
        "torch/lib/torch_cpu.dll",
        "torch/lib/torch_python.dll",
        "torch/lib/uv.dll",
    }
)
"""The parts of others that name Windows' library of networks, ws2_32; none of ours does. Calls of Python's meet the
hook of `seclusion`; the others do not open a connection unless they are asked to, which nothing of ours does."""

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


def is_kept(path: str, drop: Iterable[str] = DROP + DROP_BESIDE_ARCHIVE) -> bool:
    """Return whether the file at `path` (in the bundle, with any kind of slash) belongs into it."""
    name = path.replace("\\", "/")
    if any(fnmatch(name, pattern) for pattern in KEEP):
        return True
    return not any(fnmatch(name, pattern) for pattern in drop)


def is_kept_on_windows(path: str) -> bool:
    """Return whether the file at `path` belongs into the bundle for Windows, where modules are files.

    Of Qt, whose package for Windows brings every tool, only what is named goes in.
    """
    if path.startswith("PySide6/"):
        return any(fnmatch(path, pattern) for pattern in QT_ON_WINDOWS)
    return is_kept(path, DROP + DROP_ON_WINDOWS)


def kept(entries: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the entries of a table of contents that belong into the bundle."""
    return [entry for entry in entries if is_kept(entry[0])]
