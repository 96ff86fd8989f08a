/**
 * Translates a policy to aws-nuke's filters. It deletes all that it lists unless a filter matches, so deleting by tag
 * and deleting by age are two runs: waves. Its filters fail open: one on a property that a resource does not show never
 * matches. Hence a type is listed only where the rule can be evaluated, and a missing date keeps the resource.
 */

import { type NukeLine, type NukeType, nukeType } from './nuke-types.ts';
import { protectingPattern } from './protected-names.ts';
import type { PurgePolicy } from './purge-policy.ts';

/** Matches: the resource is kept. */
interface NukeFilter {
  /** Undefined: the identifier. */
  readonly property?: string;
  readonly type: 'exact' | 'regex' | 'dateOlderThan';
  readonly value: string;
  readonly invert?: true;
}

export interface PurgeWave {
  readonly name: 'tagged' | 'aged';
  readonly filters: ReadonlyMap<string, readonly NukeFilter[]>;
}

export function wavesOf(policy: PurgePolicy, line: NukeLine): readonly PurgeWave[] {
  const seen = (names: readonly string[]) => names.flatMap((name) => nukeType(line, name) ?? []);
  const tagged = seen(policy.tagged.types).filter(({ hasTags }) => hasTags);
  const aged = seen(policy.aged.types).filter(({ date }) => date !== undefined);
  return [
    { name: 'tagged', filters: filtersFor(tagged, policy, untagged) },
    { name: 'aged', filters: filtersFor(aged, policy, notOldEnough) },
  ];
}

/** Types that a rule names and that this version line cannot evaluate: they are kept, and reported to users. */
export function unseenTypes(policy: PurgePolicy, line: NukeLine) {
  const without = (names: readonly string[], can: (type: NukeType) => boolean) =>
    names.filter((name) => {
      const type = nukeType(line, name);
      return !type || !can(type);
    });
  return {
    tagged: without(policy.tagged.types, ({ hasTags }) => hasTags),
    aged: without(policy.aged.types, ({ date }) => date !== undefined),
  };
}

function filtersFor(
  types: readonly NukeType[],
  policy: PurgePolicy,
  rule: (policy: PurgePolicy, type: NukeType) => readonly NukeFilter[],
): PurgeWave['filters'] {
  const protect = protectionFilters(policy);
  return new Map(
    types.map((type) => [
      type.name,
      [...rule(policy, type), ...exempt(policy, type), ...protect(type)],
    ]),
  );
}

function untagged({ tagged: { key, value } }: PurgePolicy): readonly NukeFilter[] {
  return [{ property: `tag:${key}`, type: 'exact', value, invert: true }];
}

function notOldEnough({ aged }: PurgePolicy, { date }: NukeType): readonly NukeFilter[] {
  if (date === undefined) return [];
  return [
    { property: date, type: 'regex', value: '^$' },
    { property: date, type: 'dateOlderThan', value: `${aged.hours}h` },
  ];
}

function exempt({ exempt: { key, value } }: PurgePolicy, { hasTags }: NukeType) {
  return hasTags ? [{ property: `tag:${key}`, type: 'exact', value } as const] : [];
}

/** Properties that show a resource's name, besides its identifier. */
export const nameProperties = ['Name', 'ProjectName', 'RoleName', 'TopicARN', 'Identifier'];

/** Returns the same objects for every type, so that the long pattern is written once and referenced by YAML aliases. */
function protectionFilters({
  protectedNames,
}: PurgePolicy): (type: NukeType) => readonly NukeFilter[] {
  const filter = { type: 'regex', value: protectingPattern(protectedNames) } as const;
  const named = nameProperties.map((property) => ({ property, ...filter }));
  return ({ properties }) => [filter, ...named.filter(({ property }) => properties.has(property))];
}
