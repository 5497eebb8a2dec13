import Testing

@testable import Hub

@Suite struct `A source on the hub` {
    @Test(
        arguments: [
            ("hf:Qwen/Qwen2.5-0.5B", "Qwen/Qwen2.5-0.5B", nil, nil, "Qwen2.5-0.5B"),
            ("hf:a/b@v1.0", "a/b", "v1.0", nil, "b"),
            ("hf:a/b@refs/pr/1", "a/b", "refs/pr/1", nil, "b"),
            ("hf:a/b:q4/c-Q4_K_M.gguf", "a/b", nil, "q4/c-Q4_K_M.gguf", "c-Q4_K_M"),
            ("hf:a/b@main:c.gguf", "a/b", "main", "c.gguf", "c"),
            ("hf:a/b:c-00002-of-00003.gguf", "a/b", nil, "c-00002-of-00003.gguf", "c"),
        ] as [(String, String, String?, String?, String)])
    func `has a repository, a revision and a file`(
        text: String, repository: String, revision: String?, file: String?, name: String
    ) throws {
        let source = try HubSource(text)
        #expect(source.repository == repository)
        #expect(source.revision == revision)
        #expect(source.file == file)
        #expect(source.name == name)
        #expect(source.description == text)
    }

    @Test func `may have its revision after the file`() throws {
        #expect(try HubSource("hf:a/b:c.gguf@v2").description == "hf:a/b@v2:c.gguf")
    }

    @Test(arguments: [
        "hf:", "hf:a", "hf:a/", "hf:/b", "hf:a/b/c", "hf:../b", "hf:a/..", "hf:a/b--c", "hf:a/b@",
        "hf:a/b@../x", "hf:a/b@x?y", "hf:a/b:", "hf:a/b:c.bin", "hf:a/b:../c.gguf",
        "hf:a/b:/c.gguf", "hf:a/b@1:c.gguf@2", "hf:a b/c", "hf:a/%2e",
    ])
    func `that is none is refused with the forms there are`(text: String) {
        let error = #expect(throws: HubError.self) { try HubSource(text) }
        #expect(error?.description.hasPrefix("'\(text)' is not a model of the Hugging") == true)
        #expect(error?.description.contains("hf:owner/repo:file.gguf") == true)
    }

    @Test(
        arguments: [
            ("Qwen/Qwen2.5-0.5B", "hf:Qwen/Qwen2.5-0.5B"),
            ("https://huggingface.co/Qwen/Qwen3-8B/tree/main", "hf:Qwen/Qwen3-8B"),
            ("models/gone.gguf", nil), ("../a/b", nil), ("/a/b", nil), ("name", nil),
            ("http://localhost:8000/v1", nil),
        ] as [(String, String?)])
    func `is guessed from a repository's name or page`(text: String, expected: String?) {
        #expect(HubSource.meant(by: text)?.description == expected)
    }

    @Test func `knows the other files of one that is split`() {
        #expect(
            SplitFile("q/m-00002-of-00003.gguf")?.paths == [
                "q/m-00001-of-00003.gguf", "q/m-00002-of-00003.gguf", "q/m-00003-of-00003.gguf",
            ])
        for name in ["m.gguf", "m-00004-of-00003.gguf", "m-1-of-3.gguf", "m-00000-of-00003.gguf"] {
            #expect(SplitFile(name) == nil)
        }
    }
}

@Suite struct `The hub's own settings` {
    @Test func `say where its cache and its token are`() throws {
        func cache(_ environment: [String: String]) -> String {
            HubEnvironment(environment).cache.path
        }
        #expect(cache(["HF_HUB_CACHE": "/a", "HF_HOME": "/b"]) == "/a")
        #expect(cache(["HF_HOME": "/b", "XDG_CACHE_HOME": "/c"]) == "/b/hub")
        #expect(cache(["XDG_CACHE_HOME": "/c", "HOME": "/d"]) == "/c/huggingface/hub")
        #expect(cache(["HOME": "/d"]) == "/d/.cache/huggingface/hub")
        #expect(HubEnvironment(["HOME": "/d", "HF_TOKEN": " abc\n"]).token == "abc")
        #expect(HubEnvironment(["HOME": "/nowhere"]).headers.isEmpty)
    }

    @Test func `escape what an address cannot have`() {
        let hub = HubEnvironment(["HF_ENDPOINT": "https://mirror.example/"])
        #expect(
            hub.listAddress("a/b", revision: "refs/pr/1")
                == "https://mirror.example/api/models/a/b/revision/refs%2Fpr%2F1?blobs=true")
        #expect(
            hub.fileAddress("a/b", revision: "main", path: "q 4/c#1.gguf")
                == "https://mirror.example/a/b/resolve/main/q%204/c%231.gguf")
    }
}
