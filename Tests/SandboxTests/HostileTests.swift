import Foundation
import Sandbox
import Testing

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `A hostile program` {
    @Test func `that forks without end is stopped for its processes`() async throws {
        let attack = try await Attack(
            """
            import os
            while True:
                try: os.fork()
                except OSError: pass
            """)
        #expect(attack.result.ending == .stopped(by: .processes))
        #expect(!attack.isRunning)
    }

    @Test func `gets no more processes than its limit, and is told so`() async throws {
        let attack = try await Attack(
            """
            import os, sys, time
            count = 0
            try:
                while count < 500:
                    if os.fork() == 0: time.sleep(60); os._exit(0)
                    count += 1
            except BlockingIOError: print("refused after", count, flush=True)
            time.sleep(60)
            """
        ) { $0.processes = 12 }
        #expect(attack.result.ending == .stopped(by: .processes))
        #expect(!attack.isRunning)
    }

    @Test func `that starts threads without end is stopped for its processes`() async throws {
        let attack = try await Attack(
            """
            import threading, time
            threading.stack_size(1 << 16)
            while True:
                try: threading.Thread(target=time.sleep, args=(60,)).start()
                except RuntimeError: time.sleep(0.01)
            """
        ) { $0.memoryInBytes = 8 << 30 }
        #expect(attack.result.ending == .stopped(by: .processes))
        #expect(!attack.isRunning)
    }

    @Test func `that loops without end is stopped for its processor time`() async throws {
        let attack = try await Attack("while True: pass") {
            $0.processorSeconds = 1
            $0.wallTime = .seconds(20)
        }
        #expect(attack.result.ending == .stopped(by: .processorTime))
        #expect(attack.result.processorTime >= .milliseconds(800))
        #expect(!attack.isRunning)
    }

    @Test func `that loops and ignores every signal is stopped all the same`() async throws {
        let attack = try await Attack(
            """
            import signal
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            while True: pass
            """
        ) {
            $0.processorSeconds = 1
            $0.wallTime = .seconds(20)
        }
        #expect(attack.result.ending == .stopped(by: .processorTime))
        #expect(!attack.isRunning)
    }

    @Test func `that waits without end is stopped for its time`() async throws {
        let attack = try await Attack("import time; time.sleep(1000)") { $0.wallTime = .seconds(1) }
        #expect(attack.result.ending == .stopped(by: .wallTime))
        #expect(attack.result.wallTime < .seconds(5))
        #expect(!attack.isRunning)
    }

    @Test(arguments: ["stdout", "stderr"])
    func `that writes ten gigabytes is stopped, and a megabyte of it kept`(
        stream: String
    ) async throws {
        let attack = try await Attack(
            """
            import sys
            text = "x" * (1 << 20)
            for _ in range(10_000): sys.\(stream).write(text)
            """)
        #expect(attack.result.ending == .stopped(by: .output))
        #expect(attack.result.output.count + attack.result.errors.count == 1 << 20)
        #expect(!attack.isRunning)
    }

    @Test func `that takes all memory gets an error`() async throws {
        let attack = try await Attack(
            """
            held = []
            try:
                while True: held.append(bytearray(16 << 20))
            except MemoryError: print(len(held))
            """)
        #expect(attack.result.ending == .exited(0))
        #expect((Int(attack.output.dropLast()) ?? 1_000) < 16)
    }

    @Test func `that takes all memory in many processes is stopped for it`() async throws {
        let attack = try await Attack(
            """
            import os, time
            for _ in range(8):
                if os.fork() == 0: break
            held = bytearray(100 << 20)
            time.sleep(60)
            """)
        #expect(attack.result.ending == .stopped(by: .memory))
        #expect(!attack.isRunning)
    }

    @Test(arguments: [
        ("memfd", "import os; os.memfd_create('x')"),
        (
            "a System V segment",
            "import ctypes; c = ctypes.CDLL(None, use_errno=True); "
                + "import os; assert c.shmget(0, 1 << 30, 0o1600) < 0; os.strerror; raise PermissionError"
        ),
        ("a file in /dev/shm", "open('/dev/shm/x', 'wb')"),
        ("a file beside the devices", "open('/dev/x', 'wb')"),
    ])
    func `finds no memory that is nobody's`(location: String, source: String) async throws {
        let attack = try await Attack(source)
        #expect(attack.result.ending == .exited(1), "\(location): \(attack.errors)")
        #expect(attack.errors.contains("Error"), "\(location): \(attack.errors)")
    }

    @Test(arguments: [
        "/etc/passwd", "/etc/shadow", "/etc/hostname", "/proc/1/environ", "/proc/self/maps",
        "/proc/version",
        "/sys/kernel", "/root/.bashrc", "/home", "/var/log", "/run", "/dev/sda", "/dev/mem",
        "/dev/tty",
        "/proc/sysrq-trigger", #filePath,
    ])
    func `cannot read what is outside`(path: String) async throws {
        let attack = try await Attack(
            """
            import os
            try: os.listdir("\(path)") if os.path.isdir("\(path)") else open("\(path)", "rb").read()
            except OSError as problem: print(type(problem).__name__)
            """)
        #expect(attack.output == "FileNotFoundError\n")
    }

    @Test(arguments: [
        "/", "/usr", "/usr/bin", "/usr/lib", "/bin", "/etc", "/dev", "/program",
        "/program/attack.py",
    ])
    func `cannot write outside of its scratch folder`(path: String) async throws {
        let attack = try await Attack(
            """
            import os
            done = []
            for name, act in {
                "make": lambda: open("\(path)/x" if os.path.isdir("\(path)") else "\(path)", "wb").write(b"x"),
                "folder": lambda: os.mkdir("\(path)/y"), "chmod": lambda: os.chmod("\(path)", 0o777),
                "rename": lambda: os.rename("\(path)", "/tmp/z"), "link": lambda: os.link("\(path)", "/tmp/l"),
            }.items():
                try: act(); done.append(name)
                except OSError: pass
            print(done)
            """)
        #expect(attack.output == "[]\n", "\(attack.errors)")
    }

    @Test func `sees the same outside through every symbolic link`() async throws {
        let attack = try await Attack(
            """
            import os
            found = []
            for target in ["/etc/passwd", "/proc/1/root/etc/passwd", "../../../../../etc/passwd", "/proc/self/root"]:
                os.symlink(target, "/tmp/link")
                try: found.append(open("/tmp/link").read())
                except OSError: pass
                os.unlink("/tmp/link")
            os.symlink("/usr", "/tmp/usr")
            try: open("/tmp/usr/x", "w"); found.append("wrote")
            except OSError: pass
            print(found)
            """)
        #expect(attack.output == "[]\n")
    }
}
