"""A window to write into: its text is always in the file TEXT; READY is there once it has the keyboard.

    pad.py TEXT READY [CLASS]      CLASS "xterm": pastes with Ctrl+Shift+V, as terminals do
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main(text, ready, name="pad"):
    GLib.set_prgname(name)
    Gdk.set_program_class(name)
    window = Gtk.Window(title=name)
    window.set_default_size(400, 200)
    view = Gtk.TextView()
    window.add(view)
    buffer = view.get_buffer()

    def save(*_):
        whole = Path(text + ".new")
        whole.write_text(buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True), encoding="utf-8")
        whole.rename(text)

    def pressed(_, event):
        both = Gdk.ModifierType.CONTROL_MASK | Gdk.ModifierType.SHIFT_MASK
        if name != "xterm" or event.keyval not in (Gdk.KEY_v, Gdk.KEY_V) or not event.state & Gdk.ModifierType.CONTROL_MASK:
            return False
        if event.state & both == both:
            buffer.paste_clipboard(Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD), None, True)
        return True

    buffer.connect("changed", save)
    view.connect("key-press-event", pressed)
    view.connect("focus-in-event", lambda *_: Path(ready).write_text(""))
    window.show_all()
    window.present()
    view.grab_focus()
    Gtk.main()


main(*sys.argv[1:])
