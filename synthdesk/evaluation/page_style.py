"""The look of the report: one calm column of text, light or dark as the reader's system is."""

CSS = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1d2430; --soft: #5b6573; --rule: #dfe3e8; --panel: #f6f7f9;
  --real: #1f6fb2; --synthetic: #c44e00; --good: #1d7a3e; --look: #8a5a00; --problem: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181e; --ink: #e6e9ee; --soft: #a3adba; --rule: #323a45; --panel: #1c222a;
    --real: #77b7ee; --synthetic: #ff9d5c; --good: #6fcf8f; --look: #f0b94a; --problem: #ff8f86;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55; font-size: 16px;
  font-family: "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
main { max-width: 62rem; margin: 0 auto; padding: 3.5rem 1.5rem 5rem; }
header { border-bottom: 1px solid var(--rule); padding-bottom: 1.5rem; margin-bottom: 2rem; }
h1 { font-size: 2rem; font-weight: 600; line-height: 1.2; letter-spacing: -0.01em; margin: 0 0 0.4rem; }
h2 { font-size: 1.35rem; font-weight: 600; margin: 3.2rem 0 0.5rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
p { margin: 0.4rem 0; max-width: 44rem; }
.soft, figcaption { color: var(--soft); }
.small { font-size: 0.875rem; }
.verdicts { list-style: none; margin: 1rem 0; padding: 0; }
.verdicts li { display: flex; gap: 0.9rem; padding: 0.55rem 0; font-size: 1.1rem; max-width: 50rem; }
.sign { flex: none; width: 1.3rem; text-align: center; }
.good .sign { color: var(--good); } .look .sign { color: var(--look); } .problem .sign { color: var(--problem); }
.note { background: var(--panel); border-left: 3px solid var(--rule); padding: 0.8rem 1.1rem; margin: 1.2rem 0; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1.2rem; margin-top: 1rem; }
.card {
  border: 1px solid var(--rule); border-radius: 8px; padding: 1rem; margin: 0;
  break-inside: avoid; page-break-inside: avoid;
}
.group { font-size: 1.1rem; margin: 2rem 0 0; } .outcome { display: flex; gap: 0.6rem; flex-wrap: wrap; margin-bottom: 0.6rem; }
.outcome span:last-child { color: var(--soft); } .check svg { max-width: 40rem; }
.wide { margin: 1.2rem 0 0; }
.card header { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: 0; margin: 0 0 0.6rem; }
.figure { font-variant-numeric: tabular-nums; white-space: nowrap; }
figcaption { font-size: 0.875rem; margin-top: 0.5rem; }
.legend { display: flex; gap: 1.6rem; color: var(--soft); font-size: 0.9rem; margin: 0.6rem 0; }
.legend svg { width: 1.9rem; height: 0.8rem; margin-right: 0.4rem; }
table { border-collapse: collapse; width: 100%; margin: 0.8rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
th { font-weight: 600; } td.number, th.number { text-align: right; }
td { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.4rem; margin: 0.8rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
svg { display: block; width: 100%; height: auto; }
svg text { font: 11px "Segoe UI", system-ui, "Noto Sans", Arial, sans-serif; fill: var(--ink); }
svg .axis, svg .value { fill: var(--soft); font-size: 10px; }
svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
svg .base { stroke: var(--rule); fill: none; } svg .thick { stroke-width: 6; stroke-linecap: round; }
svg .real.area { fill: var(--real); fill-opacity: 0.22; stroke: var(--real); stroke-width: 1.6; }
svg .synthetic.outline { fill: none; stroke: var(--synthetic); stroke-width: 1.8; stroke-dasharray: 5 3; }
svg .real.bar { fill: var(--real); }
svg .synthetic.bar { fill: var(--synthetic); fill-opacity: 0.25; stroke: var(--synthetic); stroke-dasharray: 4 2; }
svg .real.cell { fill: var(--real); } svg .synthetic.cell { fill: var(--synthetic); }
svg .different.cell { fill: var(--problem); }
svg .synthetic.thick { stroke: var(--synthetic); } svg .synthetic.dot { fill: var(--synthetic); }
svg .real.dot { fill: var(--real); } svg .real.mark { stroke: var(--real); stroke-width: 2.5; }
svg .synthetic.ring { fill: var(--paper); stroke: var(--synthetic); stroke-width: 2.2; }
svg .interval { stroke-width: 2; } svg .real.interval, svg .real.line { stroke: var(--real); fill: none; }
svg .synthetic.interval { stroke: var(--synthetic); stroke-dasharray: 5 3; } svg .real.line { stroke-width: 1.8; }
.officer { break-before: page; } td.wide { margin: 0; width: 52%; }
.blank { border-bottom: 1px solid var(--soft); min-width: 18rem; }
svg .guess { stroke: var(--synthetic); fill: none; stroke-width: 1.4; } svg .guess.right { fill: var(--synthetic); }
svg .guess.coin { stroke: var(--soft); } svg .guess.coin.right { fill: var(--soft); }
svg .join { stroke: var(--soft); stroke-width: 2; }
@media print {
  :root {
    --paper: #ffffff; --ink: #1d2430; --soft: #5b6573; --rule: #dfe3e8; --panel: #f6f7f9;
    --real: #1f6fb2; --synthetic: #c44e00; --good: #1d7a3e; --look: #8a5a00; --problem: #b3261e;
  }
  main { padding: 0; max-width: none; }
}
"""
