/** Whether the conditions of a statement apply to a call of one of our roles, as far as this is known beforehand. */

import { isLike } from './is-like.ts';

/** By operator, then by key: the values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Keys in lower case. A missing key is not known beforehand. */
export type KnownKeys = Readonly<Record<string, string>>;

/** A test of a key that is not known may be true, so it is assumed to be. */
export function mayApply(conditions: Conditions, known: KnownKeys): boolean {
  return Object.entries(conditions).every(([operator, tests]) =>
    Object.entries(tests).every(([key, values]) => {
      const value = known[key.toLowerCase()];
      return value === undefined || (isTrue(operator, value, values) ?? true);
    }),
  );
}

/** Undefined: another operator. */
function isTrue(operator: string, value: string, values: readonly string[]): boolean | undefined {
  const [, kind = '', not, comparison = ''] =
    /^(?:For(?:Any|All)Values?:)?(Arn|String|Bool)(Not)?(Like|Equals|EqualsIgnoreCase)?(?:IfExists)?$/i.exec(
      operator,
    ) ?? [];
  if (kind === '') return undefined;
  const compare = comparisonOf(kind.toLowerCase(), comparison.toLowerCase());
  return values.some((pattern) => compare(value, pattern)) !== (not !== undefined);
}

/** `ArnEquals` takes wildcards like `ArnLike`; `StringEquals` takes none. */
function comparisonOf(
  kind: string,
  comparison: string,
): (value: string, pattern: string) => boolean {
  if (kind === 'arn' || comparison === 'like') return isLike;
  if (kind === 'string' && comparison === 'equals') return (value, pattern) => value === pattern;
  return (value, pattern) => value.toLowerCase() === pattern.toLowerCase();
}
