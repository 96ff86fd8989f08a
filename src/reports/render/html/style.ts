/** The style of report pages: light, because they are printed and mailed. Contrasts meet WCAG 2.2 AA. */

export const reportStyle = `
:root { color-scheme: light; --line: #d5dae2; --quiet: #4b5566; --card: #f6f8fb; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #18202c; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 28px 24px 48px; }
h1 { margin: 0; font-size: 27px; }
h2 { margin: 32px 0 10px; font-size: 18px; }
.subtitle { margin: 4px 0 18px; color: var(--quiet); }
.notice { margin: 0 0 14px; padding: 10px 14px; background: #fff6dd; border: 1px solid #d9bd66; border-radius: 8px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 14px; margin: 0; }
.tiles div { padding: 12px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.tiles dd { margin: 0; font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles dt { color: var(--quiet); font-size: 13px; }
figure { margin: 0; }
figure svg { width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 8px; padding: 0; list-style: none; color: var(--quiet); font-size: 13px; }
.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 6px; border-radius: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--quiet); font-weight: 600; }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tfoot td { font-weight: 650; border-bottom: 0; }
.more, footer { color: var(--quiet); font-size: 13px; }
footer { margin-top: 36px; padding-top: 12px; border-top: 1px solid var(--line); }
@media print {
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; } figure, tr, .tiles { break-inside: avoid; } thead { display: table-header-group; }
}
`;
