/// Placeholder text of the global function `lipsum`.
enum LoremIpsum {
    private static let words = """
        lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut \
        labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco \
        laboris nisi aliquip ex ea commodo consequat duis aute irure in reprehenderit voluptate \
        velit esse cillum eu fugiat nulla pariatur excepteur sint occaecat cupidatat non proident \
        sunt culpa qui officia deserunt mollit anim id est laborum
        """.split(separator: " ").map(String.init)

    /// Returns a paragraph of `count` words, with commas and full stops.
    static func paragraph(
        of count: Int,
        in interpreter: Interpreter
    ) throws(TemplateError) -> String {
        try interpreter.spend(count)
        var text = ""
        var last = -1
        var startsSentence = true
        var (comma, stop) = (0, 0)
        for index in 0..<count {
            var choice = try interpreter.draw(below: words.count)
            if choice == last { choice = (choice + 1) % words.count }
            last = choice
            let word = words[choice]
            if index > 0 { text += " " }
            text += startsSentence ? word.prefix(1).uppercased() + word.dropFirst() : word
            startsSentence = false
            if index - comma > 2 + (try interpreter.draw(below: 5)) {
                comma = index
                stop += 2
                text += ","
            }
            if index - stop > 9 + (try interpreter.draw(below: 10)) {
                (comma, stop) = (index, index)
                if text.hasSuffix(",") { text.removeLast() }
                text += "."
                startsSentence = true
            }
        }
        if text.hasSuffix(",") { text.removeLast() }
        return text.hasSuffix(".") ? text : text + "."
    }
}
