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

    @Test func `a file that was removed meanwhile is not what is locked`() async throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "lock")
        let first = try FileLock(url, cancellation: Cancellation()) {}
        let (waits, waiting) = AsyncStream.makeStream(of: Void.self)
        async let isHeld = onOwnThread { cancellation in
            let lock = try FileLock(url, cancellation: cancellation) { waiting.yield() }
            defer { lock.release() }
            // Another that comes now finds the same file, and would wait for it.
            let other = open(url.path, O_RDWR)
            defer { close(other) }
            return other >= 0 && flock(other, LOCK_EX | LOCK_NB) != 0
        }
        for await _ in waits { break }
        try FileManager.default.removeItem(at: url)
        first.release()
        #expect(try await isHeld)
    }
}
