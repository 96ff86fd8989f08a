/**
 * GetDimensionValues: the values that the costs of a period have.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetDimensionValues.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { refreshedAt } from '../../costs/refresh.ts';
import { unsupported } from '../../refusals.ts';
import type { CallContext } from '../../service.ts';
import { checkDimension, checkExpression, type Expression } from './expression.ts';
import { type DateInterval, type DayRange, pastRange } from './time-period.ts';
import { type VisibleCost, viewerOf, visibleCosts } from './visible-costs.ts';

export interface DimensionValuesInput {
  readonly TimePeriod: DateInterval;
  readonly Dimension: string;
  readonly SearchString?: string;
  readonly Context?: string;
  readonly Filter?: Expression;
  readonly SortBy?: readonly object[];
  readonly MaxResults?: number;
  readonly NextPageToken?: string;
}

export function getDimensionValues(input: DimensionValuesInput, context: CallContext): object {
  const { Dimension, SearchString = '', Context = 'COST_AND_USAGE', Filter, SortBy = [] } = input;
  const { now } = context;
  if (Context !== 'COST_AND_USAGE') throw unsupported(`the context ${Context} of ce`);
  if (SortBy.length > 0) throw unsupported('SortBy of ce');
  checkDimension(Dimension);
  if (Filter) checkExpression(Filter);
  const range = pastRange(input.TimePeriod, now);
  const values = new Set<string>();
  for (const cost of visibleCosts(viewerOf(context), Filter)) {
    const value = cost.facts.dimensions[Dimension] ?? '';
    if (!values.has(value) && isWithin(cost, range, refreshedAt(now))) values.add(value);
  }
  const found = [...values]
    .filter((value) => value.toLowerCase().includes(SearchString.toLowerCase()))
    .sort();
  const page = callPage(
    context,
    {
      items: found,
      key: (value) => value,
      token: input.NextPageToken,
      size: input.MaxResults ?? 1_000,
      scope: JSON.stringify({ ...input, NextPageToken: undefined }),
      invalidToken: () =>
        new AwsError('InvalidNextTokenException', 'The next page token is not valid.'),
    },
    'NextPageToken',
  );
  return {
    DimensionValues: page.items.map((value) => ({
      Value: value,
      Attributes: attributesOf(context, Dimension, value),
    })),
    ReturnSize: page.items.length,
    TotalSize: found.length,
    ...page.token,
  };
}

function isWithin({ series }: VisibleCost, { start, end }: DayRange, asOfMs: number): boolean {
  for (let day = start; day < end; day++) if (series.amountOn(day, asOfMs)) return true;
  return false;
}

function attributesOf({ world }: CallContext, dimension: string, value: string) {
  const account = dimension === 'LINKED_ACCOUNT' ? world.accounts.get(value) : undefined;
  return account ? { description: account.name } : {};
}
