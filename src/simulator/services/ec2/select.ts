/** The result of a Describe call: by ids, by filters, in pages. */

import type { Filter } from '@aws-sdk/client-ec2';
import { matchesPattern } from '../../../policy/pattern.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { ec2Error, notFound } from './errors.ts';
import type { Ec2Resource } from './resources.ts';

const smallestPage = 5;
const largestPage = 1_000;

/** Values of a resource by the names of filters. */
export type FilterValues = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ResourceSelection<T extends Ec2Resource> {
  /** The name in errors: `instance`. */
  readonly kind: string;
  readonly resources: ReadonlyMap<string, T>;
  readonly ids: readonly string[] | undefined;
  readonly filters: readonly Filter[] | undefined;
  readonly values: (resource: T) => FilterValues;
}

export interface DescribeInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface Selected<T> {
  readonly items: readonly T[];
  readonly token: { readonly NextToken?: string };
}

export function select<T extends Ec2Resource>(
  context: CallContext,
  input: DescribeInput,
  selection: ResourceSelection<T>,
): Selected<T> {
  const { kind, resources, ids, filters = [], values } = selection;
  checkPage(input, ids);
  const unknown = (ids ?? []).filter((id) => !resources.has(id));
  if (unknown.length > 0) throw notFound(kind, unknown);
  const named = ids ? ids.flatMap((id) => resources.get(id) ?? []) : [...resources.values()];
  const items = named.filter((resource) =>
    matchesFilters(values(resource), resource.tags, filters),
  );
  if (ids) return { items, token: {} };
  return paged(context, input, {
    items,
    key: ({ id }) => id,
    scope: `${kind} ${JSON.stringify(filters)}`,
  });
}

export function paged<T>(
  context: CallContext,
  { MaxResults, NextToken }: DescribeInput,
  list: { readonly items: readonly T[]; readonly key: (item: T) => string; readonly scope: string },
): Selected<T> {
  const page = callPage(context, {
    ...list,
    token: NextToken,
    size: MaxResults ?? largestPage,
    scope: `${list.scope}`,
    invalidToken: () => ec2Error('InvalidNextToken', 'The token is not valid.'),
  });
  return { items: page.items, token: page.token };
}

/** A filter matches when any of its values does; all filters must match. `*` and `?` are wildcards. */
export function matchesFilters(
  values: FilterValues,
  tags: ReadonlyMap<string, string>,
  filters: readonly Filter[],
): boolean {
  return filters.every(({ Name = '', Values = [] }) => {
    const actual = actualValues(Name, values, tags);
    return actual.some((value) => Values.some((pattern) => matchesPattern(pattern, value)));
  });
}

function actualValues(
  name: string,
  values: FilterValues,
  tags: ReadonlyMap<string, string>,
): readonly string[] {
  if (name.startsWith('tag:')) return asList(tags.get(name.slice('tag:'.length)));
  if (name === 'tag-key') return [...tags.keys()];
  if (name === 'tag-value') return [...tags.values()];
  if (!(name in values)) {
    throw ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
  return asList(values[name]);
}

function asList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function checkPage({ MaxResults }: DescribeInput, ids: readonly string[] | undefined): void {
  if (MaxResults === undefined) return;
  if (ids && ids.length > 0) {
    const message = 'The parameter MaxResults cannot be used with the parameter of ids';
    throw ec2Error('InvalidParameterCombination', message);
  }
  if (MaxResults < smallestPage || MaxResults > largestPage) {
    const message = `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between ${smallestPage} and ${largestPage}.`;
    throw ec2Error('InvalidParameterValue', message);
  }
}
