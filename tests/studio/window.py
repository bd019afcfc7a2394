"""The window as a screen reader and a keyboard meet it: controls are found by role and name."""

import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from desk import PICTURES, PROGRAM, desk, eventually

SECONDS = 30  # How long a loaded machine may take for anything.


def atspi():
    """Imported late: it reads the bus's address when it is loaded."""
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
    return Atspi


class Control:
    """One accessible object, asked anew each time."""

    def __init__(self, node):
        self.node = node

    @property
    def name(self):
        self.node.clear_cache()
        return self.node.get_name() or ""

    @property
    def description(self):
        self.node.clear_cache()
        return self.node.get_description() or ""

    @property
    def role(self):
        return self.node.get_role_name()

    def states(self):
        self.node.clear_cache()
        return {state.value_nick for state in self.node.get_state_set().get_states()}

    def enabled(self):
        return "enabled" in self.states()

    def checked(self):
        return "checked" in self.states()

    def children(self):
        try:
            self.node.clear_cache()
            nodes = [self.node.get_child_at_index(i) for i in range(self.node.get_child_count())]
        except atspi_errors():
            return []
        return [Control(node) for node in nodes if node is not None]

    def all(self, showing=False):
        """This and everything below, in the order of the tree; only what is in sight, if asked."""
        yield self
        for child in self.children():
            if not showing or child.showing():
                yield from child.all(showing)

    def label(self):
        """What it is called: by itself, or by the label beside it, as combo boxes are, whose own name is what they show."""
        for relation in self.node.get_relation_set() or ():
            if relation.get_relation_type() == atspi().RelationType.LABELLED_BY and relation.get_n_targets():
                return relation.get_target(0).get_name() or ""
        return "" if self.role == "combo box" else self.name

    def press(self):
        """Its first action: a button's press, a check box's toggle."""
        if not self.node.get_action_iface().do_action(0):
            raise AssertionError(f"{self!r} does nothing when it is pressed")

    def value(self):
        self.node.clear_cache()
        return self.node.get_value_iface().get_current_value()

    def set_value(self, value):
        self.node.get_value_iface().set_current_value(value)

    def text(self):
        interface = self.node.get_text_iface()
        return interface.get_text(0, -1) if interface else self.name

    def focus(self):
        self.node.get_component_iface().grab_focus()

    def box(self):
        """x, y, width, height on the screen."""
        extents = self.node.get_component_iface().get_extents(atspi().CoordType.SCREEN)
        return extents.x, extents.y, extents.width, extents.height

    def showing(self):
        return "showing" in self.states()

    def __repr__(self):
        return f"{self.role} {self.name!r}"


def atspi_errors():
    from gi.repository import GLib
    return (GLib.Error,)


class Studio:
    """A running attacca-studio with a home of its own."""

    def __init__(self, *arguments, home=None, environment=None):
        self.desk = desk()
        self.home = Path(home) if home else Path(tempfile.mkdtemp(prefix="home-", dir=self.desk.folder))
        self.environment = self.desk.environment | {
            "HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"), "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_MUSIC_DIR": str(self.home / "Music")} | (environment or {})
        self.log = open(self.home.with_suffix(".log"), "ab")
        self.process = subprocess.Popen([PROGRAM, *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        try:
            self.wait_for(self.find_frame, "the window")
        except BaseException:
            self.end(signal.SIGKILL)
            raise

    def windows(self):
        """The program's windows and dialogs."""
        for application in Control(atspi().get_desktop(0)).children():
            try:
                if application.node.get_process_id() == self.process.pid:
                    return application.children()
            except atspi_errors():
                continue
        return []

    def find_frame(self):
        return next((one for one in self.windows() if one.name == "Attacca Studio" and one.children()), None)

    def find_dialog(self, title):
        return self.wait_for(lambda: next((one for one in self.windows() if one.name.startswith(title)), None),
                             f"the dialog {title!r}")

    def wait_for(self, condition, what):
        found = []

        def look():
            if self.process.poll() is not None:
                return True
            try:
                result = condition()
            except atspi_errors():
                return False
            if result:
                found.append(result)
            return bool(result)

        if not eventually(look, SECONDS) or not found:
            ended = self.process.poll()
            self.log.flush()
            tail = Path(self.log.name).read_text(errors="replace")[-2000:]
            if ended is None:
                self.screenshot("failed")
            raise AssertionError(f"waited in vain for {what} (the program {'runs' if ended is None else f'ended: {ended}'})\n{tail}")
        return found[-1]

    def controls(self, showing=True):
        root = self.find_frame()
        return list(root.all(showing)) if root else []

    def look_for(self, role, name, showing=True):
        for one in self.controls(showing):
            if one.role == role and name in (None, one.name) or (role == "combo box" == one.role and one.label() == name):
                return one
        return None

    def find(self, role, name):
        return self.wait_for(lambda: self.look_for(role, name), f"{role} {name!r}")

    def find_text(self, part):
        """Anything in sight whose name or text has these words."""
        def look():
            return next((one for one in self.controls() if part in one.name or part in one.description), None)
        return self.wait_for(look, f"the words {part!r}")

    def show_page(self, title):
        button = self.wait_for(lambda: next((one for one in self.controls() if one.name == f"{title} page"), None),
                               f"page {title}")
        if not button.checked():
            button.press()
        self.wait_for(button.checked, f"page {title} in sight")

    def choose(self, name, part):
        """The first entry of a combo box that has these words, by the keyboard."""
        box = self.find("combo box", name)

        def place():
            entries = [one.name for one in box.all() if one.role == "list item"]
            return next((i + 1 for i, entry in enumerate(entries) if part in entry), 0)

        self.wait_for(place, f"{part!r} in {name}")
        box.press()
        self.wait_for(lambda: "expanded" in box.states(), f"the list of {name}")
        self.key("Home", *["Down"] * (place() - 1), "Return")
        self.wait_for(lambda: part in box.name, f"{part!r} chosen in {name}")

    def activate(self):
        """The window gets the keys."""
        def active():
            return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "Attacca",
                                   "windowactivate", "--sync"], env=self.environment, capture_output=True,
                                  timeout=SECONDS).returncode == 0

        self.wait_for(active, "the window manager to give the window the keys")

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], env=self.environment, check=True, timeout=SECONDS)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "2", text], env=self.environment, check=True, timeout=SECONDS)

    def click(self, control):
        x, y, width, height = control.box()
        self.mouse("mousemove", x + width // 2, y + height // 2, "click", 1)

    def mouse(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, timeout=SECONDS)

    def screenshot(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(PICTURES / f"{name}.png")], env=self.environment, timeout=SECONDS)

    def player(self):
        """The window on the session's bus, as media keys meet it."""
        from gi.repository import Gio
        def answers():
            proxy = Gio.DBusProxy.new_for_bus_sync(
                Gio.BusType.SESSION, Gio.DBusProxyFlags.DO_NOT_AUTO_START, None, "org.mpris.MediaPlayer2.attacca",
                "/org/mpris/MediaPlayer2", "org.freedesktop.DBus.Properties", None)
            return proxy if proxy.get_name_owner() else None
        return Player(self.wait_for(answers, "the player on the bus"))

    def cpu_ticks(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


class Player:
    """org.mpris.MediaPlayer2.Player."""

    NAME = "org.mpris.MediaPlayer2.Player"

    def __init__(self, properties):
        self.properties = properties

    def get(self, name):
        return self.properties.Get("(ss)", self.NAME, name)

    def call(self, method, signature="()", *arguments):
        from gi.repository import Gio, GLib
        self.properties.get_connection().call_sync(
            self.properties.get_name(), "/org/mpris/MediaPlayer2", self.NAME, method,
            GLib.Variant(signature, arguments) if arguments else None, None, Gio.DBusCallFlags.NONE, 10000, None)

    def position_s(self):
        return self.get("Position") / 1e6

    def playing(self):
        return self.get("PlaybackStatus") == "Playing"


class WindowTest(unittest.TestCase):
    """A test with windows, which end with it."""

    @classmethod
    def setUpClass(cls):
        cls.desk = desk()

    def open(self, *arguments, **options):
        studio = Studio(*arguments, **options)
        self.addCleanup(studio.end)
        studio.activate()
        return studio

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Path(folder.name)
