/// The page's script, which makes tables sortable. It contains neither `<` nor `&`, so that the
/// page is valid XML too.
enum Script {
    static let text: StaticString = """

        "use strict";
        for (const table of document.querySelectorAll("table.sortable")) {
          const body = table.tBodies[0];
          if (body.rows.length === 1) continue;
          [...table.tHead.rows[0].cells].forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.append(...head.childNodes);
            head.append(button);
            button.addEventListener("click", () => {
              const rising = head.getAttribute("aria-sort") === "descending";
              for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
              head.setAttribute("aria-sort", rising ? "ascending" : "descending");
              const rows = [...body.rows].map((row) => {
                const cell = row.cells[column];
                const value = cell.dataset.value;
                return { row, value: value ? Number(value) : null, text: cell.textContent };
              });
              rows.sort((a, b) => {
                if (a.value === null || b.value === null) return a.text.localeCompare(b.text);
                return a.value - b.value;
              });
              if (!rising) rows.reverse();
              body.append(...rows.map((entry) => entry.row));
            });
          });
        }

        """
}
