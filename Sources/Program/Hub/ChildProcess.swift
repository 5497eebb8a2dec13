import Foundation

/// A program that was started and can be waited for or stopped.
///
/// Not Foundation's `Process`: that passes on the blocked signals of whichever thread starts it, and
/// a program that never sees SIGTERM cannot be stopped.
final class ChildProcess {
    private let pid: pid_t
    private var status: Int32?

    /// Starts the program `arguments[0]`, found through the `PATH` in `environment`.
    ///
    /// Its input is empty; what it prints goes to the descriptors `output` and `errors`. A program
    /// that does not exist ends with status 127.
    init(
        _ arguments: [String], environment: [String: String], output: Int32, errors: Int32
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var pid: pid_t = 0
        let code = withCStrings(["env"] + arguments) { arguments in
            withCStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawn(&pid, "/usr/bin/env", &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else {
            throw SourceReason(
                text: "cannot start \(arguments[0]): \(String(cString: strerror(code)))")
        }
        self.pid = pid
    }

    deinit {
        terminate()
        wait()
    }

    /// The exit status if the program has ended (128 and more if by a signal), else nil.
    func poll() -> Int32? { reap(WNOHANG) }

    /// Waits for the end and returns the exit status.
    @discardableResult
    func wait() -> Int32 { reap(0) ?? -1 }

    /// Asks the program to end.
    func terminate() {
        if status == nil { kill(pid, SIGTERM) }
    }

    private func reap(_ options: Int32) -> Int32? {
        if let status { return status }
        var word: Int32 = 0
        var result: pid_t
        repeat { result = waitpid(pid, &word, options) } while result < 0 && errno == EINTR
        guard result != 0 else { return nil }
        let signal = word & 0x7F
        status = result < 0 ? -1 : signal == 0 ? word >> 8 & 0xFF : 128 + signal
        return status
    }
}

/// Lends `strings` as a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}
