/**
 * Event patterns with EventBridge's rules: every named field must match, any of the values in its list is sufficient,
 * and lists inside events are matched element by element, independently of each other.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

import { BlockList } from 'node:net';
import { ownEntry } from '../../../model/own-entry.ts';
import { literalPattern, matchesPattern } from '../../../policy/pattern.ts';

export type EventMatcher = (event: object) => boolean;

/** Throws a `PatternError` for an invalid pattern. */
export function compilePattern(text: string): EventMatcher {
  const pattern = parse(text);
  const match = compileObject(pattern, '');
  return (event) => match([event]);
}

export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Tests all values at one path, because a path below a list has many. */
type Match = (values: readonly unknown[]) => boolean;
/** Tests one value; undefined if there is none. */
type Test = (value: unknown) => boolean;

function parse(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PatternError('Event pattern is not valid. Reason: it is not JSON');
  }
  if (!isObject(value))
    throw new PatternError('Event pattern is not valid. Reason: Filter is not an object');
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compileObject(pattern: Readonly<Record<string, unknown>>, path: string): Match {
  const keys = Object.keys(pattern);
  if (keys.length === 0) throw invalid(path, 'Empty objects are not allowed');
  const fields = keys.map((key) => {
    const value = pattern[key];
    if (key === '$or' && Array.isArray(value)) return anyOf(value, path);
    const match = compileField(value, `${path}/${key}`);
    return (values: readonly unknown[]) => match(valuesOf(values, key));
  });
  return (values) => fields.every((field) => field(values));
}

function anyOf(alternatives: readonly unknown[], path: string): Match {
  if (alternatives.length < 2) throw invalid(path, '$or must have at least two entries');
  const matches = alternatives.map((one) => {
    if (!isObject(one)) throw invalid(path, 'entries of $or must be objects');
    return compileObject(one, path);
  });
  return (values) => matches.some((match) => match(values));
}

function compileField(pattern: unknown, path: string): Match {
  if (isObject(pattern)) return compileObject(pattern, path);
  if (!Array.isArray(pattern)) throw invalid(path, 'match value must be an array or an object');
  if (pattern.length === 0) throw invalid(path, 'Empty arrays are not allowed');
  const tests = pattern.map((one) => compileValue(one, path));
  return (values) => tests.some((test) => test(values));
}

/** The values one step further; lists are flattened. */
function valuesOf(values: readonly unknown[], key: string): unknown[] {
  return values.flatMap((value) => {
    if (!isObject(value) || !(key in value)) return [];
    return opened(value[key]);
  });
}

function opened(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(opened) : [value];
}

function compileValue(expected: unknown, path: string): Match {
  if (isObject(expected)) return compileOperator(expected, path);
  if (Array.isArray(expected)) throw invalid(path, 'lists inside lists are not allowed');
  return some((value) => value === expected);
}

function some(test: Test): Match {
  return (values) => values.some((value) => test(value));
}

function compileOperator(operator: Readonly<Record<string, unknown>>, path: string): Match {
  const entries = Object.entries(operator);
  const [name = '', argument] = entries[0] ?? [];
  const compile = ownEntry(operators, name);
  if (entries.length !== 1 || !compile) {
    throw invalid(path, `Unrecognized match type ${entries.map(([key]) => key).join(', ')}`);
  }
  return compile(argument, path);
}

const operators: Readonly<Record<string, (argument: unknown, path: string) => Match>> = {
  exists: (expected, path) => {
    if (typeof expected !== 'boolean')
      throw invalid(path, 'exists match pattern must be true or false');
    return (values) => values.length > 0 === expected;
  },
  'anything-but': (argument, path) => {
    const test = anythingBut(argument, path);
    return some(test);
  },
  prefix: (argument, path) => some(textTest(prefixOf(argument, path))),
  suffix: (argument, path) => some(textTest(suffixOf(argument, path))),
  'equals-ignore-case': (argument, path) => {
    const expected = textOf(argument, path, 'equals-ignore-case').toLowerCase();
    return some(textTest((text) => text.toLowerCase() === expected));
  },
  wildcard: (argument, path) => some(textTest(wildcard(textOf(argument, path, 'wildcard')))),
  numeric: (argument, path) => some(numeric(argument, path)),
  cidr: (argument, path) => some(textTest(cidr(textOf(argument, path, 'cidr'), path))),
};

function textTest(test: (text: string) => boolean): Test {
  return (value) => typeof value === 'string' && test(value);
}

function textOf(argument: unknown, path: string, operator: string): string {
  if (typeof argument !== 'string')
    throw invalid(path, `${operator} match pattern must be a string`);
  return argument;
}

function prefixOf(argument: unknown, path: string): (text: string) => boolean {
  const { expected, fold } = folding(argument, path, 'prefix');
  return (text) => fold(text).startsWith(expected);
}

function suffixOf(argument: unknown, path: string): (text: string) => boolean {
  const { expected, fold } = folding(argument, path, 'suffix');
  return (text) => fold(text).endsWith(expected);
}

/** Also `{ prefix: { "equals-ignore-case": "a" } }`. */
function folding(argument: unknown, path: string, operator: string) {
  if (!isObject(argument)) {
    return { expected: textOf(argument, path, operator), fold: (text: string) => text };
  }
  const expected = textOf(argument['equals-ignore-case'], path, operator).toLowerCase();
  return { expected, fold: (text: string) => text.toLowerCase() };
}

/**
 * Asterisks match any text; a backslash before one makes it literal. Not a regular expression, which would backtrack.
 */
function wildcard(pattern: string): (text: string) => boolean {
  const glob = pattern.replace(/\\([*\\])|\?/g, (match, escaped: string | undefined) =>
    literalPattern(escaped ?? match),
  );
  return (text) => matchesPattern(glob, text);
}

function anythingBut(argument: unknown, path: string): Test {
  if (isObject(argument)) {
    const [name = '', inner] = Object.entries(argument)[0] ?? [];
    if (!['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(name)) {
      throw invalid(path, `Unsupported anything-but pattern: ${name}`);
    }
    const matches = [inner].flat().map((one) => ownEntry(operators, name)?.(one, path));
    return (value) => !matches.some((match) => match?.([value]));
  }
  const refused: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (
    refused.length === 0 ||
    refused.some((one) => typeof one !== 'string' && typeof one !== 'number')
  ) {
    throw invalid(path, 'Inside anything-but list, either all values are Number or String');
  }
  return (value) => !refused.includes(value);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function numeric(argument: unknown, path: string): Test {
  if (!Array.isArray(argument) || ![2, 4].includes(argument.length)) {
    throw invalid(
      path,
      'Value of numeric must be an array of an operator and a number, once or twice',
    );
  }
  const tests = [argument.slice(0, 2), argument.slice(2)]
    .filter((pair) => pair.length === 2)
    .map(([operator, limit]) => {
      const compare = ownEntry(comparisons, String(operator));
      if (!compare || typeof limit !== 'number') {
        throw invalid(path, `Unrecognized numeric range operator: ${String(operator)}`);
      }
      return (value: number) => compare(value, limit);
    });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function cidr(block: string, path: string): (text: string) => boolean {
  const [address = '', bits = ''] = block.split('/');
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  try {
    list.addSubnet(address, Number(bits), family);
  } catch {
    throw invalid(path, `Malformed CIDR: ${block}`);
  }
  return (text) => {
    try {
      return list.check(text, text.includes(':') ? 'ipv6' : 'ipv4');
    } catch {
      return false;
    }
  };
}

function invalid(path: string, reason: string): PatternError {
  return new PatternError(`Event pattern is not valid. Reason: ${reason} at ${path || '/'}`);
}
