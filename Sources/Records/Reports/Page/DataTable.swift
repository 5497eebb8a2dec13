/// A table whose heads become sort buttons where scripts run.
struct DataTable {
    /// A cell: its content, and a number to sort by if it has one.
    struct Cell {
        let content: HTML
        var value: Double?

        static func text(_ text: String) -> Cell { Cell(content: tag("bdi", text)) }

        static func count(_ number: Int) -> Cell {
            Cell(content: .text(Numbers.count(number)), value: Double(number))
        }

        static func decimal(_ value: Double?, _ decimals: Int = 2) -> Cell {
            guard let value else { return Cell(content: .text("–")) }
            return Cell(content: .text(Numbers.decimal(value, decimals)), value: value)
        }

        static func percent(_ share: Double) -> Cell {
            Cell(content: .text(Numbers.percent(share)), value: share)
        }
    }

    let name: String
    /// The column heads; those of number columns are right-aligned.
    let heads: [String]
    let rows: [[Cell]]
    /// The indices of text columns; all other columns hold numbers.
    var textColumns: Set<Int> = [0]

    var html: HTML {
        tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": name]) {
            tag("table", ["class": "sortable"]) {
                tag("thead") {
                    tag("tr") {
                        for (index, head) in heads.enumerated() {
                            tag("th", ["scope": "col", "class": style(index)], head)
                        }
                    }
                }
                tag("tbody") {
                    for row in rows {
                        tag("tr") { for (index, cell) in row.enumerated() { html(cell, index) } }
                    }
                }
            }
        }
    }

    private func html(_ cell: Cell, _ index: Int) -> HTML {
        let value = cell.value.map { "\($0)" } ?? ""
        return index == 0
            ? tag("th", ["scope": "row", "data-value": value]) { cell.content }
            : tag("td", ["class": style(index), "data-value": value]) { cell.content }
    }

    private func style(_ index: Int) -> String { textColumns.contains(index) ? "" : "number" }
}
