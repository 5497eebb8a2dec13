import Foundation
import Sandbox
import Testing

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `From inside a sandbox` {
    @Test(arguments: [
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_INET6, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_UNIX).connect('\\0abstract')",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "socket.create_connection(('127.0.0.1', 80), 1)",
        "socket.getaddrinfo('localhost', 80)",
    ])
    func `no socket can be opened`(attempt: String) async throws {
        let attack = try await Attack("import socket\n\(attempt)")
        #expect(attack.result.ending == .exited(1))
        #expect(
            attack.errors.contains("PermissionError") || attack.errors.contains("gaierror"),
            "\(attack.errors)")
    }

    @Test func `a pair of sockets that talk to each other still works`() async throws {
        let attack = try await Attack(
            """
            import asyncio
            async def main():
                await asyncio.sleep(0)
                print("done")
            asyncio.run(main())
            """)
        #expect(attack.output == "done\n", "\(attack.errors)")
    }

    @Test func `no process outside can be seen or killed`() async throws {
        let bystander = Process()
        bystander.executableURL = URL(filePath: "/bin/sleep")
        bystander.arguments = ["3600"]
        try bystander.run()
        // Not terminate(): started from a thread of the pool, it has that signal blocked.
        defer { kill(bystander.processIdentifier, SIGKILL) }
        let attack = try await Attack(
            """
            import os, signal
            killed = []
            for number in list(range(2, 40)) + [\(bystander.processIdentifier)]:
                if number == os.getpid(): continue
                try: os.kill(number, signal.SIGKILL); killed.append(number)
                except OSError: pass
            print(os.getpid() < 10, os.getppid() < 10, killed)
            """)
        #expect(attack.output == "True True []\n", "\(attack.errors)")
        #expect(bystander.isRunning)
    }

    @Test func `killing the first process inside is no way out`() async throws {
        let attack = try await Attack(
            """
            import os, signal
            os.kill(1, signal.SIGKILL)
            os.kill(1, signal.SIGSTOP)
            print("still here", flush=True)
            try: os.kill(-1, signal.SIGKILL)
            except ProcessLookupError: pass
            os.kill(os.getpid(), signal.SIGKILL)
            """)
        #expect(attack.output == "still here\n")
        #expect(attack.result.ending == .signalled(9))
    }

    @Test func `neither ptrace nor other ways into a process work`() async throws {
        let attack = try await Attack(
            """
            import ctypes, os
            c = ctypes.CDLL(None, use_errno=True)
            child = os.fork()
            if child == 0:
                import time
                time.sleep(60)
            refused = []
            for call in [lambda: c.ptrace(16, child, 0, 0), lambda: c.process_vm_readv(child, 0, 0, 0, 0, 0),
                         lambda: c.unshare(0x10000000), lambda: c.unshare(0x20000), lambda: c.setns(0, 0),
                         lambda: c.mount(b"none", b"/tmp", b"tmpfs", 0, 0), lambda: c.umount2(b"/tmp", 2),
                         lambda: c.chroot(b"/tmp"), lambda: c.syscall(250, 0, -3, 1), lambda: c.personality(0x40000)]:
                result = call()
                refused.append((result, ctypes.get_errno()))
            print(all(result == -1 and number == 1 for result, number in refused), refused)
            """)
        #expect(attack.output.hasPrefix("True"), "\(attack.output)\(attack.errors)")
        #expect(!attack.isRunning)
    }

    @Test func `there are no privileges to be had`() async throws {
        let attack = try await Attack(
            """
            import os, ctypes
            c = ctypes.CDLL(None)
            gained = []
            for act in [lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]),
                        lambda: os.chown("/tmp", 0, 0), lambda: os.mknod("/tmp/disk", 0o60600, 0x800),
                        lambda: os.nice(-5)]:
                try: act()
                except OSError: gained.append("no")
            import resource
            for limit in [resource.RLIMIT_NPROC, resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE]:
                try: resource.setrlimit(limit, (resource.RLIM_INFINITY,) * 2); gained.append("limit")
                except (ValueError, OSError): pass
            print(os.getuid(), c.prctl(39, 0, 0, 0, 0), "limit" in gained, gained.count("no"))
            """)
        #expect(attack.output == "65534 1 False 6\n", "\(attack.output)\(attack.errors)")
    }

    @Test
    func `a daemon that has left its parents and ignores signals does not outlive the program`()
        async throws
    {
        let attack = try await Attack(
            """
            import os, signal, time
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    for number in range(1, 65):
                        try: signal.signal(number, signal.SIG_IGN)
                        except (OSError, ValueError): pass
                    for stream in range(3): os.close(stream)
                    os.chdir("/")
                    time.sleep(600)
                os._exit(0)
            os.wait()
            print("away", flush=True)
            """)
        #expect(attack.output == "away\n")
        #expect(attack.result.ending == .exited(0))
        #expect(attack.result.wallTime < .seconds(5))
        #expect(!attack.isRunning)
    }

    @Test func `no secret of the environment is seen`() async throws {
        setenv("SYNTHGEN_TEST_SECRET", "swordfish", 1)
        defer { unsetenv("SYNTHGEN_TEST_SECRET") }
        let attack = try await Attack("import os; print(sorted(os.environ))")
        #expect(
            attack.output == "['HOME', 'LANG', 'PATH', 'PWD', 'TMPDIR']\n", "\(attack.output)")
    }

    @Test func `no open file of this process is inherited`() async throws {
        let attack = try await Attack(
            """
            import os
            found = []
            for number in range(3, 1024):
                try: os.fstat(number); found.append(number)
                except OSError: pass
            print(found)
            """)
        #expect(attack.output == "[]\n")
    }

    @Test func `standard input holds what was given and then ends`() async throws {
        let text = String(repeating: "line\n", count: 100_000)
        let attack = try await Attack(
            "import sys; print(len(sys.stdin.read()), repr(sys.stdin.read()))", input: text)
        #expect(attack.output == "500000 ''\n")
        let terminal = try await Attack(
            "import os\ntry: os.open('/dev/tty', os.O_RDWR)\nexcept OSError: print(os.isatty(0), input.__name__)"
        )
        #expect(terminal.output == "False input\n")
    }

    @Test func `a program that never reads its input ends without harm`() async throws {
        let attack = try await Attack(
            "print('done')", input: String(repeating: "x", count: 1 << 20))
        #expect(attack.output == "done\n")
        #expect(attack.result.ending == .exited(0))
    }
}

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `The scratch folder` {
    @Test func `holds no more than its size`() async throws {
        let attack = try await Attack(
            """
            import os
            count = 0
            try:
                for number in range(100):
                    with open(f"/tmp/{number}", "wb") as file:
                        file.write(b"x" * (1 << 20)); count += 1
            except OSError as problem: print(count, os.strerror(problem.errno))
            """
        ) { $0.scratchInBytes = 8 << 20 }
        #expect(attack.output == "8 No space left on device\n", "\(attack.output)\(attack.errors)")
    }

    @Test func `holds no file larger than itself, not even a hollow one`() async throws {
        let attack = try await Attack(
            """
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            try:
                with open("/tmp/hollow", "wb") as file: file.truncate(1 << 40)
            except OSError as problem: print(problem.strerror)
            """)
        #expect(attack.output == "File too large\n", "\(attack.errors)")
    }

    @Test func `with folders and files without end stops the program`() async throws {
        let deep = try await Attack(
            """
            import os
            while True:
                os.mkdir("d")
                os.chdir("d")
            """)
        #expect(deep.result.ending == .stopped(by: .scratchFiles))
        let many = try await Attack(
            """
            number = 0
            while True:
                open(f"/tmp/{number}", "w").close()
                number += 1
            """)
        #expect(many.result.ending == .stopped(by: .scratchFiles))
        #expect(!many.isRunning)
    }

    @Test func `is empty for the next program`() async throws {
        _ = try await Attack("open('/tmp/left', 'w').write('x')")
        let next = try await Attack("import os; print(os.listdir('/tmp'), os.getcwd())")
        #expect(next.output == "[] /tmp\n")
    }
}

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `A sandbox` {
    @Test func `tells how a program ended`() async throws {
        #expect(try await Attack("raise SystemExit(7)").result.ending == .exited(7))
        let signalled = try await Attack("import os; os.kill(os.getpid(), 11)")
        #expect(signalled.result.ending == .signalled(11))
        let said = try await Attack("import sys; print('out'); print('err', file=sys.stderr)")
        #expect(said.output == "out\n")
        #expect(said.errors == "err\n")
    }

    @Test func `is ended when nobody waits for it any more`() async throws {
        let sandbox = try Sandbox.probe()
        let task = Task {
            try await sandbox.run(SandboxedProgram(["/bin/sleep", "600"]))
        }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `that cannot run its program says so`() async throws {
        let result = try await Sandbox.probe().run(SandboxedProgram(["/usr/bin/no-such-program"]))
        #expect(result.ending == .exited(127))
    }
}
