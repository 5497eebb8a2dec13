"""Opens reports in a headless Chromium without a network and looks at them as a reader would.

check.py OUTPUT PAGE.html [PAGE.html ...]

A page passes if it logs nothing, asks for nothing but itself, fits into a phone's and a desk's window
in light and dark, has readable text and plots with sizes, sorts its tables, can be walked by keyboard,
is complete without scripts, prints, and lets no script in. Screenshots are left in OUTPUT.
"""

import json
import pathlib
import sys

from browser import Browser

LOOK = pathlib.Path(__file__).with_name("look.js").read_text()

SORTS = """
(() => {
  const table = [...document.querySelectorAll("table.sortable")]
    .find((table) => table.tBodies[0].rows.length > 2 && table.querySelector("td.number"));
  if (!table) return null;
  const column = [...table.tHead.rows[0].cells].findIndex((head) => head.classList.contains("number"));
  const head = table.tHead.rows[0].cells[column];
  const order = () => [...table.tBodies[0].rows].map((row) => Number(row.cells[column].dataset.value));
  head.querySelector("button").click();
  const falling = order();
  head.querySelector("button").click();
  const rising = order();
  return falling.every((v, i) => i === 0 || v <= falling[i - 1])
    && rising.every((v, i) => i === 0 || v >= rising[i - 1])
    && head.getAttribute("aria-sort") === "ascending";
})()
"""

INTRUDES = """
(async () => {
  const script = document.createElement("script");
  script.textContent = "window.intruded = true";
  document.body.append(script);
  const image = new Image();
  image.src = "https://example.org/pixel.png";
  document.body.append(image);
  await new Promise((done) => setTimeout(done, 50));
  return window.intruded === true || image.naturalWidth > 0;
})()
"""


class Check:
    def __init__(self, browser, page, output):
        self.browser, self.page, self.output = browser, page, output
        self.url = page.resolve().as_uri()
        self.faults = []

    def expect(self, holds, fault):
        if not holds:
            self.faults.append(fault)

    def quiet(self, where):
        self.faults += [f"{where}: {complaint}" for complaint in self.browser.complaints]
        others = {url for url in self.browser.requests if url != self.url}
        self.expect(not others, f"{where}: asked for {sorted(others)}")

    def views(self):
        for width in [390, 768, 1280]:
            for dark in [False, True]:
                where = f"{width} px, {'dark' if dark else 'light'}"
                self.browser.open(self.url, width, dark=dark)
                shot = self.output / f"{self.page.stem}-{width}-{'dark' if dark else 'light'}.png"
                if width != 768:
                    self.browser.screenshot(shot)
                self.faults += [f"{where}: {fault}" for fault in self.browser.evaluate(LOOK)[:20]]
                self.quiet(where)

    def structure(self):
        self.browser.open(self.url, 1280)
        linked = self.browser.evaluate(
            "[...document.querySelectorAll('nav a')].map((a) => a.hash.slice(1))")
        for section in linked:
            height = self.browser.evaluate(
                f"document.getElementById({json.dumps(section)})?.offsetHeight ?? 0")
            self.expect(height > 60, f"section {section} is empty")
        self.expect(self.browser.evaluate(SORTS) is not False, "a table does not sort")
        self.expect(
            self.browser.evaluate(
                "new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size"
                " === document.querySelectorAll('[id]').length"), "an id is used twice")
        return linked

    def keyboard(self):
        self.browser.open(self.url, 1280)
        self.browser.press("Tab", 9)
        self.expect(
            self.browser.evaluate("document.activeElement.className") == "skip",
            "the first stop of the keyboard is not the link to the content")
        self.expect(
            self.browser.evaluate(
                "[...document.querySelectorAll('summary, a, th button')]"
                ".every((e) => e.tabIndex >= 0)"), "something cannot be reached by keyboard")
        if self.browser.evaluate("Boolean(document.querySelector('details.example'))"):
            self.browser.evaluate("document.querySelector('details.example summary').focus()")
            self.browser.call(
                "Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", text="\r",
                windowsVirtualKeyCode=13)
            self.browser.call("Input.dispatchKeyEvent", type="keyUp", key="Enter", code="Enter")
            self.expect(
                self.browser.evaluate("document.querySelector('details.example').open"),
                "an example does not open by keyboard")

    def withoutScripts(self, sections):
        self.browser.open(self.url, 1280, scripts=False)
        text = self.browser.call(
            "DOM.getOuterHTML",
            nodeId=self.browser.call("DOM.getDocument")["root"]["nodeId"])["outerHTML"]
        for section in sections:
            self.expect(f'id="{section}"' in text, f"without scripts {section} is missing")
        self.quiet("without scripts")

    def closed(self):
        self.browser.open(self.url, 1280)
        self.expect(self.browser.evaluate("window.pwned === undefined"), "a record's script ran")
        self.expect(not self.browser.evaluate(INTRUDES), "the page lets scripts or images in")

    def run(self):
        self.views()
        sections = self.structure()
        self.keyboard()
        self.withoutScripts(sections)
        self.browser.open(self.url, 1280)
        size = self.browser.pdf(self.output / f"{self.page.stem}.pdf")
        self.expect(size > 5_000, "the printed page is empty")
        self.closed()
        print(f"{self.page.name}: {', '.join(sections) or 'no sections'}")
        for fault in self.faults:
            print("  FAULT", fault)
        return not self.faults


def main():
    output = pathlib.Path(sys.argv[1])
    output.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    try:
        sound = [Check(browser, pathlib.Path(page), output).run() for page in sys.argv[2:]]
    finally:
        browser.close()
    print(f"{sum(sound)} of {len(sound)} pages are sound; screenshots are in {output}")
    sys.exit(0 if all(sound) else 1)


main()
