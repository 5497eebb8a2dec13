"""Starts the processes that run the program, from one that has never seen the tests.

The judge forks the nursery before it reads its job, and hands it the pipes of every test. A fork is
ten times as fast as a fresh interpreter.
"""
import _socket
import array
import os
import signal
import time


class Nursery:
    """The judge's end."""

    def __init__(self, run):
        self.socket, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_STREAM)
        if os.fork() == 0:
            try:
                self.socket.close()
                serve(theirs, run)
            finally:
                os._exit(0)
        theirs.close()

    def start(self, reading, writing, seconds):
        """Starts a process with these ends of its pipes; False if the nursery is gone."""
        ends = array.array("i", [reading, writing])
        try:
            self.socket.sendmsg(
                [b"%05d" % seconds], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, ends)])
        except OSError:
            return False
        return True

    def end(self, patience):
        """Ends the process, after some seconds in which it may end by itself: its exit status; None if
        it had to be killed or the nursery is gone."""
        try:
            self.socket.send(b"%05d" % int(patience * 1000))
            status = self.socket.recv(16)
        except OSError:
            return None
        return int(status) if status.strip(b"- ") else None


def serve(socket, run):
    """The nursery's end: one process at a time."""
    # The judge's own streams bring the tests and take the verdict.
    nothing = os.open("/dev/null", os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    while True:
        said, more, _, _ = socket.recvmsg(5, _socket.CMSG_SPACE(8))
        if not said or not more:
            return
        ends = array.array("i")
        ends.frombytes(more[0][2][:8])
        child = os.fork()
        if child == 0:
            try:
                os.setsid()
                socket.close()
                run(*ends, int(said))
            finally:
                os._exit(0)
        for each in ends:
            os.close(each)
        wish = socket.recv(5)
        if not wish:
            return
        status = ended(child, int(wish) / 1000)
        socket.send(b"%16s" % (b"-" if status is None else b"%d" % status))


def ended(child, patience):
    """The status of a process that ends within some seconds; None if it had to be killed."""
    end = time.monotonic() + patience
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            break
        if time.monotonic() >= end:
            status = None
            break
        time.sleep(0.001)
    try:
        # Its group too; what has left the group ends with the sandbox.
        os.killpg(child, signal.SIGKILL)
    except OSError:
        pass
    if status is None:
        os.waitpid(child, 0)
    return status
