/**
 * Filters of DescribeOpsItems. All filters must match; one value of a filter is enough.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_OpsItemFilter.html
 */

import { ownEntry } from '../../../../model/own-entry.ts';
import { invalidParameter } from './check-content.ts';
import type { OpsItem } from './ops-item.ts';

export interface OpsItemFilter {
  readonly Key: string;
  readonly Operator: 'Equal' | 'Contains' | 'GreaterThan' | 'LessThan';
  readonly Values: readonly string[];
}

type Test = (item: OpsItem, value: string) => boolean;

export function matchesFilters(filters: readonly OpsItemFilter[]): (item: OpsItem) => boolean {
  const tests = filters.map(itemTest);
  return (item) => tests.every((test) => test(item));
}

function itemTest(filter: OpsItemFilter): (item: OpsItem) => boolean {
  const { Key, Operator, Values } = filter;
  if (Key === 'OperationalData' && Operator === 'Equal') return hasPairs(Values);
  const test = testOf(filter);
  return (item) => Values.some((value) => test(item, value));
}

/** Pairs are parsed once: there may be many items. Only searchable values are found. */
function hasPairs(values: readonly string[]): (item: OpsItem) => boolean {
  const pairs = values.map(parsePair);
  return ({ content }) =>
    pairs.some(({ key, value }) => {
      const found = content.OperationalData[key];
      return found?.Type === 'SearchableString' && found.Value === value;
    });
}

function parsePair(text: string): { readonly key: string; readonly value: string } {
  try {
    const { key, value } = JSON.parse(text) as { readonly key?: unknown; readonly value?: unknown };
    if (typeof key === 'string' && typeof value === 'string') return { key, value };
  } catch {
    // Reported below.
  }
  throw invalidParameter('OpsItemFilters', 'The value must be JSON with a key and a value.');
}

const texts: Readonly<Record<string, (item: OpsItem) => string>> = {
  Status: ({ content }) => content.Status,
  Priority: ({ content }) => String(content.Priority ?? ''),
  Source: ({ content }) => content.Source,
  Title: ({ content }) => content.Title,
  Category: ({ content }) => content.Category ?? '',
  Severity: ({ content }) => content.Severity ?? '',
  OpsItemType: ({ content }) => content.OpsItemType,
  OpsItemId: ({ id }) => id,
  CreatedBy: ({ createdBy }) => createdBy,
  LastModifiedBy: ({ modifiedBy }) => modifiedBy,
};

const times: Readonly<Record<string, (item: OpsItem) => number>> = {
  CreatedTime: ({ createdAt }) => createdAt,
  LastModifiedTime: ({ modifiedAt }) => modifiedAt,
};

/** Those that `Contains` is documented for, besides values of operational data. */
const contained: ReadonlySet<string> = new Set(['LastModifiedBy', 'Source', 'Title']);

function testOf({ Key, Operator }: OpsItemFilter): Test {
  const read = ownEntry(texts, Key);
  if (read && Operator === 'Equal') return (item, value) => read(item) === value;
  if (read && Operator === 'Contains' && contained.has(Key)) {
    return (item, value) => read(item).includes(value);
  }
  const time = ownEntry(times, Key);
  if (time && Operator === 'GreaterThan') return (item, value) => time(item) > Date.parse(value);
  if (time && Operator === 'LessThan') return (item, value) => time(item) < Date.parse(value);
  const test = ownEntry(dataTests, `${Key} ${Operator}`);
  if (test) return test;
  throw invalidParameter('OpsItemFilters', `The filter ${Key} with ${Operator} is not valid.`);
}

/** Only searchable values are found. */
const dataTests: Readonly<Record<string, Test>> = {
  'OperationalDataKey Equal': ({ content }, value) => value in content.OperationalData,
  'OperationalDataValue Equal': (item, value) => searchable(item).includes(value),
  'OperationalDataValue Contains': (item, value) =>
    searchable(item).some((one) => one.includes(value)),
};

function searchable({ content }: OpsItem): readonly string[] {
  return Object.values(content.OperationalData).flatMap(({ Type, Value }) =>
    Type === 'SearchableString' && Value !== undefined ? [Value] : [],
  );
}
