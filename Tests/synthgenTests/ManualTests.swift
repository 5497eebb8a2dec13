import ArgumentParser
import Foundation
import JSON
import TestSupport
import Testing

@testable import synthgen

@Suite struct `The manual` {
    @Test func `has a page for the program and for every command that the help lists`() throws {
        let pages = try ManualPage.all()
        let names = Set(pages.map(\.name))
        #expect(names.count == pages.count)
        for name in ["synthgen", "synthgen-run", "synthgen-models-pull", "synthgen-cache-prune"] {
            #expect(names.contains(name))
        }
        for name in ["synthgen-plan", "synthgen-verify", "synthgen-manual", "synthgen-help"] {
            #expect(!names.contains(name))
        }
        for type in Synthgen.configuration.groupedSubcommands.flatMap(\.subcommands) {
            #expect(names.contains("synthgen-\(type._commandName)"))
        }
    }

    @Test func `names every option of the help`() throws {
        let page = try #require(try ManualPage.all().first { $0.name == "synthgen-run" })
        let help = Synthgen.helpMessage(for: RunCommand.self, columns: 80)
        let options = help.matches(of: /\n  (--[a-z-]+)/).map { String($0.1) }
        #expect(options.count > 10)
        for option in options {
            #expect(page.text.contains(option.replacing("-", with: "\\-")), "\(option)")
        }
        #expect(!page.text.contains("\\-\\-dry\\fR"))
    }

    @Test func `is written to a folder`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.run("manual", "man/man1")
        #expect(printed.status == 0)
        let page = try workshop.read("man/man1/synthgen-cache-prune.1")
        try expectSnapshot(page, "manual-cache-prune.txt")
        #expect(try workshop.read("man/man1/synthgen.1").contains("synthgen\\-run\\fR(1)"))
    }

    @Test func `prints what the texts say, whatever roff would make of it`() throws {
        let command: JSON = [
            "commandName": "odd", "abstract": ".so é.",
            "discussion": "It's a \\fBtrick\\fR -- `x`.\n\n  synthgen odd ~\n'br",
        ]
        let page = try #require(ManualPage.pages(of: command, version: "1").first)
        #expect(
            page.text == #"""
                .TH ODD 1 "" "synthgen 1" "synthgen"
                .SH NAME
                odd \- \&.so \[u00E9]
                .SH SYNOPSIS
                \fBodd\fR
                .SH DESCRIPTION
                It\(aqs a \efBtrick\efR \-\- \(gax\(ga.
                .PP
                .RS 4
                .EX
                synthgen odd \(ti
                .EE
                .RE
                \(aqbr

                """#)
    }
}
