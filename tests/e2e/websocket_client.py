"""A client of WebSockets that shows what a library hides: each frame, and how the other side closes."""

import os
import struct
import time

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A


class Stream:
    def __init__(self, connected_socket, target, header):
        self.socket = connected_socket
        lines = [f"GET {target} HTTP/1.1", "Host: {}:{}".format(*self.socket.getpeername()[:2]), "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
        lines += [f"{name}: {value}" for name, value in header.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.pending = b""
        while b"\r\n\r\n" not in self.pending and self.receive():
            pass
        head, _, self.pending = self.pending.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])

    def receive(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self.pending += data
        return data

    def send(self, kind, payload):
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size)
        mask = os.urandom(4)
        self.socket.sendall(bytes([kind]) + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def hear(self):
        """The next frame as its kind and payload; nothing when the other side has closed."""
        while True:
            if len(self.pending) >= 4 or (len(self.pending) >= 2 and self.pending[1] < 126):
                begin, size = (4, struct.unpack(">H", self.pending[2:4])[0]) if self.pending[1] == 126 else (2, self.pending[1])
                if len(self.pending) >= begin + size:
                    frame = self.pending[0], self.pending[begin : begin + size]
                    self.pending = self.pending[begin + size :]
                    if frame[0] == CLOSE:
                        self.send(*frame)
                    return frame
            if not self.receive():
                return None

    def hear_all(self):
        return list(iter(self.hear, None))

    @staticmethod
    def pause(seconds):
        time.sleep(seconds)
