"""A window of another toolkit that files are dragged out of, as a file manager's. Says on its output what happens."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def begin(_, drag):
    drag.connect("action-changed", lambda _, action: say("accepted" if action else "refused"))
    say("begun")


def main(x, y, uris):
    window = Gtk.Window(type=Gtk.WindowType.POPUP)  # It stays where it is put, and over the others.
    window.set_default_size(24, 24)
    window.move(x, y)
    source = Gtk.EventBox()
    source.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    source.drag_source_add_uri_targets()
    source.connect("drag-begin", begin)
    source.connect("drag-data-get", lambda _, drag, data, info, time: data.set_uris(uris))
    source.connect("drag-end", lambda *_: say("ended"))
    window.connect("map-event", lambda *_: say("ready"))
    window.add(source)
    window.show_all()
    Gtk.main()


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
