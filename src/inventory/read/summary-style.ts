/** Styles of the summary page, for light and dark mode. */

export const summaryStyle = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --line: #e2e5ea; --text: #1c2330; --quiet: #5d6778; --bar: #2f6fde;
  --complete: #2e9e6b; --partial: #e0a100; --failed: #d64545; --skipped: #8a94a6; --unfinished: #8a5cd6;
  --bad: #b3261e; --warn-page: #fff6dd; --warn-line: #ecd48a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161d; --card: #1a202a; --line: #2c3442; --text: #e6eaf1; --quiet: #9aa6b8; --bar: #5b93f5;
    --complete: #3fb984; --partial: #e8b62f; --failed: #ec6a6a; --skipped: #77839a; --unfinished: #a684e8;
    --bad: #ff9a90; --warn-page: #2e2812; --warn-line: #5e5120;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 28px 24px 48px; }
h1 { margin: 0; font-size: 26px; }
h2 { margin: 0 0 12px; font-size: 16px; }
p.runs { margin: 4px 0 20px; color: var(--quiet); }
.warning { margin: 0 0 20px; padding: 10px 14px; background: var(--warn-page); border: 1px solid var(--warn-line); border-radius: 8px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px; margin: 0 0 20px; }
.tiles div, section, figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tiles div { padding: 12px 16px; }
.tiles dd { margin: 0; font-size: 26px; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles dt { color: var(--quiet); font-size: 13px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 20px; align-items: start; margin: 20px 0; }
figure { margin: 0; padding: 16px 18px; }
figcaption { font-size: 16px; font-weight: 650; margin-bottom: 10px; }
svg { display: block; width: 100%; height: auto; }
svg text { dominant-baseline: central; font-size: 13px; fill: var(--text); }
svg .number { text-anchor: end; fill: var(--quiet); font-variant-numeric: tabular-nums; }
svg .rest { fill: var(--quiet); }
svg .track { fill: var(--page); }
svg .bar { fill: var(--bar); }
section { padding: 16px 18px; margin: 0 0 20px; overflow-x: auto; }
.shares { display: flex; height: 14px; border-radius: 7px; overflow: hidden; gap: 2px; }
.shares i { min-width: 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 18px; margin: 10px 0 0; padding: 0; list-style: none; color: var(--quiet); }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; }
.complete { background: var(--complete); } .partial { background: var(--partial); } .failed { background: var(--failed); }
.skipped { background: var(--skipped); } .unfinished { background: var(--unfinished); }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--quiet); font-weight: 600; }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
section.gaps { max-height: 340px; overflow: auto; }
a { color: var(--bar); }
h3 { margin: 0 0 12px; font-size: 15px; }
.search { display: flex; align-items: center; gap: 10px; margin: 0 0 20px; }
.search[hidden] { display: none; }
.search input { flex: 1; max-width: 420px; padding: 7px 10px; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 8px; }
.search span { color: var(--quiet); }
.page { display: none; max-width: 1240px; margin: 0 auto; padding: 28px 24px 48px; }
.page:target { display: block; }
body:has(.page:target) main { display: none; }
.page h2 { font-size: 24px; margin: 0; }
.page .runs i { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 7px; }
td.region { white-space: nowrap; }
.unread { margin-top: 14px; }
summary { cursor: pointer; }
details ul { padding-left: 20px; }
details p { margin: 6px 0; max-width: 80ch; }
td { overflow-wrap: anywhere; }
.severity { padding: 1px 8px; border: 1px solid currentColor; border-radius: 9px; font-size: 12px; white-space: nowrap; }
.severity.critical, .severity.high { color: var(--bad); }
p.more { color: var(--quiet); margin: 8px 0 0; }
td i { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 7px; }
@media (max-width: 520px) { main { padding: 18px 12px; } .charts { grid-template-columns: 1fr; } }
@media print { body { background: none; } section.gaps { max-height: none; } .search { display: none; } figure, section { break-inside: avoid; } }
`;
