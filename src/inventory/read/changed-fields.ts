/** Compares two versions of one resource. */

export interface ChangedField {
  /** `State.Name`, `SecurityGroups[].GroupId`, `tags.owner`. */
  readonly path: string;
  /** Absent where there was nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Lists are compared without order, which AWS does not guarantee. Equal elements are removed from both; the rest is
 * compared pairwise if both sides have the same number.
 */
export function changedFields(
  before: unknown,
  after: unknown,
  { isIgnored = () => false, path = '' }: ComparisonOptions = {},
): readonly ChangedField[] {
  const canonical = canonicalWithout(isIgnored);
  if (canonical(before) === canonical(after)) return [];
  const compare = (from: unknown, to: unknown, below: string) =>
    changedFields(from, to, { isIgnored, path: below });
  if (Array.isArray(before) && Array.isArray(after)) {
    const gone = without(before, after, canonical);
    const come = without(after, before, canonical);
    if (gone.length !== come.length)
      return [{ path: `${path}[]`, ...sides(listOf(gone), listOf(come)) }];
    return gone.flatMap((one, index) => compare(one, come[index], `${path}[]`));
  }
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return Array.from(names).flatMap((name) =>
      isIgnored(name) ? [] : compare(before[name], after[name], path ? `${path}.${name}` : name),
    );
  }
  return [{ path, ...sides(before, after) }];
}

export interface ComparisonOptions {
  readonly isIgnored?: (member: string) => boolean;
  /** Path of the two values. */
  readonly path?: string;
}

function sides(before: unknown, after: unknown): Omit<ChangedField, 'path'> {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function listOf(items: readonly unknown[]): readonly unknown[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** Counts duplicates. */
function without(
  items: readonly unknown[],
  others: readonly unknown[],
  canonical: (value: unknown) => string,
): readonly unknown[] {
  const counts = new Map<string, number>();
  for (const other of others.map(canonical)) counts.set(other, (counts.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const key = canonical(item);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the same text for the same value, in any order of its members and without those that are ignored. */
function canonicalWithout(isIgnored: (member: string) => boolean) {
  const compared = (item: object) =>
    Object.entries(item)
      .filter(([name]) => !isIgnored(name))
      .sort(byName);
  return (value: unknown): string =>
    JSON.stringify(value, (_, item: unknown) =>
      isObject(item) ? Object.fromEntries(compared(item)) : item,
    ) ?? '';
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
