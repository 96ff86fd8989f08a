/** Charges of accounts by type, with sub-totals of OUs and cost centers. */

import { centsToNumber } from '../money/decimal.ts';
import { csvText, type ReportCell } from '../render/csv.ts';
import { columnName, type SheetCell, type SheetRow } from '../render/workbook/sheet.ts';
import { accountLabel, type CostRow, centsOf } from './cost-rows.ts';
import { sumOfRange, sumOfSubTotals } from './sum-formula.ts';

interface AccountCharges {
  readonly costCenter: string;
  readonly unit: string;
  readonly label: string;
  /** Cents in the order of the types; undefined: the account has no such charge. */
  readonly byType: readonly (bigint | undefined)[];
}

export interface ChargesTable {
  readonly month: string;
  readonly currency: string;
  readonly types: readonly string[];
  readonly accounts: readonly AccountCharges[];
}

/** Columns in front of the amounts. */
const firstAmount = 4;

/** `rows` of charge types, sorted by cost center, OU and account. */
export function chargesTable(
  rows: readonly CostRow[],
  { month, currency }: Pick<ChargesTable, 'month' | 'currency'>,
): ChargesTable {
  const types = [...new Set(rows.map(({ key }) => key))].sort();
  const byAccount = Map.groupBy(rows, (row) => `${row.costCenter}\n${row.unit}\n${row.account}`);
  const accounts = [...byAccount.values()].flatMap((ofAccount) => {
    const [first] = ofAccount;
    if (!first) return [];
    const amounts = new Map<string, bigint>();
    for (const { key, cents } of ofAccount) amounts.set(key, (amounts.get(key) ?? 0n) + cents);
    const { costCenter, unit } = first;
    const byType = types.map((type) => amounts.get(type));
    return [{ costCenter, unit, label: accountLabel(first), byType }];
  });
  return { month, currency, types, accounts };
}

export function chargesHeads({ currency, types }: ChargesTable): readonly string[] {
  return [
    ...['Month', 'Cost Center', 'Organizational Unit', 'Account', `Charges (${currency})`],
    ...types.map((type) => `${type} (${currency})`),
  ];
}

export function chargesCsv(table: ChargesTable): string {
  const rows = table.accounts.map(({ costCenter, unit, label, byType }): ReportCell[] => [
    ...[table.month, costCenter, unit, label, centsToNumber(totalOf(byType))],
    ...byType.map((cents) => (cents === undefined ? undefined : centsToNumber(cents))),
  ]);
  return csvText(chargesHeads(table), rows);
}

/** Accounts are folded into their OU, and OUs into their cost center. */
export function chargesSheet(table: ChargesTable): readonly SheetRow[] {
  const { month, types, accounts } = table;
  const rows: SheetRow[] = [];
  const nextRow = () => rows.length + 2;
  const centers: number[] = [];
  for (const [costCenter, ofCenter] of Map.groupBy(accounts, (one) => one.costCenter)) {
    const firstOfCenter = nextRow();
    const units: number[] = [];
    for (const [unit, ofUnit] of Map.groupBy(ofCenter, (one) => one.unit)) {
      const first = nextRow();
      for (const { label, byType } of ofUnit) {
        const amounts = columnsOf(byType.map((cents) => cents ?? 0n)).map(centsToNumber);
        rows.push({ cells: [month, costCenter, unit, label, ...amounts], level: 3, hidden: true });
      }
      const range = { first, last: nextRow() - 1 };
      const sums = sumsOf(ofUnit, types.length, (column, cents) =>
        sumOfRange(column, { ...range, cents }),
      );
      units.push(nextRow());
      const cells = [month, costCenter, unit, '', ...sums];
      rows.push({ cells, level: 2, hidden: true, collapsed: true });
    }
    const ofUnits = { rows: units, first: firstOfCenter, last: nextRow() - 1, levels: 2 };
    const sums = sumsOf(ofCenter, types.length, (column, cents) =>
      sumOfSubTotals(column, { ...ofUnits, cents }),
    );
    centers.push(nextRow());
    rows.push({ cells: [month, costCenter, '', '', ...sums], level: 1, collapsed: true });
  }
  const ofCenters = { rows: centers, first: 2, last: nextRow() - 1, levels: 3 };
  const totals = sumsOf(accounts, types.length, (column, cents) =>
    sumOfSubTotals(column, { ...ofCenters, cents }),
  );
  return [...rows, { cells: [month, 'TOTAL', '', '', ...totals] }];
}

/** The total of each amount column, as a cell. */
function sumsOf(
  accounts: readonly AccountCharges[],
  types: number,
  cellOf: (column: string, cents: bigint) => SheetCell,
): readonly SheetCell[] {
  const byType = Array.from({ length: types }, (_, type) =>
    centsOf(accounts.map((one) => ({ cents: one.byType[type] ?? 0n }))),
  );
  return columnsOf(byType).map((cents, index) => cellOf(columnName(firstAmount + index), cents));
}

/** The charges of all types, and then of each. */
function columnsOf(byType: readonly bigint[]): readonly bigint[] {
  return [totalOf(byType), ...byType];
}

function totalOf(byType: readonly (bigint | undefined)[]): bigint {
  return byType.reduce((total: bigint, cents) => total + (cents ?? 0n), 0n);
}
