/** Filters of generated listings: honoured where the elements have the member that they name, else refused by name. */

import { unsupported } from '../refusals.ts';
import type { OutputList, ReadRequest } from './read-request.ts';

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** `Filters: [{ Name, Values }]`, in any spelling. */
export function selectElements(
  request: ReadRequest,
  list: OutputList,
  elements: readonly unknown[],
): readonly unknown[] {
  const tests = filtersOf(request).map((filter) => testOf(request, list, filter));
  return elements.filter((element) => tests.every((matches) => matches(element)));
}

function filtersOf({ input }: ReadRequest): readonly Filter[] {
  return Object.entries(input).flatMap(([member, value]) =>
    /filters?$/i.test(member) && Array.isArray(value) ? value.flatMap(readFilter) : [],
  );
}

function readFilter(one: unknown): readonly Filter[] {
  if (typeof one !== 'object' || one === null) return [];
  const entries = Object.entries(one).map(([name, value]) => [name.toLowerCase(), value] as const);
  const { name, key, values, value } = Object.fromEntries(entries);
  const called = name ?? key;
  if (typeof called !== 'string') return [];
  return [{ name: called, values: [values ?? value ?? []].flat().map(String) }];
}

function testOf(
  { service, operation }: ReadRequest,
  { element }: OutputList,
  { name, values }: Filter,
): (element: unknown) => boolean {
  // Everything that is generated is the account's own.
  if (/owner$/i.test(name) && values.some((value) => /^self$/i.test(value))) return () => true;
  const plain = (text: string) => text.replace(/[^a-z\d]/gi, '').toLowerCase();
  const members = element.isStructSchema() ? Object.keys(element.getMemberSchemas()) : [];
  const member = members.find((one) => plain(one) === plain(name));
  if (member === undefined) {
    throw unsupported(`the filter ${name} of ${service.name}:${operation.name}`);
  }
  return (one) => values.includes(String((one as Readonly<Record<string, unknown>>)[member]));
}
