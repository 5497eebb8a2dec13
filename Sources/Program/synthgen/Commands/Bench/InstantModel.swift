import Chat
import Hashing

/// A model that answers at once, so that only the work around it is measured.
struct InstantModel: LanguageModel {
    let fingerprint = "instant"
    let name = "instant"

    /// Replies with about twenty words that depend on the seed alone.
    func complete(_ request: ChatRequest) async throws -> ChatReply {
        var text = BenchText(seed: request.seed)
        return ChatReply(
            text: text.sentence(words: 20), isTruncated: false, tokens: 24, promptTokens: 40,
            meanLogProbability: -0.5)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }
}

/// Sentences of common words that depend on a seed and compress like English.
struct BenchText {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private static let words = """
        the of and to in is that it was for on are with as be at one have this from or had by hot \
        word but what some we can out other were all there when up use your how said an each she \
        which do their time if will way about many then them write would like so these her long \
        make thing see him two has look more day could go come did number sound no most people my \
        over know water than call first who may down side been now find any new work part take get \
        place made live where after back little only round man year came show every good me give \
        our under name very through just form sentence great think say help low line differ turn \
        cause much mean before move right boy old too same tell does set three want air well also \
        play small end put home read hand port large spell add even land here must big high such
        """.split(separator: " ").map { Array($0.utf8) }

    /// Returns a sentence that begins with a random number, so that few are alike.
    mutating func sentence(words count: Int) -> String {
        var bytes = Array(String(random.next() % 1_000_000).utf8)
        bytes.reserveCapacity(8 * count)
        let words = Self.words
        for _ in 0..<count {
            bytes.append(UInt8(ascii: " "))
            bytes += words[Int(random.next() % UInt64(words.count))]
        }
        bytes.append(UInt8(ascii: "."))
        return String(decoding: bytes, as: UTF8.self)
    }
}
