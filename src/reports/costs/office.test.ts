import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { openCostEnvironment } from '../../testing/cost-environment.ts';
import { officeTest, toCsv, toPdf } from '../../testing/office.ts';
import { onEarlyCostReport } from '../handlers/on-cost-reports.ts';

const context = { remainingMs: () => 900_000 };

/** Amounts of the last row, by the heads of the columns. */
function totalsOf(csv: string): Readonly<Record<string, number>> {
  const rows = parse(csv) as readonly (readonly string[])[];
  const [heads = []] = rows;
  const last = rows.at(-1) ?? [];
  const amounts = heads.map((head, index) => [head, Number(last[index])] as const);
  return Object.fromEntries(amounts.filter(([head]) => / \(\w{3}\)$/.test(head)));
}

officeTest('LibreOffice opens every workbook, and its totals are those of our CSV', async () => {
  const env = await openCostEnvironment({ withCostExtraCurrencies: ['EUR'] });
  await onEarlyCostReport(env)(env.lifecycle, {}, context);
  const keys = (await env.objects()).filter((key) => key.endsWith('.xlsx'));

  const opened: string[] = [];
  for (const key of keys) {
    const workbook = await env.bytes(key);
    expect((await toPdf(workbook)).subarray(0, 5).toString()).toBe('%PDF-');
    const totals = totalsOf(await toCsv(workbook));
    const ours = await env.text(key.replace('.xlsx', '.csv'));
    if (key.endsWith('services.xlsx')) expect(totals).toEqual(totalsOf(ours ?? ''));
    else if (key.endsWith('charges.xlsx')) expect(totals).toEqual(sumsOf(ours ?? ''));
    else expect(totals['Charges (EUR)']).toBe(1140205.4);
    opened.push(key);
  }

  expect(opened).toHaveLength(6);
});

/** The CSV of charges has no total row. */
function sumsOf(csv: string): Readonly<Record<string, number>> {
  const rows = parse(csv, { columns: true }) as readonly Readonly<Record<string, string>>[];
  const heads = Object.keys(rows[0] ?? {}).filter((head) => / \(\w{3}\)$/.test(head));
  return Object.fromEntries(
    heads.map((head) => {
      const cents = rows.map((row) => Math.round(Number(row[head]) * 100));
      return [head, cents.reduce((total, one) => total + one, 0) / 100];
    }),
  );
}
