extension InstructionKind {
    /// The kinds that conflict with this one in the same prompt, itself included.
    ///
    /// From IFEval's registry, made symmetric: if one kind excludes another, the other excludes it.
    public var conflicts: Set<InstructionKind> { Self.table[self] ?? [] }

    /// Whether both kinds can be asked for in the same prompt.
    public func agrees(with other: InstructionKind) -> Bool { !conflicts.contains(other) }

    private static let table: [InstructionKind: Set<InstructionKind>] = {
        var table: [InstructionKind: Set<InstructionKind>] = [:]
        for (kind, others) in pairs {
            for other in others {
                table[kind, default: []].insert(other)
                table[other, default: []].insert(kind)
            }
        }
        for kind in allCases { table[kind, default: []].insert(kind) }
        return table
    }()

    /// Each pair once; a kind that excludes most others lists the kinds that it allows.
    private static let pairs: [(InstructionKind, [InstructionKind])] = [
        (.constrainedResponse, allCases),
        (.json, all(but: .existence, .forbiddenWords)),
        (.repeatPrompt, all(but: .title, .existence, .noComma)),
        (
            .twoResponses,
            all(but: .title, .existence, .forbiddenWords, .responseLanguage, .noComma)
        ),
        (.capitalWords, [.englishCapital, .englishLowercase]),
        (.englishCapital, [.englishLowercase, .responseLanguage]),
        (.englishLowercase, [.responseLanguage]),
        (
            .responseLanguage,
            [.sections, .existence, .forbiddenWords, .frequency, .endPhrase]
        ),
        (.sections, [.highlights]),
        (.title, [.quotation]),
        (.numberOfParagraphs, [.firstWordOfParagraph, .numberOfSentences]),
    ]

    private static func all(but allowed: InstructionKind...) -> [InstructionKind] {
        allCases.filter { !allowed.contains($0) }
    }
}
