/// Why no program can be run in a sandbox. A program that fails inside is a result, not an error.
public enum SandboxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// bubblewrap is not installed.
    case noBubblewrap(looked: [String])
    /// bubblewrap cannot make a sandbox on this machine; `complaint` is its message.
    case refused(program: String, complaint: String)
    /// A sandbox started but does not isolate as it must.
    case leaky(problem: String)
    /// The system could not start bubblewrap, or hand it a file.
    case notStarted(problem: String)
    /// No Python was found that runs inside the sandbox.
    case noPython(looked: [String])

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noBubblewrap(let looked):
            """
            there is no sandbox: bubblewrap (bwrap) is not installed
              Programs that nobody trusts run nowhere else. Looked in \(looked.joined(separator: ", ")).
              help: apt-get install bubblewrap
            """
        case .refused(let program, let complaint):
            """
            there is no sandbox: \(program) cannot make one here: \(complaint)
              help: \(Self.remedy(for: complaint))
            """
        case .leaky(let problem):
            """
            there is no sandbox: one came up, but \(problem)
              help: a kernel of 5.14 or later is needed; as root it works from 5.3 on
            """
        case .notStarted(let problem): "a sandbox could not be started: \(problem)"
        case .noPython(let looked):
            """
            there is no Python for the sandbox
              Looked for \(looked.joined(separator: ", ")).
              help: apt-get install python3
            """
        }
    }

    private static func remedy(for complaint: String) -> String {
        let text = complaint.lowercased()
        if text.contains("unknown option") {
            return "it is too old; bubblewrap 0.7 or later is needed"
        }
        if text.contains("namespace") || text.contains("uid map") || text.contains("permitted")
            || text.contains("clone")
        {
            return "user namespaces are disabled: sysctl -w kernel.unprivileged_userns_clone=1, "
                + "kernel.apparmor_restrict_unprivileged_userns=0 or user.max_user_namespaces=10000, "
                + "whichever this system has; in a container they must be allowed from outside"
        }
        return "run `bwrap --ro-bind / / --unshare-all true` to see more"
    }
}
