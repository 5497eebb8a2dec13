/// The page's style sheet: one column of text and figures in grids, light or dark as the reader's
/// system asks. Its two colors can be told apart by red-green color-blind readers (after Okabe &
/// Ito).
enum Style {
    static let text: StaticString = """

        :root {
          color-scheme: light dark;
          --paper: #fcfbf8; --panel: #f4f2ec; --ink: #1e2127; --soft: #5a606b; --line: #dfdcd3;
          --chosen: #0868a5; --rejected: #bd4413; --response: #0868a5; --accent: #1b7560;
          --warn: #fbf1dc; --warn-ink: #5f4300;
          --sans: "Inter", "Source Sans 3", system-ui, "Segoe UI", "Noto Sans", sans-serif;
          --serif: "Source Serif 4", "Iowan Old Style", Charter, Georgia, "Noto Serif", serif;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #16181c; --panel: #1f2227; --ink: #e8e6e1; --soft: #a6abb4; --line: #33373f;
            --chosen: #62b6ee; --rejected: #f2996a; --response: #62b6ee; --accent: #61c5a7;
            --warn: #3a2f14; --warn-ink: #f3dca6;
          }
        }
        @media print {
          :root {
            --paper: #fff; --panel: #f5f5f5; --ink: #000; --soft: #444; --line: #bbb;
            --chosen: #0868a5; --rejected: #bd4413; --response: #0868a5; --accent: #1b7560;
            --warn: #f5f5f5; --warn-ink: #000;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-behavior: smooth; scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 1rem/1.6 var(--sans); font-variant-numeric: tabular-nums;
          overflow-wrap: break-word;
        }
        header, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
        a { color: inherit; }
        :focus-visible { outline: 2px solid var(--chosen); outline-offset: 2px; border-radius: 2px; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 2; }

        h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.2; letter-spacing: -.01em; }
        h1 { font-size: clamp(2rem, 6vw, 3rem); margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.7rem; margin: 0; }
        h3 { font-size: 1.05rem; font-weight: 600; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
        h4 { font-size: .95rem; font-weight: 600; margin: 1.5rem 0 .5rem; }
        .over { margin: 0 0 .5rem; color: var(--soft); font-size: .85rem; }
        .lede { max-width: 44rem; margin: .6rem 0 0; font-size: 1.08rem; color: var(--soft);
          overflow-wrap: anywhere; }
        .note, .soft { color: var(--soft); }
        .note { font-size: .85rem; margin: .5rem 0 0; max-width: 44rem; overflow-wrap: anywhere; }

        header { padding-top: clamp(2rem, 7vw, 4.5rem); }
        header .lede { font-size: 1.2rem; color: var(--ink); }
        .keys {
          display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
          gap: 1.25rem 2rem; margin: 2.25rem 0 0; padding: 0;
        }
        .keys div { display: flex; flex-direction: column-reverse; border-top: 2px solid var(--ink);
          padding-top: .5rem; }
        .keys dt { font-size: .85rem; color: var(--soft); }
        .keys dd { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 500;
          letter-spacing: -.02em; }
        .facts { margin: 2rem 0 0; font-size: .88rem; }
        .facts div { display: flex; gap: 1rem; padding: .4rem 0; border-top: 1px solid var(--line); }
        .facts dt { flex: 0 0 5rem; color: var(--soft); }
        .facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        .damage { background: var(--warn); color: var(--warn-ink); margin: 1.75rem 0 0;
          padding: 1rem 1.25rem; border-radius: 6px; }
        .damage h2 { font: 600 1rem/1.4 var(--sans); letter-spacing: 0; }
        .damage p { margin: .25rem 0 0; }
        .damage ul { margin: .5rem 0 0; padding-left: 1.1rem; }
        .damage pre { font: .82rem/1.5 var(--mono); margin: .35rem 0; white-space: pre-wrap;
          overflow-wrap: anywhere; }

        nav { position: sticky; top: 0; z-index: 1; background: var(--paper); margin-top: 2.5rem;
          border-bottom: 1px solid var(--line); }
        nav ul { display: flex; gap: 1.5rem; max-width: 70rem; margin: 0 auto; padding: 0 1.25rem;
          list-style: none; overflow-x: auto; scrollbar-width: none; }
        nav a { display: block; padding: .8rem 0; font-size: .9rem; color: var(--soft);
          text-decoration: none; white-space: nowrap; }
        nav a:hover { color: var(--ink); }
        section { padding-top: 3.75rem; }
        footer { padding-top: 4rem; padding-bottom: 3rem; color: var(--soft); font-size: .85rem; }

        .grid { display: grid; gap: 2rem 2.25rem; margin-top: 1.5rem; }
        .thirds { grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
        .halves { grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
        figure { margin: 0; min-width: 0; break-inside: avoid; }
        figcaption { font-size: .92rem; font-weight: 600; margin-bottom: .35rem; overflow-wrap: anywhere; }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.25rem 0 0;
          font-size: .85rem; color: var(--soft); }
        .swatch { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px;
          margin-right: .4rem; vertical-align: -.06rem; }
        .swatch.accent { background: var(--accent); }
        .swatch.chosen, .swatch.response { background: var(--chosen); }
        .swatch.rejected { background: var(--rejected); }

        .plot { display: block; width: 100%; height: auto; }
        .plot text { font: 11.5px var(--sans); fill: var(--soft); }
        .grid .grid { margin: 0; }
        .halves .plot text { font-size: 10.5px; }
        .plot .grid { stroke: var(--line); stroke-width: 1; }
        .axis { stroke: var(--soft); stroke-width: 1; }
        .reference { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; opacity: .75; }
        .area { fill-opacity: .16; stroke-width: 1.6; stroke-linejoin: round; }
        .area.chosen, .area.response { fill: var(--chosen); stroke: var(--chosen); }
        .area.rejected { fill: var(--rejected); stroke: var(--rejected); stroke-dasharray: 4 2; }
        .area.accent { fill: var(--accent); stroke: var(--accent); }
        .mean { stroke-width: 1.2; opacity: .8; }
        .mean.chosen, .mean.response { stroke: var(--chosen); }
        .mean.rejected { stroke: var(--rejected); stroke-dasharray: 4 2; }
        .mean.accent { stroke: var(--accent); }
        .tip { fill: var(--ink); fill-opacity: 0; }
        .tip:hover { fill-opacity: .06; }
        .dot { fill: var(--chosen); fill-opacity: .5; }
        .dot:hover { fill-opacity: 1; }
        .column.accent { fill: var(--accent); }
        .column.rejected { fill: var(--rejected); }
        .column:hover { fill-opacity: .8; }
        td .chosen { color: var(--chosen); }
        td .rejected { color: var(--rejected); }
        .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
        .curve.accent { stroke: var(--accent); }
        .curve.chosen, .curve.response { stroke: var(--chosen); }
        .curve.rejected { stroke: var(--rejected); stroke-dasharray: 4 2; }
        .curve.faint { stroke-width: 1; opacity: .35; }
        .knot.accent { fill: var(--accent); }
        .knot.chosen, .knot.response { fill: var(--chosen); }
        .knot.rejected { fill: var(--rejected); }
        .whisker { stroke: var(--accent); stroke-width: 2; }
        .bar { display: block; width: 100%; min-width: 6rem; height: .5rem; }
        .track { fill: var(--panel); }
        .interval { display: block; width: 100%; min-width: 9rem; height: 1.1rem; }

        table { border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.45; }
        th, td { text-align: left; padding: .5rem 1.25rem .5rem 0; vertical-align: top; font-weight: 400;
          border-top: 1px solid var(--line); }
        th:last-child, td:last-child { padding-right: 0; }
        tbody th { overflow-wrap: anywhere; min-width: 8rem; }
        thead th { color: var(--soft); border-top: 0; vertical-align: bottom; }
        .number { text-align: right; white-space: nowrap; }
        thead .number { white-space: normal; }
        th button { all: unset; cursor: pointer; }
        th button:hover { color: var(--ink); }
        th button:focus-visible { outline: 2px solid var(--chosen); outline-offset: 2px; }
        th[aria-sort] button { color: var(--ink); }
        th[aria-sort="descending"] button::after { content: " ↓"; }
        th[aria-sort="ascending"] button::after { content: " ↑"; }
        .nowrap { white-space: nowrap; }
        .scroll { overflow-x: auto; margin-top: 1.5rem; }
        .shade { display: inline-block; min-width: 2.6rem; padding: .05rem .4rem; border-radius: 3px;
          text-align: right; }
        .shade0 { color: var(--soft); }
        .shade1 { background: color-mix(in srgb, var(--accent) 10%, transparent); }
        .shade2 { background: color-mix(in srgb, var(--accent) 18%, transparent); }
        .shade3 { background: color-mix(in srgb, var(--accent) 26%, transparent); }
        .shade4 { background: color-mix(in srgb, var(--accent) 34%, transparent); }
        .shade5 { background: color-mix(in srgb, var(--accent) 42%, transparent); }
        .funnel { margin-top: 1rem; font-size: .88rem; line-height: 1.45; }
        .row { display: grid; align-items: center; column-gap: 1.25rem; padding: .45rem 0;
          grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr) 4.5rem 4.5rem 5.5rem;
          border-top: 1px solid var(--line); }
        .row.head { border-top: 0; color: var(--soft); align-items: end; }
        .row.head .number { white-space: normal; }
        .row .reasons, .row .purpose { grid-column: 1 / -1; }
        .row .purpose { color: var(--soft); font-size: .8rem; }
        .row .bar { min-width: 0; }
        .included > summary { list-style: none; }
        .included > summary::-webkit-details-marker { display: none; }
        .included > summary .stage { position: relative; padding-left: 1.1rem; }
        .included > summary .stage::before { content: "+"; position: absolute; left: 0;
          color: var(--soft); }
        .included[open] > summary .stage::before { content: "–"; }
        .included > div.row { padding-left: 1.1rem; }
        .stage { overflow-wrap: anywhere; }
        .type { color: var(--soft); font-weight: 400; font-size: .8rem; margin-left: .6rem; }
        .reasons { list-style: none; margin: .45rem 0 0; padding: 0; color: var(--soft);
          display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; font-size: .82rem; }
        .reasons b { font-weight: 600; color: var(--rejected); }

        summary { cursor: pointer; }
        .more { margin-top: 1.5rem; }
        .more > summary, .ancestry > summary { font-size: .9rem; color: var(--soft); }
        .example { border-top: 1px solid var(--line); }
        .example > summary { display: flex; gap: .75rem; align-items: baseline; padding: .7rem 0;
          list-style: none; }
        .example > summary::-webkit-details-marker { display: none; }
        .example > summary::before { content: "+"; color: var(--soft); width: .8rem; flex: none; }
        .example[open] > summary::before { content: "–"; }
        .example[open] { padding-bottom: 1.25rem; }
        .first { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .example[open] .first { color: var(--soft); }
        .figure { color: var(--soft); font-size: .82rem; white-space: nowrap; font-weight: 400; }
        .rejections { margin-top: 1.5rem; }
        .remark { font-size: .82rem; text-align: right; max-width: 50%; overflow-wrap: anywhere; }
        .remark .reason { margin: 0; }
        .role { margin: 0 0 .25rem; font-size: .8rem; font-weight: 600; color: var(--soft);
          display: flex; justify-content: space-between; gap: 1rem; }
        .turn { margin: .75rem 0; }
        .passage { white-space: pre-wrap; overflow-wrap: anywhere; overflow: hidden; font-size: .92rem;
          line-height: 1.55; max-height: 26rem; overflow-y: auto; }
        .turn > .passage { border-left: 2px solid var(--line); padding-left: .9rem; }
        .said > .passage { border-left-color: var(--accent); }
        .cut { color: var(--soft); font-style: italic; }
        .answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
          gap: 1.25rem 2rem; margin: 1rem 0; }
        .answers > * { min-width: 0; background: var(--panel); padding: .9rem 1.1rem; border-radius: 6px;
          border-top: 3px solid var(--line); }
        .answer.chosen, .answer.response { border-top-color: var(--chosen); }
        .answer.rejected { border-top-color: var(--rejected); }
        .answer.chosen .role, .answer.response .role { color: var(--chosen); }
        .answer.rejected .role { color: var(--rejected); }
        .ancestry { margin-top: 1rem; }
        .ancestry ol { list-style: none; margin: .5rem 0 0; padding: 0 0 0 .5rem;
          border-left: 2px solid var(--line); }
        .step > summary { padding: .25rem .5rem; font-size: .88rem; overflow-wrap: anywhere; }
        .step > :not(summary) { margin-left: 1.5rem; }
        .step .stage { margin-right: .6rem; }
        .step code { font: .78rem var(--mono); color: var(--soft); }
        .reason { color: var(--rejected); margin-left: .6rem; }
        .made { font-size: .88rem; margin-top: .5rem; }
        .made dt { color: var(--soft); font-size: .8rem; margin-top: .5rem; }
        .made dd { margin: 0; }
        .measures dl { display: grid; grid-template-columns: minmax(8rem, 11rem) minmax(0, 1fr);
          gap: .6rem 1.5rem; font-size: .88rem; margin: 1.25rem 0 0; max-width: 52rem; }
        .measures dt { font-weight: 600; }
        .measures dd { margin: 0; color: var(--soft); }

        @media (max-width: 40rem) {
          section { padding-top: 3rem; }
          .keys { grid-template-columns: repeat(2, 1fr); gap: 1.1rem 1.25rem; }
          .keys dd { font-size: 1.45rem; }
          .measures dl { grid-template-columns: 1fr; gap: .15rem; }
          .measures dd { margin-bottom: .75rem; }
          th, td { padding-right: .8rem; }
          .halves .plot text { font-size: 13.5px; }
          .row { grid-template-columns: minmax(0, 1fr) 3.4rem 3.4rem 3.4rem; column-gap: .6rem; }
          .row > .bar { grid-row: 2; grid-column: 1 / -1; margin-top: .3rem; }
          .row.head > :nth-child(2) { display: none; }
          .facts div { flex-direction: column; gap: 0; }
          .facts dt { flex: none; }
        }
        @media print {
          nav, .skip { display: none; }
          body { font-size: 10pt; }
          section { padding-top: 1.5rem; }
          .scroll { overflow: visible; }
          .passage { max-height: none; overflow: visible; }
          .thirds { grid-template-columns: repeat(3, 1fr); gap: 1rem; }
          .halves { grid-template-columns: repeat(2, 1fr); gap: 1rem; }
          h2, h3 { break-after: avoid; }
          tr, .answer { break-inside: avoid; }
        }

        """
}
