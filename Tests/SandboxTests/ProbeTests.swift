import Foundation
import TestSupport
import Testing

@testable import Sandbox

@Suite struct `Where there is no sandbox` {
    /// What comes of a trial with this script in the place of bubblewrap.
    private func problem(with script: String) throws -> SandboxError? {
        let folder = try TemporaryFolder()
        let file = try folder.write("bwrap", "#!/bin/bash\n\(script)\n").path
        for path in [folder.path, file] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        do throws(SandboxError) {
            _ = try Sandbox.tryOut(lookingIn: [folder.path])
            return nil
        } catch { return error }
    }

    @Test func `because bubblewrap is missing, the error says how to get it`() {
        let error = #expect(throws: SandboxError.self) {
            try Sandbox.tryOut(lookingIn: ["/no/such/folder"])
        }
        #expect(error?.description.contains("/no/such/folder") == true)
        #expect(error?.description.hasSuffix("help: apt-get install bubblewrap") == true)
    }

    @Test(arguments: [
        ("bwrap: No permissions to create new namespace", "user namespaces are disabled"),
        ("bwrap: Unknown option --size", "0.7 or later is needed"),
        ("bwrap: something else", "to see more"),
    ])
    func `because bubblewrap refuses, the error says why and what to do`(
        complaint: String, help: String
    ) throws {
        let error = try problem(with: "echo '\(complaint)' >&2; exit 1")
        #expect(error == .refused(program: "bubblewrap", complaint: complaint))
        #expect(error?.description.contains(complaint) == true)
        #expect(error?.description.contains(help) == true)
    }

    @Test func `because what calls itself bubblewrap isolates nothing, that is found out`() throws {
        let error = try problem(
            with: """
                while [ "$1" != -- ]; do
                    [ "$1" = --json-status-fd ] && status=$2
                    shift
                done
                shift
                "$@"
                code=$?
                eval "echo '{\\"exit-code\\": '$code'}' >&$status"
                exit $code
                """)
        guard case .leaky(let problem) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(problem.contains("/proc is to be seen"))
    }
}
