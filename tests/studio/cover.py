"""A window over all others."""

import ctypes


class Attributes(ctypes.Structure):
    """XSetWindowAttributes, of which only the last field but two is set."""

    _fields_ = [("unused", ctypes.c_ulong * 11), ("override_redirect", ctypes.c_int), ("colormap", ctypes.c_ulong),
                ("cursor", ctypes.c_ulong)]


class Cover:
    """As large as the screen, and known to no window manager."""

    OVERRIDE_REDIRECT = 1 << 9

    def __init__(self, display, size=(4096, 4096)):
        self.xlib = ctypes.CDLL("libX11.so.6")
        self.xlib.XOpenDisplay.restype = ctypes.c_void_p
        self.xlib.XDefaultRootWindow.restype = self.xlib.XCreateWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.xlib.XOpenDisplay(display.encode()))
        if not self.display:
            raise AssertionError(f"no display {display}")
        root = ctypes.c_ulong(self.xlib.XDefaultRootWindow(self.display))
        attributes = Attributes(override_redirect=1)
        self.window = ctypes.c_ulong(self.xlib.XCreateWindow(
            self.display, root, 0, 0, *size, 0, 0, 1, None, self.OVERRIDE_REDIRECT, ctypes.byref(attributes)))

    def show(self):
        self.xlib.XMapRaised(self.display, self.window)
        self.xlib.XSync(self.display, 0)

    def hide(self):
        self.xlib.XUnmapWindow(self.display, self.window)
        self.xlib.XSync(self.display, 0)

    def close(self):
        self.xlib.XCloseDisplay(self.display)
