/// A SentencePiece vocabulary with its settings, from a `tokenizer.model` or a GGUF file.
struct SentencePieceVocabulary {
    /// Kinds of pieces, numbered as in SentencePiece and GGUF.
    enum Kind: Int {
        case normal = 1
        case unknown, control, userDefined, unused, byte
    }

    struct Piece {
        var bytes: [UInt8]
        var score: Float = 0
        var kind = Kind.normal
    }

    enum Model {
        case unigram, bytePair
    }

    /// Most bytes of a normal piece. Published pieces are shorter; the cuts of a much longer one
    /// would take quadratic time.
    static let longestPiece = 512

    var pieces: [Piece] = []
    var model = Model.unigram
    var normalizer = SentencePieceNormalizer()
    var fallsBackToBytes = false
    var unknownSurface = Array(" \u{2047} ".utf8)
    var bos: Int32?
    var eos: Int32?

    /// Returns the ids of all pieces of these kinds, ascending.
    func ids(_ kinds: Kind...) -> [Int32] {
        pieces.indices.filter { kinds.contains(pieces[$0].kind) }.map { Int32($0) }
    }

    /// Checks what the models rely on: an unknown piece, finite scores, no overlong piece, and all
    /// 256 byte pieces if there is byte fallback.
    func validate(source: String, location: String) throws {
        func require(_ condition: Bool, _ found: String, _ expected: String) throws {
            guard !condition else { return }
            throw TokenizerError.malformed(
                source: source,
                location: location,
                found: found,
                expected: expected
            )
        }
        try require(!pieces.isEmpty, "no pieces", "a vocabulary")
        try require(
            pieces.count < Vocabulary.idLimit,
            "\(pieces.count) pieces",
            "fewer than \(Vocabulary.idLimit)"
        )
        try require(!ids(.unknown).isEmpty, "no unknown piece", "one, such as <unk>")
        try require(
            pieces.allSatisfy { $0.score.isFinite },
            "a score that is not a number",
            "finite scores"
        )
        try require(
            !fallsBackToBytes || byteIDs != nil,
            "fewer than 256 byte pieces",
            "<0x00> to <0xFF> for the byte fallback"
        )
        try require(
            pieces.allSatisfy { $0.bytes.count <= Self.longestPiece || $0.kind != .normal },
            "a piece longer than \(Self.longestPiece) bytes",
            "shorter pieces"
        )
    }

    /// The ids of the 256 byte pieces, or nil if one is missing.
    var byteIDs: [Int32]? {
        var ids = [Int32](repeating: -1, count: 256)
        for id in self.ids(.byte) {
            guard let byte = UnknownText.byte(of: pieces[Int(id)].bytes[...]) else { continue }
            ids[Int(byte)] = id
        }
        return ids.contains(-1) ? nil : ids
    }

    private var unknown: UnknownText {
        UnknownText(
            id: ids(.unknown).first,
            fuses: true,
            byteIDs: fallsBackToBytes ? byteIDs : nil
        )
    }

    /// Whether encoding text can produce the piece.
    private func isReachable(_ id: Int) -> Bool {
        switch pieces[id].kind {
        case .normal, .userDefined, .unused: true
        case .unknown, .control, .byte: false
        }
    }

    func makeUnigramModel() -> UnigramModel {
        let tokens = pieces.indices
            .filter { isReachable($0) && pieces[$0].kind != .unused }
            .map { (bytes: pieces[$0].bytes, value: Int32($0)) }
        let lowest = pieces.filter { $0.kind == .normal }.map(\.score).min() ?? 0
        return UnigramModel(
            tokens: tokens,
            scores: pieces.map { Double($0.score) },
            lowestScore: Double(lowest),
            preferred: Set(ids(.userDefined)),
            unknown: unknown,
            precision: .single
        )
    }

    /// Makes a byte-pair model whose merge rules are derived from the pieces.
    ///
    /// SentencePiece stores no merges; it merges any two symbols that form a piece, best score
    /// first. So each way to cut a piece into two symbols is a rule, ranked by the piece's score.
    func makeBytePairModel() -> BytePairModel {
        let vocabulary = Vocabulary(pieces.map(\.bytes), isFound: isReachable)
        let extra = Vocabulary(extraCharacters(vocabulary))
        let extraStart = Int32(pieces.count)
        let distinct = Set(pieces.map(\.score)).sorted(by: >)
        // Pieces with equal scores share a rank; the merger then takes the leftmost pair.
        let ranks = Dictionary(uniqueKeysWithValues: zip(distinct, Int32(0)...))
        var rules: [MergeTable.Rule] = []
        for (id, piece) in pieces.enumerated()
        where isReachable(id) && piece.bytes.count <= Self.longestPiece {
            piece.bytes.withUnsafeBufferPointer { bytes in
                func symbol(_ range: Range<Int>) -> Int32? {
                    let part = ByteBuffer(rebasing: bytes[range])
                    return vocabulary.id(of: part) ?? extra.id(of: part).map { $0 + extraStart }
                }
                var cut = bytes.isEmpty ? 0 : bytes.scalar(at: 0).length
                while cut < bytes.count {
                    if let left = symbol(0..<cut), let right = symbol(cut..<bytes.count) {
                        let rank = ranks[piece.score] ?? 0
                        rules.append(.init(left: left, right: right, rank: rank, result: Int32(id)))
                    }
                    cut += bytes.scalar(at: cut).length
                }
            }
        }
        return BytePairModel(
            alphabet: .characters(extra: extra, extraStart: extraStart),
            vocabulary: vocabulary,
            merges: MergeTable(rules),
            unknown: unknown,
            hidden: Set(ids(.unused))
        )
    }

    /// Returns the characters that occur in pieces but are not pieces themselves.
    private func extraCharacters(_ vocabulary: Vocabulary) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        for (id, piece) in pieces.enumerated() where isReachable(id) {
            piece.bytes.withUnsafeBufferPointer { bytes in
                var index = 0
                while index < bytes.count {
                    let end = index + bytes.scalar(at: index).length
                    let character = Array(bytes[index..<end])
                    if vocabulary.id(of: character) == nil, seen.insert(character).inserted {
                        found.append(character)
                    }
                    index = end
                }
            }
        }
        return found
    }

    /// Returns the surfaces of all pieces and the rules for spaces, for the decoder.
    func makeDecoding() -> SentencePieceDecoding {
        let surfaces = pieces.map { piece -> SentencePieceDecoding.Surface in
            switch piece.kind {
            case .control: .text([])
            case .unknown: .text(unknownSurface)
            case .byte:
                UnknownText.byte(of: piece.bytes[...]).map { .byte($0) } ?? .text(piece.bytes)
            case .normal, .userDefined, .unused: .text(piece.bytes)
            }
        }
        return SentencePieceDecoding(
            surfaces: surfaces,
            dropsFirstSpace: normalizer.addsDummyPrefix || normalizer.removesExtraSpaces,
            dropsAllSpaces: normalizer.removesExtraSpaces
        )
    }
}
