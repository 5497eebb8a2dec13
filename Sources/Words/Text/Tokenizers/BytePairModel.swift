import Synchronization

/// Byte-pair encoding (BPE): a word starts as bytes or characters; neighbours merge by rank.
///
/// Source: Sennrich et al. 2016 (arXiv:1508.07909); over bytes as in GPT-2, over characters with
/// byte fallback as in SentencePiece.
final class BytePairModel: Sendable {
    /// The symbols that a word consists of before any merge.
    enum Alphabet: Sendable {
        /// Bytes, with the symbol of each of the 256; -1 if the vocabulary lacks the byte.
        case bytes([Int32])
        /// Characters. Those that are tokens have the token's id as symbol; those in `extra`, which
        /// occur only inside longer tokens, have symbols from `extraStart` on.
        case characters(extra: Vocabulary, extraStart: Int32)
    }

    private let alphabet: Alphabet
    /// The tokens in the form of the words that are encoded: raw bytes or text.
    private let vocabulary: Vocabulary
    private let merges: MergeTable
    /// Whether a word that is a token becomes that token without merging.
    private let ignoresMerges: Bool
    let unknown: UnknownText
    /// Tokens that may be a merge's result but are split into their parts in the output.
    private let hidden: Set<Int32>
    private let cache = Mutex(WordCache(slots: 8192))

    init(
        alphabet: Alphabet,
        vocabulary: Vocabulary,
        merges: MergeTable,
        ignoresMerges: Bool = false,
        unknown: UnknownText,
        hidden: Set<Int32> = []
    ) {
        self.alphabet = alphabet
        self.vocabulary = vocabulary
        self.merges = merges
        self.ignoresMerges = ignoresMerges
        self.unknown = unknown
        self.hidden = hidden
    }

    /// Appends the ids of every piece to `ids`.
    ///
    /// One caller at a time uses the cache; concurrent callers encode without it and do not wait.
    func encode(_ pieces: Pieces, into ids: inout [Int32]) {
        let isDone: Void? = cache.withLockIfAvailable { encode(pieces, into: &ids, cache: &$0) }
        guard isDone == nil else { return }
        var none = WordCache(slots: 0)
        encode(pieces, into: &ids, cache: &none)
    }

    private func encode(_ pieces: Pieces, into ids: inout [Int32], cache: inout WordCache) {
        var merger = SymbolMerger()
        pieces.forEach { word in
            if cache.append(word, to: &ids) { return }
            let start = ids.count
            if ignoresMerges, let id = vocabulary.id(of: word) {
                ids.append(id)
            } else {
                encode(word, into: &ids, &merger)
            }
            cache.store(word, ids[start...])
        }
    }

    private func encode(_ word: ByteBuffer, into ids: inout [Int32], _ merger: inout SymbolMerger) {
        merger.begin()
        switch alphabet {
        case .bytes(let symbols):
            for index in word.indices {
                merger.append(symbols[Int(word[index])], start: index)
            }
        case .characters(let extra, let extraStart):
            var index = 0
            while index < word.count {
                let length = word.scalar(at: index).length
                let character = ByteBuffer(rebasing: word[index..<index + length])
                let symbol =
                    vocabulary.id(of: character) ?? extra.id(of: character).map { $0 + extraStart }
                merger.append(symbol ?? -1, start: index)
                index += length
            }
        }
        merger.merge(by: merges, hidden: hidden)
        var followsUnknown = false
        for (position, symbol) in merger.symbols.enumerated() {
            // Symbols from `extraStart` on that did not merge are unknown text: they are no tokens.
            if symbol >= 0, symbol < vocabulary.count {
                append(symbol, merger, to: &ids)
                followsUnknown = false
            } else {
                let isLast = position + 1 == merger.starts.count
                let end = isLast ? word.count : merger.starts[position + 1]
                unknown.append(
                    word[merger.starts[position]..<end],
                    to: &ids,
                    followsUnknown: &followsUnknown
                )
            }
        }
    }

    private func append(_ symbol: Int32, _ merger: SymbolMerger, to ids: inout [Int32]) {
        guard !hidden.isEmpty, hidden.contains(symbol), let parts = merger.parts[symbol] else {
            return ids.append(symbol)
        }
        append(parts.left, merger, to: &ids)
        append(parts.right, merger, to: &ids)
    }
}
