# SPDX-License-Identifier: Apache-2.0
"""Run a program on a terminal of its own."""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

SECONDS = 60
ASKS = re.compile(rb"(\[y/N\]|Token for \S+:|Password:) $")


def on_terminal(argv, env, folder, columns=80, rows=24, typed=None, started=lambda process, master: b""):
    """Its exit code, None if it does not end, and all that it wrote. `typed` is the answer to what it asks; `started` gives what it
    read itself."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    was = termios.tcgetattr(master)

    def own():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    process = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, env=env, cwd=folder, preexec_fn=own)
    os.close(slave)
    data, ended, end = b"", True, time.monotonic() + SECONDS
    try:
        data = started(process, master)
        while time.monotonic() < end:
            if not select.select([master], [], [], 0.1)[0]:
                continue
            try:
                more = os.read(master, 65536)
            except OSError:
                break
            data += more
            if not more:
                break
            if typed is not None and ASKS.search(data):
                os.write(master, typed)
                typed = None
        process.wait(5)
        if termios.tcgetattr(master)[:4] != was[:4]:
            data += b"THE TERMINAL IS NOT AS IT WAS\n"
    except subprocess.TimeoutExpired:
        ended = False
    finally:
        process.kill()
        process.wait()
        os.close(master)
    return process.returncode if ended else None, data
