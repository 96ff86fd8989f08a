/** Filters of listings: `{ Key: 'Name', Option: 'BeginsWith', Values: ['/prod/'] }`. */

import { ownEntry } from '../../../model/own-entry.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { invalid } from './errors.ts';
import type { Parameter } from './parameter.ts';
import { currentOf } from './state.ts';

export interface ParameterFilter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}

type Test = (parameter: Parameter) => boolean;

export function testOf(filters: readonly ParameterFilter[]): Test {
  const tests = filters.map(oneTest);
  return (parameter) => tests.every((test) => test(parameter));
}

/** Below the path; directly below it unless the filter is recursive. */
export function isBelow(path: string, goesDeep: boolean): Test {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return ({ name }) => {
    const full = name.startsWith('/') ? name : `/${name}`;
    return full.startsWith(prefix) && (goesDeep || !full.includes('/', prefix.length));
  };
}

function oneTest({ Key, Option, Values = [] }: ParameterFilter): Test {
  if (Key === 'Path') return pathTest(Option ?? 'OneLevel', Values);
  const read = ownEntry(readers, Key) ?? tagReader(Key);
  if (!read) throw new AwsError('InvalidFilterKey', `The filter key ${Key} is not valid.`);
  const holds = ownEntry(comparisons, Option ?? 'Equals');
  if (!holds)
    throw new AwsError('InvalidFilterOption', `The filter option ${Option} is not valid.`);
  return (parameter) => {
    const value = read(parameter);
    if (value === undefined) return false;
    return Values.length === 0 || Values.some((expected) => holds(value, expected));
  };
}

function pathTest(option: string, paths: readonly string[]): Test {
  if (option !== 'OneLevel' && option !== 'Recursive') {
    throw new AwsError('InvalidFilterOption', `The filter option ${option} is not valid.`);
  }
  const tests = paths.map((path) => isBelow(checkPath(path), option === 'Recursive'));
  return (parameter) => tests.some((test) => test(parameter));
}

export function checkPath(path: string): string {
  if (path.startsWith('/')) return path;
  throw invalid(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
  );
}

const readers: Readonly<Record<string, (parameter: Parameter) => string | undefined>> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  KeyId: (parameter) => currentOf(parameter).keyId,
  Tier: (parameter) => currentOf(parameter).tier,
  DataType: (parameter) => currentOf(parameter).dataType,
};

function tagReader(key: string): ((parameter: Parameter) => string | undefined) | undefined {
  if (!key.startsWith('tag:')) return undefined;
  const name = key.slice('tag:'.length);
  return ({ tags }) => tags.get(name);
}

const comparisons: Readonly<Record<string, (value: string, expected: string) => boolean>> = {
  Equals: (value, expected) => value === expected,
  BeginsWith: (value, expected) => value.startsWith(expected),
  Contains: (value, expected) => value.includes(expected),
};
