import Testing

@testable import Jinja

@Suite struct `The reference of templates` {
    private func names(_ entries: [TemplateReference.Entry]) -> Set<String> {
        Set(entries.map(\.name))
    }

    @Test func `has a line for every filter, function and method, and for no others`() {
        #expect(names(TemplateReference.filters) == Filters.names)
        #expect(names(TemplateReference.functions) == Globals.names)
        #expect(names(TemplateReference.textMethods) == Set(Methods.strings.keys))
        #expect(
            names(TemplateReference.collectionMethods)
                == Set(Methods.dictionaries.keys).union(Methods.sequences.keys))
    }

    @Test func `has a line for every test, or names it beside one that is the same`() {
        let beside = TemplateReference.tests.flatMap { entry in
            entry.summary.split(separator: "also ").dropFirst().flatMap { names in
                names.split(separator: " and ").map(String.init)
            }
        }
        #expect(names(TemplateReference.tests).union(beside) == Tests.names)
    }

    @Test func `is in the order of the alphabet, each entry once`() {
        for entries in [
            TemplateReference.filters, TemplateReference.tests, TemplateReference.functions,
            TemplateReference.textMethods, TemplateReference.collectionMethods,
        ] {
            let names = entries.map(\.name)
            #expect(names == Set(names).sorted())
        }
    }
}
