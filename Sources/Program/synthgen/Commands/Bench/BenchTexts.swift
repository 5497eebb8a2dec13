import Text

/// Prose for measurements: with random token ids the model's distributions, and so the sampler's
/// work, would be unlike those of real use.
enum BenchTexts {
    /// Returns `count` tokens of prose; no two numbers share their first block.
    static func prompt(_ number: Int, count: Int, _ tokenizer: Tokenizer) -> [Int32] {
        var ids: [Int32] = []
        var text = "\(number). \(subjects[number % subjects.count])\n\n"
        var next = number * 7
        while ids.count < count {
            for _ in 0..<8 {
                text += sentences[next % sentences.count] + " "
                next += 1 + number % 3
            }
            ids = tokenizer.encode(text, addSpecialTokens: false)
        }
        return Array(ids.prefix(count))
    }

    private static let subjects = [
        "Notes from a harbour town", "How bread is made", "The long way over the pass",
        "A garden in a dry year", "What the clockmaker said", "Birds of the estuary",
        "Repairing an old bicycle", "The night train", "Soil, and what lives in it",
        "Letters between two neighbours", "A short history of lighthouses", "Learning to swim late",
        "The library on the hill", "Cooking for twelve", "Why rivers bend",
        "A house by the railway",
    ]

    private static let sentences = [
        "The ferry leaves at six, when the fog still lies on the water and nobody speaks above a whisper.",
        "Flour, salt, water and patience are enough, but the patience has to be measured most carefully.",
        "My grandmother kept every receipt in a biscuit tin and could tell you the price of coal in any winter.",
        "If the ground is hard, water it the evening before, and turn it over in the morning.",
        "There were four bridges once; the flood took two of them and the council took the third.",
        "A good map shows what has not changed, and leaves room for what will.",
        "The engineer explained that steel grows a little in summer, which is why the rails have gaps.",
        "Herons stand so still that the fish forget them, and then it is too late for the fish.",
        "Before you tighten the bolt, ask yourself which way the wheel will pull when it turns.",
        "She read the letter twice, folded it along the old creases, and put the kettle on.",
        "In the first week we counted eleven kinds of beetle under a single rotten log.",
        "The price of tomatoes had doubled, so the soup that evening was mostly onions and hope.",
        "Light from the tower reaches nineteen miles on a clear night, and hardly one in sleet.",
        "He had never learned to whistle, and said that it was the only thing he regretted.",
        "Every river carries its own hills to the sea, a spoonful at a time.",
        "The children had drawn the whole street in chalk, with the cats in their right places.",
        "To find the middle of a circle you need a piece of string and something to hold it with.",
        "Nobody agreed on the year, but everyone remembered that it had been a Thursday.",
        "The doctor came on a motorbike and left with a basket of plums.",
        "When the wind turns north the whole valley smells of the paper mill.",
        "Two experiments gave the same answer, and the third gave a better question.",
        "It takes a week to learn the tools and a year to learn when to leave them alone.",
        "The museum keeps its best clock in a cupboard, because the ticking upsets the visitors.",
        "After the storm they found the boat in a field, upright, as if someone had parked it.",
        "Salt lowers the point at which water freezes, which is why the pavement is wet and the pond is not.",
        "The teacher wrote three words on the board and waited until somebody laughed.",
        "Our train stood for an hour beside a meadow, and by the end of it everybody had names for the sheep.",
        "Old paint comes off with heat, a sharp blade and more time than you have.",
        "The report was forty pages long and could have been a postcard.",
        "Honey does not spoil; jars of it have outlived the people who sealed them.",
        "They planted the orchard for their grandchildren and ate the first apples themselves.",
        "Count the seconds between the flash and the thunder, divide by three, and you have the kilometres.",
    ]
}
