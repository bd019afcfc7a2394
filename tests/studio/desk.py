"""A desk of a test's own: a screen, a window manager, a session bus with accessibility, a sound server."""

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from screen import Screen  # noqa: E402
from sound_servers import PROGRAMS, eventually  # noqa: E402

PROGRAM = os.environ.get("ATTACCA_STUDIO", str(ROOT / "build" / "dev" / "apps" / "studio" / "attacca-studio"))
SOUND_PROGRAM = os.environ.get("ATTACCA_PROGRAM", str(ROOT / "build" / "dev" / "apps" / "attacca" / "attacca"))
PICTURES = Path(os.environ.get("ATTACCA_SCREENSHOTS", str(ROOT / "build" / "test_logs" / "studio")))
BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
NEEDED = (*PROGRAMS, "Xvfb", "openbox", "xdotool", "import", "pw-record")


def missing():
    """What this machine lacks for tests of the window, in words; nothing where all is there."""
    lacks = [name for name in NEEDED if shutil.which(name) is None]
    if not Path(BUS_LAUNCHER).exists():
        lacks.append("at-spi2-core")
    for name, version, package in (("Atspi", "2.0", "gir1.2-atspi-2.0"), ("Gtk", "3.0", "gir1.2-gtk-3.0")):
        try:
            import gi
            gi.require_version(name, version)
        except (ImportError, ValueError):
            lacks.append(f"{package} with python3-gi")
    lacks += [program for program in (PROGRAM, SOUND_PROGRAM) if not Path(program).exists()]
    return ", ".join(lacks)


class Desk(Screen):
    """Everything that a window needs and nobody else sees. One for each process: the accessibility library knows one bus."""

    def __init__(self, sink="speakers", size="1280x800"):
        super().__init__(sink, size)
        try:
            self.environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "0",
                                 "LC_ALL": "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1"}
            for name in ("AT_SPI_BUS_ADDRESS", "QT_SCALE_FACTOR"):
                self.environment.pop(name, None)
            self.launch(BUS_LAUNCHER, "--launch-immediately")
            os.environ.update({name: self.environment[name]
                               for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")})
            self.require(self.accessible, "accessibility")
        except BaseException:
            self.close()
            raise

    def accessible(self):
        return subprocess.run(["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
                               "org.a11y.Bus.GetAddress"], env=self.environment, capture_output=True).returncode == 0


def desk():
    """The one of this process."""
    if not hasattr(desk, "one"):
        lacks = missing()
        if lacks:
            raise unittest.SkipTest(f"not installed: {lacks}")
        desk.one = Desk()
        unittest.addModuleCleanup(close_desk)
    return desk.one


def close_desk():
    desk.one.close()
    del desk.one


__all__ = ["Desk", "PICTURES", "PROGRAM", "ROOT", "SOUND_PROGRAM", "desk", "eventually"]
