import CUDA
import Foundation
import TestSupport
import Testing

@Suite struct LibrarySearchTests {
    @Test func `libraries are looked for in the documented order`() throws {
        let machine = try TemporaryFolder()
        for folder in [
            "/usr/local/cuda-9.2/lib64", "/usr/local/cuda-12.8/lib64", "/usr/local/cuda-13.0/lib64",
            "/home/ada/.local/lib/python3.12/site-packages", "/usr/lib/python3/dist-packages",
            "/home/ada/.pyenv/versions/3.10.2/lib/python3.10/site-packages",
            "/opt/env/lib/python3.11/site-packages", "/opt/python/lib/python3.13/site-packages",
        ] { try machine.write(folder + "/here", "") }
        let search = LibrarySearch(
            environment: [
                "SYNTHGEN_CUDA": "/first:/second", "CUDA_HOME": "/toolkit", "CUDA_PATH": "/other",
                "HOME": "/home/ada", "VIRTUAL_ENV": "/opt/env", "PATH": "/bin:/opt/python/bin",
            ], root: machine.path)
        let locations = search.locations(for: .nvrtc)
        var origins: [String] = []
        for location in locations where origins.last != location.origin {
            origins.append(location.origin)
        }
        #expect(
            origins == [
                "SYNTHGEN_CUDA", "CUDA_HOME", "CUDA_PATH", "the loader", "/usr/local/nvidia/lib64",
                "/usr/local/cuda-13.0/lib64", "/usr/local/cuda-12.8/lib64",
                "/usr/local/cuda-9.2/lib64",
                "/opt/env/lib/python3.11/site-packages",
                "/home/ada/.local/lib/python3.12/site-packages",
                "/home/ada/.pyenv/versions/3.10.2/lib/python3.10/site-packages",
                "/usr/lib/python3/dist-packages",
                "/opt/python/lib/python3.13/site-packages",
            ])
        let paths = locations.map(\.path)
        #expect(paths.first == "/first/libnvrtc.so.13")
        #expect(paths.contains("/second/nvidia/cu13/lib/libnvrtc.so.13"))
        #expect(paths.contains("/toolkit/lib64/libnvrtc.so.12"))
        #expect(paths.contains("libnvrtc.so.13"))
        let site = machine.path + "/opt/python/lib/python3.13/site-packages"
        #expect(paths.contains("\(site)/nvidia/cuda_nvrtc/lib/libnvrtc.so.12"))
    }

    @Test func `the kernels' compiler is found where make test puts it`() throws {
        let machine = try TemporaryFolder()
        try machine.write("/home/ada/.cache/synthgen/nvrtc/nvidia/cu13/lib/here", "")
        try machine.write("/scratch/nvrtc/nvidia/cu13/lib/here", "")
        func paths(_ library: CUDALibrary, _ environment: [String: String]) -> [String] {
            LibrarySearch(environment: environment, root: machine.path).locations(for: library)
                .map(\.path)
        }
        let library = "nvrtc/nvidia/cu13/lib/libnvrtc.so.13"
        let home = ["HOME": "/home/ada"]
        #expect(
            paths(.nvrtc, home).contains("\(machine.path)/home/ada/.cache/synthgen/\(library)"))
        #expect(
            paths(.nvrtc, ["HOME": "/home/ada", "SYNTHGEN_CACHE": "/scratch"])
                .contains("\(machine.path)/scratch/\(library)"))
        #expect(!paths(.blasLt, home).contains { $0.contains(".cache") })
    }

    @Test func `the driver is not looked for among toolkits and Python packages`() {
        let search = LibrarySearch(environment: ["CUDA_HOME": "/toolkit", "HOME": "/home/ada"])
        let paths = search.locations(for: .driver).map(\.path)
        #expect(paths.first == "libcuda.so.1")
        #expect(!paths.contains { $0.contains("toolkit") || $0.contains("python") })
    }

    @Test func `a file that is not a library is told from one that is not there`() throws {
        let folder = try TemporaryFolder()
        try folder.write("libcuda.so.1", "not a library")
        let search = LibrarySearch(environment: ["SYNTHGEN_CUDA": folder.path])
        let found = message { _ = try CUDADriver.open(search) }
        #expect(found.contains("\(folder.path)/libcuda.so.1: "))
        #expect(found.contains("file too short") || found.contains("invalid ELF header"))
    }

    @Test func `a library without the functions names what it lacks`() throws {
        let folder = try TemporaryFolder()
        let libc = try #require(
            ["/lib/x86_64-linux-gnu/libm.so.6", "/lib64/libm.so.6", "/usr/lib/libm.so.6"]
                .first(where: FileManager.default.fileExists(atPath:)))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/libcuda.so.1", withDestinationPath: libc)
        let search = LibrarySearch(environment: ["SYNTHGEN_CUDA": folder.path])
        let found = message { _ = try CUDADriver.open(search) }
        #expect(found.contains("it lacks cuInit, cuDriverGetVersion, "))
    }
}
