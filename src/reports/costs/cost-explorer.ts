/**
 * Costs from Cost Explorer, which is asked in the management account and sees every account.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 */

import * as z from 'zod';
import { partitionOf } from '../../aws/models/service-model.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { parseDecimal, sum } from '../money/decimal.ts';
import type { Period } from '../month.ts';
import {
  accountCharges,
  type CostDivision,
  type CostLine,
  type CostQuery,
  type CostSource,
} from './cost-source.ts';

/** https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/ */
export const centsPerRequest = 1n;

const metric = 'UnblendedCost';

const dimensions: Readonly<Record<CostDivision, string>> = {
  service: 'SERVICE',
  'usage-type': 'USAGE_TYPE',
  'charge-type': 'RECORD_TYPE',
};

const amountSchema = z.object({ Amount: z.string(), Unit: z.string() });

const resultSchema = z.object({
  // Of groups there is no total.
  Total: z.object({ [metric]: amountSchema.optional() }).default({}),
  Groups: z
    .array(z.object({ Keys: z.array(z.string()), Metrics: z.object({ [metric]: amountSchema }) }))
    .default([]),
  Estimated: z.boolean().default(false),
});

const pageSchema = z.object({ ResultsByTime: z.array(resultSchema).default([]) });

type Result = z.output<typeof resultSchema>;

export function costExplorer({
  management,
  hub,
}: Pick<Lifecycle, 'management' | 'hub'>): CostSource {
  const calls = costExplorerCalls({ management, hub });
  let requests = 0;
  const results = async (input: object, signal: AbortSignal | undefined): Promise<Result[]> => {
    const found: Result[] = [];
    for await (const page of calls.pages('GetCostAndUsage', { ...input }, signal)) {
      requests++;
      found.push(...pageSchema.parse(page).ResultsByTime);
    }
    return found;
  };

  return {
    name: 'Cost Explorer',
    requests: () => requests,
    async read(query, signal) {
      const input = { ...inputOf(query.period, 'MONTHLY'), ...filterOf(query) };
      const GroupBy = ['LINKED_ACCOUNT', dimensions[query.division]].map(groupBy);
      const grouped = await results({ ...input, GroupBy }, signal);
      const totals = await results(input, signal);
      return {
        lines: linesOf(grouped),
        total: sum(totals.map(totalOf)),
        isEstimated: totals.some(({ Estimated }) => Estimated),
      };
    },
    async readTotal(period, signal) {
      return sum((await results(inputOf(period, 'MONTHLY'), signal)).map(totalOf));
    },
    async readByAccount(period, signal) {
      const filter = { Filter: chargesFilter };
      const GroupBy = [groupBy('LINKED_ACCOUNT')];
      const daily = await results({ ...inputOf(period, 'DAILY'), ...filter, GroupBy }, signal);
      const found = new Map<string, bigint>();
      for (const { accountId, amount } of linesOf(daily)) {
        found.set(accountId, (found.get(accountId) ?? 0n) + amount);
      }
      return found;
    },
  };
}

function inputOf({ start, end }: Period, Granularity: 'DAILY' | 'MONTHLY') {
  return { TimePeriod: { Start: start, End: end }, Granularity, Metrics: [metric] };
}

const groupBy = (Key: string) => ({ Type: 'DIMENSION', Key });
const chargesFilter = { Dimensions: { Key: 'RECORD_TYPE', Values: accountCharges } };

/** All charge types are read for the report of charges; services and usage are those of the holders' charges. */
function filterOf({ division, accountId }: CostQuery): { readonly Filter?: object } {
  const filters = [
    ...(division === 'charge-type' ? [] : [chargesFilter]),
    ...(accountId === undefined
      ? []
      : [{ Dimensions: { Key: 'LINKED_ACCOUNT', Values: [accountId] } }]),
  ];
  const [first] = filters;
  if (!first) return {};
  return { Filter: filters.length > 1 ? { And: filters } : first };
}

/** Ids and keys are repeated in thousands of lines: each text is kept once. */
function linesOf(results: readonly Result[]): readonly CostLine[] {
  const texts = new Map<string, string>();
  const shared = (text = '') => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  return results.flatMap(({ Groups }) =>
    Groups.map(({ Keys: [accountId, key], Metrics }) => ({
      accountId: shared(accountId),
      key: shared(key),
      amount: amountOf(Metrics[metric]),
    })),
  );
}

function totalOf({ Total }: Result): bigint {
  const total = Total[metric];
  return total ? amountOf(total) : 0n;
}

function amountOf({ Amount, Unit }: z.output<typeof amountSchema>): bigint {
  // Sums of different currencies would be wrong without a sign of it.
  if (Unit !== 'USD') throw new Error(`Cost Explorer returned ${Amount} ${Unit} instead of USD`);
  return parseDecimal(Amount);
}

/** Cost Explorer has one endpoint in each partition. */
export function costExplorerCalls({ management, hub }: Pick<Lifecycle, 'management' | 'hub'>) {
  return management.generic('ce', partitionOf(hub.region)?.globalRegion);
}
