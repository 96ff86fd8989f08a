/**
 * The statement of a month: whether its reports add up to what the source of costs states, in each currency; what
 * they were made from; and which objects belong together. It is written last: without it, a month is not complete.
 */

import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';

const amount = z.string().describe('Decimal with two digits.');

const balanceSchema = z.strictObject({
  currency: z.string(),
  rate: z.string().describe('Units of the currency for a dollar.'),
  organization: amount.describe("The organization's total, as the source of costs states it."),
  rows: amount.describe('The sum of all rows of the report.'),
  unattributed: amount.describe('The part of the rows that belongs to no account.'),
  difference: amount.describe('The total less the rows: 0.00, or something is missing.'),
});

const comparisonSchema = z.union([
  z.strictObject({
    source: z.string(),
    total: amount.describe('All charges of the organization in this source, USD.'),
    difference: amount.describe("The total of the report's source less this one."),
  }),
  z.strictObject({ source: z.string(), unread: z.string().describe('Why it was not read.') }),
]);

export const statementSchema = z.strictObject({
  version: z.literal(1),
  month: z.string(),
  kind: z.enum(['early', 'final']),
  environment: z.string(),
  createdAt: z.string(),
  source: z.string().describe('Where the costs were read.'),
  estimated: z.boolean().describe('The bill of the month is not final.'),
  charges: z.array(balanceSchema).readonly().describe('All charges, in each currency.'),
  services: balanceSchema.describe('Charges of accounts by service, without credits and refunds.'),
  usages: balanceSchema.describe('Charges of accounts by usage type.'),
  comparison: comparisonSchema
    .optional()
    .describe('The same month in the other source of costs, where there is one.'),
  missingCurrencies: z
    .array(z.strictObject({ currency: z.string(), reason: z.string() }))
    .readonly(),
  rates: z
    .strictObject({
      readAt: z.string(),
      lastKnownBecause: z
        .string()
        .optional()
        .describe('Why these are the last known rates, and not those of the day.'),
    })
    .optional(),
  requests: z.strictObject({ count: z.number(), usd: amount }).describe('Paid requests.'),
  objects: z
    .array(z.strictObject({ key: z.string(), bytes: z.number(), sha256: z.string() }))
    .readonly(),
});

export type CostStatement = Readonly<z.output<typeof statementSchema>>;
export type SourceComparison = Readonly<z.output<typeof comparisonSchema>>;
export type Balance = Readonly<z.output<typeof balanceSchema>>;

/** One line: under workbooks, in mails, in the log. */
export function balanceText({ currency, organization, rows, difference }: Balance): string {
  return `${currency}: organization ${organization}, rows ${rows}, difference ${difference}`;
}

/** One line; undefined: there is no other source. */
export function comparisonText({
  charges,
  source,
  comparison,
}: Pick<CostStatement, 'charges' | 'source' | 'comparison'>): string | undefined {
  if (!comparison) return undefined;
  if ('unread' in comparison) return `${comparison.source} was not read: ${comparison.unread}`;
  const { total, difference } = comparison;
  const own = charges.find(({ currency }) => currency === 'USD')?.organization;
  return `USD: ${source} ${own}, ${comparison.source} ${total}, difference ${difference}`;
}

/** An export has rounded amounts: a difference of a cent says nothing. */
export function isComparisonSuspect(comparison: SourceComparison | undefined): boolean {
  if (!comparison) return false;
  return 'unread' in comparison || !/^-?0\.0[01]$/.test(comparison.difference);
}

/** Of the sources, only Cost Explorer has a price. */
export function requestsText({ count, usd }: CostStatement['requests']): string {
  return `${count} Cost Explorer ${count === 1 ? 'request' : 'requests'}, $${usd}`;
}

export interface ReportBalance {
  readonly report: 'charges' | 'services' | 'usages';
  readonly balance: Balance;
}

/** Everything that must add up. */
export function statementBalances(statement: CostStatement): readonly ReportBalance[] {
  const { charges, services, usages } = statement;
  return [
    ...charges.map((balance): ReportBalance => ({ report: 'charges', balance })),
    { report: 'services', balance: services },
    { report: 'usages', balance: usages },
  ];
}

/** Throws a `FlotillaError` for a statement that another version wrote. */
export function readStatement(text: string, name: string): CostStatement {
  try {
    return statementSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new FlotillaError(
      'StoredRecord',
      `cannot read the statement ${name}; it was written by another version of Flotilla, or changed: make the reports again`,
      { cause },
    );
  }
}
