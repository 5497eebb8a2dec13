/// The 25 verifiable instructions of IFEval (Zhou et al. 2023, arXiv:2311.07911), by their ids.
public enum InstructionKind: String, CaseIterable, Sendable {
    case existence = "keywords:existence"
    case frequency = "keywords:frequency"
    case forbiddenWords = "keywords:forbidden_words"
    case letterFrequency = "keywords:letter_frequency"
    case responseLanguage = "language:response_language"
    case numberOfSentences = "length_constraints:number_sentences"
    case numberOfParagraphs = "length_constraints:number_paragraphs"
    case numberOfWords = "length_constraints:number_words"
    case firstWordOfParagraph = "length_constraints:nth_paragraph_first_word"
    case placeholders = "detectable_content:number_placeholders"
    case postscript = "detectable_content:postscript"
    case bulletList = "detectable_format:number_bullet_lists"
    case constrainedResponse = "detectable_format:constrained_response"
    case highlights = "detectable_format:number_highlighted_sections"
    case sections = "detectable_format:multiple_sections"
    case json = "detectable_format:json_format"
    case title = "detectable_format:title"
    case twoResponses = "combination:two_responses"
    case repeatPrompt = "combination:repeat_prompt"
    case endPhrase = "startend:end_checker"
    case quotation = "startend:quotation"
    case capitalWords = "change_case:capital_word_frequency"
    case englishCapital = "change_case:english_capital"
    case englishLowercase = "change_case:english_lowercase"
    case noComma = "punctuation:no_comma"

    /// The type that reads the instruction's arguments, checks answers and words the instruction.
    var type: any VerifiableInstruction.Type {
        switch self {
        case .existence: KeywordExistence.self
        case .frequency: KeywordFrequency.self
        case .forbiddenWords: ForbiddenWords.self
        case .letterFrequency: LetterFrequency.self
        case .responseLanguage: ResponseLanguage.self
        case .numberOfSentences: NumberOfSentences.self
        case .numberOfParagraphs: NumberOfParagraphs.self
        case .numberOfWords: NumberOfWords.self
        case .firstWordOfParagraph: FirstWordOfParagraph.self
        case .placeholders: Placeholders.self
        case .postscript: Postscript.self
        case .bulletList: BulletList.self
        case .constrainedResponse: ConstrainedResponse.self
        case .highlights: Highlights.self
        case .sections: Sections.self
        case .json: JSONFormat.self
        case .title: Title.self
        case .twoResponses: TwoResponses.self
        case .repeatPrompt: RepeatPrompt.self
        case .endPhrase: EndPhrase.self
        case .quotation: Quotation.self
        case .capitalWords: CapitalWords.self
        case .englishCapital: EnglishCapital.self
        case .englishLowercase: EnglishLowercase.self
        case .noComma: NoComma.self
        }
    }
}
