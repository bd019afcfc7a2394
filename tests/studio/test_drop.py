"""Files dragged out of another program's window and dropped on this one."""

import subprocess
import sys
import unittest
from pathlib import Path

from sounds import write_sine
from window import WindowTest

SOURCE = (5, 770)  # Below the window.


class Drop(WindowTest):
    def drag(self, studio, target, *paths):
        words = self.folder() / "words"
        with open(words, "wb") as output:
            source = subprocess.Popen([sys.executable, str(Path(__file__).with_name("drag_source.py")), *map(str, SOURCE),
                                       *(path.as_uri() for path in paths)],
                                      env=self.desk.environment | {"NO_AT_BRIDGE": "1"}, stdout=output)
        self.addCleanup(source.wait)
        self.addCleanup(source.terminate)

        def said(word):
            studio.wait_for(lambda: word in words.read_text().split(), f"the other window to say {word!r}")

        said("ready")
        x, y, width, height = target.box()
        studio.mouse("mousemove", SOURCE[0] + 10, SOURCE[1] + 10, "mousedown", 1)
        self.addCleanup(studio.mouse, "mouseup", 1)
        for step in range(1, 9):
            studio.mouse("mousemove", SOURCE[0] + 10 + 4 * step, SOURCE[1] + 10 - 2 * step)
        said("begun")
        studio.mouse("mousemove", x + width // 2, y + height // 2)
        said("accepted")
        studio.mouse("mouseup", 1)
        said("ended")

    def rows(self, studio):
        return [one.name for one in studio.find("list", "Playlist").children()]

    def test_many_files_come_into_the_playlist_in_their_order(self):
        folder = self.folder()
        first, last = (write_sine(folder / f"{name}.wav", 440, 5) for name in ("first", "last"))
        damaged = folder / "middle.wav"
        damaged.write_text("Dear listener, this is no sound.")
        studio = self.open()
        self.drag(studio, studio.find("list", "Playlist"), first, damaged, last)
        studio.wait_for(lambda: len(self.rows(studio)) == 3, "three rows")
        studio.wait_for(lambda: "is not an audio file" in self.rows(studio)[1], "the damaged file to be named")
        self.assertEqual([row.split(",")[0].split()[0] for row in self.rows(studio)], ["first", "middle", "last"])
        studio.screenshot("dropped")
        self.assertFalse(studio.player().playing())

    def test_a_folder_dropped_on_any_page_comes_into_the_playlist(self):
        folder = self.folder()
        write_sine(folder / "one.wav", 440, 5)
        studio = self.open("--page", "generator")
        self.drag(studio, studio.find("push button", "Start the signal"), folder)
        studio.show_page("Player")
        studio.wait_for(lambda: [row[:3] for row in self.rows(studio)] == ["one"], "the folder's file")


if __name__ == "__main__":
    unittest.main()
