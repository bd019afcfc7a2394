"""The service that shows a desktop's notices: writes each into the file LOG, a line with "number replaced summary|text"."""

import sys

from gi.repository import Gio, GLib

INTERFACE = Gio.DBusNodeInfo.new_for_xml("""
<node><interface name="org.freedesktop.Notifications"><method name="Notify">
<arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method></interface></node>""").interfaces[0]
NUMBER = 7


def notify(connection, sender, path, interface, method, arguments, invocation):
    _, replaced, _, summary, text, *_ = arguments.unpack()
    with open(sys.argv[1], "a", encoding="utf-8") as log:
        print(f"{NUMBER} {replaced} {summary}|{text}", file=log)
    invocation.return_value(GLib.Variant("(u)", (NUMBER,)))


def acquired(connection, _):
    connection.register_object("/org/freedesktop/Notifications", INTERFACE, notify, None, None)


Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE, acquired,
                 lambda *_: open(sys.argv[1], "a").close(), None)
GLib.MainLoop().run()
