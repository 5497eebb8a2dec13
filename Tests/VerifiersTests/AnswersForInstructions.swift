import JSON
import Verifiers

/// An answer that follows an instruction, and one that does not.
func answers(for instruction: Instruction) -> (good: String, bad: String) {
    let arguments = instruction.arguments
    func text(_ name: String) -> String { arguments[name]?.string ?? "" }
    func texts(_ name: String) -> [String] { arguments[name]?.array?.compactMap(\.string) ?? [] }
    func number(_ name: String) -> Int { arguments[name]?.integer ?? 0 }
    func many(_ part: String, _ count: Int, _ separator: String = " ") -> String {
        Array(repeating: part, count: count).joined(separator: separator)
    }
    /// As many parts as a bound allows, and one more or less.
    func bounded(_ part: String, _ count: String, _ relation: String) -> (String, String) {
        let (least, less) = (
            "Z: " + many(part, number(count)), "Z: " + many(part, number(count) - 1)
        )
        return text(relation) == "at least" ? (least, less) : (less, least)
    }
    switch instruction.kind {
    case .existence: return (texts("keywords").joined(separator: " "), "Z")
    case .frequency: return bounded(text("keyword"), "frequency", "relation")
    case .forbiddenWords: return ("Z", texts("forbidden_words")[0])
    case .letterFrequency:
        let (one, other) = bounded(text("letter"), "let_frequency", "let_relation")
        return (one.replacing("Z", with: "0"), other.replacing("Z", with: "0"))
    case .responseLanguage:
        let sample = languageSamples[text("language")] ?? ""
        return (sample, languageSamples[text("language") == "en" ? "de" : "en"] ?? "")
    case .numberOfSentences: return bounded("Owls fly.", "num_sentences", "relation")
    case .numberOfWords:
        let (one, other) = bounded("owl", "num_words", "relation")
        return (one.replacing("Z: ", with: ""), other.replacing("Z: ", with: ""))
    case .numberOfParagraphs:
        let count = number("num_paragraphs")
        return (many("Owls.", count, "\n***\n"), many("Owls.", count + 1, "\n***\n"))
    case .firstWordOfParagraph:
        var paragraphs = Array(repeating: "Owls fly.", count: number("num_paragraphs"))
        let bad = paragraphs.joined(separator: "\n\n")
        paragraphs[number("nth_paragraph") - 1] = text("first_word") + ", owls fly."
        return (paragraphs.joined(separator: "\n\n"), bad)
    case .placeholders:
        let count = number("num_placeholders")
        return (many("[owl]", count), "Z" + many("[owl]", count - 1))
    case .postscript: return ("Owls. \(text("postscript_marker")) Mice.", "Owls.")
    case .bulletList:
        return (many("* owl", number("num_bullets"), "\n"), "* owl")
    case .constrainedResponse: return ("My answer is no.", "No.")
    case .highlights:
        let count = number("num_highlights")
        return (many("*owl*", count), "Z" + many("*owl*", count - 1))
    case .sections:
        let sections = (1...number("num_sections")).map {
            "\(text("section_spliter")) \($0): Owls."
        }
        return (sections.joined(separator: "\n"), sections.dropLast().joined(separator: "\n"))
    case .json: return (#"{"owls": 2}"#, "two owls")
    case .title: return ("<<Owls>>\nThey fly.", "Owls\nThey fly.")
    case .twoResponses: return ("Owls.\n******\nMice.", "Owls.\n******\nOwls.")
    case .repeatPrompt: return (text("prompt_to_repeat") + " They hear them.", "They hear them.")
    case .endPhrase: return ("Owls fly. " + text("end_phrase"), text("end_phrase") + " Owls fly.")
    case .quotation: return ("\"Owls fly.\"", "Owls fly.")
    case .capitalWords:
        let (one, other) = bounded("OWL", "capital_frequency", "capital_relation")
        return (one.replacing("Z: ", with: "owls: "), other.replacing("Z: ", with: "owls: "))
    case .englishCapital:
        return ("THE OWLS FLY AT NIGHT AND HEAR THE MICE IN THE GRASS.", "The owls fly at night.")
    case .englishLowercase:
        return ("the owls fly at night and hear the mice in the grass.", "The owls fly at night.")
    case .noComma: return ("Owls fly.", "Owls, they fly.")
    }
}

/// Something in each language that is asked for.
let languageSamples = [
    "ar": "تطير البومة في الليل وتسمع الفئران بين الأعشاب ثم تعود إلى الشجرة الكبيرة.",
    "bg": "Совата лети през нощта и чува мишките в тревата, а после се връща на голямото дърво.",
    "bn": "পেঁচা রাতে ওড়ে এবং ঘাসের মধ্যে ইঁদুরের শব্দ শোনে, তারপর বড় গাছে ফিরে যায়।",
    "de":
        "Die Eule fliegt in der Nacht und hört die Mäuse im Gras, dann kehrt sie zum Baum zurück.",
    "en":
        "The owl flies at night and hears the mice in the grass, then it returns to the big tree.",
    "es": "El búho vuela de noche y oye los ratones entre la hierba, luego vuelve al árbol grande.",
    "fa": "جغد شب‌ها پرواز می‌کند و صدای موش‌ها را در میان علف‌ها می‌شنود و سپس به درخت بزرگ برمی‌گردد.",
    "fi": "Pöllö lentää yöllä ja kuulee hiiret ruohikossa, ja sitten se palaa suureen puuhun.",
    "fr":
        "Le hibou vole la nuit et entend les souris dans l'herbe, puis il revient au grand arbre.",
    "gu": "ઘુવડ રાત્રે ઉડે છે અને ઘાસમાં ઉંદરનો અવાજ સાંભળે છે, પછી મોટા ઝાડ પર પાછું આવે છે.",
    "he": "הינשוף עף בלילה ושומע את העכברים בדשא, ואחר כך הוא חוזר אל העץ הגדול.",
    "hi": "उल्लू रात में उड़ता है और घास में चूहों की आवाज़ सुनता है, फिर वह बड़े पेड़ पर लौट आता है।",
    "it":
        "Il gufo vola di notte e sente i topi nell'erba, poi torna sul grande albero della collina.",
    "ja": "フクロウは夜に飛び、草の中のねずみの音を聞いて、それから大きな木に戻ります。",
    "kn": "ಗೂಬೆ ರಾತ್ರಿ ಹಾರುತ್ತದೆ ಮತ್ತು ಹುಲ್ಲಿನಲ್ಲಿ ಇಲಿಗಳ ಶಬ್ದವನ್ನು ಕೇಳುತ್ತದೆ, ನಂತರ ದೊಡ್ಡ ಮರಕ್ಕೆ ಮರಳುತ್ತದೆ.",
    "ko": "올빼미는 밤에 날아다니며 풀밭에서 쥐 소리를 듣고 큰 나무로 돌아갑니다.",
    "ml": "മൂങ്ങ രാത്രിയിൽ പറക്കുകയും പുല്ലിൽ എലികളുടെ ശബ്ദം കേൾക്കുകയും ചെയ്യുന്നു.",
    "mr": "घुबड रात्री उडते आणि गवतात उंदरांचा आवाज ऐकते, मग ते मोठ्या झाडावर परत येते आणि आराम करते.",
    "ne": "लाटोकोसेरो राति उड्छ र घाँसमा मुसाको आवाज सुन्छ, त्यसपछि त्यो ठूलो रूखमा फर्कन्छ।",
    "pa": "ਉੱਲੂ ਰਾਤ ਨੂੰ ਉੱਡਦਾ ਹੈ ਅਤੇ ਘਾਹ ਵਿੱਚ ਚੂਹਿਆਂ ਦੀ ਆਵਾਜ਼ ਸੁਣਦਾ ਹੈ, ਫਿਰ ਵੱਡੇ ਰੁੱਖ ਤੇ ਮੁੜ ਆਉਂਦਾ ਹੈ।",
    "pl": "Sowa lata w nocy i słyszy myszy w trawie, a potem wraca na duże drzewo przy drodze.",
    "pt":
        "A coruja voa à noite e ouve os ratos na relva, depois volta para a grande árvore do jardim.",
    "ru":
        "Сова летает ночью и слышит мышей в траве, а потом возвращается на большое дерево у дороги.",
    "sw":
        "Bundi huruka usiku na kusikia panya kwenye nyasi, kisha hurudi kwenye mti mkubwa wa kijiji.",
    "ta": "ஆந்தை இரவில் பறந்து புல்லில் எலிகளின் சத்தத்தைக் கேட்டு பெரிய மரத்திற்குத் திரும்புகிறது.",
    "te": "గుడ్లగూబ రాత్రి ఎగురుతుంది మరియు గడ్డిలో ఎలుకల శబ్దం వింటుంది, తరువాత పెద్ద చెట్టుకు తిరిగి వస్తుంది.",
    "th": "นกฮูกบินตอนกลางคืนและได้ยินเสียงหนูในหญ้า แล้วมันก็กลับไปที่ต้นไม้ใหญ่",
    "uk":
        "Сова літає вночі й чує мишей у траві, а потім повертається на велике дерево біля дороги.",
    "ur":
        "الو رات کو اڑتا ہے اور گھاس میں چوہوں کی آواز سنتا ہے، پھر وہ بڑے درخت پر واپس آ جاتا ہے۔",
    "vi": "Con cú bay vào ban đêm và nghe thấy tiếng chuột trong cỏ, rồi nó trở về cái cây lớn.",
]
