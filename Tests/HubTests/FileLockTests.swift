import Concurrency
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Hub

@Suite struct FileLockTests {
    @Test func `a second holder waits for the first`() async throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "lock")
        let first = try FileLock(url, cancellation: Cancellation()) {}
        let (waits, waiting) = AsyncStream.makeStream(of: Void.self)
        async let second: Void = onOwnThread { cancellation in
            try FileLock(url, cancellation: cancellation) { waiting.yield() }.release()
        }
        for await _ in waits { break }
        first.release()
        try await second
    }

    @Test func `waiting ends when the task is cancelled`() async throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "lock")
        let first = try FileLock(url, cancellation: Cancellation()) {}
        let (waits, waiting) = AsyncStream.makeStream(of: Void.self)
        let second = Task {
            try await onOwnThread { cancellation in
                try FileLock(url, cancellation: cancellation) { waiting.yield() }.release()
            }
        }
        for await _ in waits { break }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.release()
    }
}
