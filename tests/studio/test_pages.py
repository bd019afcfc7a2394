"""Every page: each control has a name, and can be reached by keys."""

import unittest

from desk import ROOT
from window import WindowTest

PAGES = ("Player", "Recorder", "Notes", "Generator", "Device", "Statistics")
# Parts of controls, which speak through them.
PARTS = ("list item", "table cell", "tree item", "table column header", "scroll bar", "viewport", "menu item")


class Pages(WindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = ROOT / "assets" / "demo.flac"

    def test_every_control_that_takes_the_focus_has_a_name(self):
        studio = self.open(self.demo, "--size", "1280x720")
        for page in PAGES:
            studio.show_page(page)
            focusable = [one for one in studio.controls() if "focusable" in one.states() and one.role not in PARTS]
            self.assertGreater(len(focusable), 10, page)
            nameless = [repr(one) for one in focusable if not one.label().strip()]
            self.assertEqual(nameless, [], page)
            studio.screenshot(f"page-{page.lower()}")

    def focused(self, studio):
        return next((one.label() or one.name for one in studio.controls() if one.role not in PARTS and "focused" in one.states()), "")

    def test_tab_reaches_every_page_s_controls(self):
        studio = self.open(self.demo)
        for page in ("Recorder", "Generator", "Device"):
            studio.show_page(page)
            wanted = {one.label() for one in studio.controls()
                      if {"focusable", "enabled"} <= one.states() and one.role in ("spin button", "slider", "combo box")}
            met = set()
            for _ in range(60):
                before = self.focused(studio)
                studio.key("Tab")
                studio.wait_for(lambda: self.focused(studio) != before, f"the focus to leave {before}")
                met.add(self.focused(studio))
                if wanted <= met:
                    break
            self.assertLessEqual(wanted, met, page)

    def test_ctrl_and_a_digit_shows_each_page(self):
        studio = self.open(self.demo)
        for number, page in enumerate(PAGES, 1):
            studio.key(f"ctrl+{number}")
            studio.wait_for(studio.find("check box", f"{page} page").checked, page)

    def test_each_theme_is_shown(self):
        studio = self.open(self.demo, "--size", "1280x720")
        for theme in ("Light", "Dark", "High contrast"):
            studio.choose("Theme", theme)
            for page in PAGES:
                studio.show_page(page)
                studio.screenshot(f"{theme.lower().replace(' ', '-')}-{page.lower()}")


if __name__ == "__main__":
    unittest.main()
