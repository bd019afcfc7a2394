"""A screen of a test's own, with a window manager, beside a sound server."""

import os
import subprocess

from sound_servers import Pipewire, eventually


class Screen(Pipewire):
    """Closed with its sound server."""

    def __init__(self, sink, size):
        super().__init__(sink)
        try:
            self.environment.pop("WAYLAND_DISPLAY", None)
            self.open_screen(size)
            if not any(self.manage() for _ in range(3)):  # One that meets a screen not quite there gives up.
                self.require(self.managed, "openbox")
        except BaseException:
            self.close()
            raise

    def open_screen(self, size):
        reading, writing = os.pipe()
        with open(self.folder / "servers.log", "ab") as log:
            self.processes.append(subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(writing,)))
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise AssertionError("Xvfb does not start")
        self.environment["DISPLAY"] = f":{number}"

    def manage(self):
        process = self.launch("openbox", "--sm-disable", "--config-file", "/etc/xdg/openbox/rc.xml")
        return eventually(lambda: process.poll() is not None or self.managed()) and process.poll() is None

    def managed(self):
        return subprocess.run(["xdotool", "get_num_desktops"], env=self.environment, capture_output=True).returncode == 0

    def xdotool(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=30)
