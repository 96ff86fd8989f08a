/** Evaluates whether a purge deletes a resource: for previews and rehearsals, and to test the configurations. */

import { nameProperties } from './filters.ts';
import { type NukeLine, type NukeType, nukeType } from './nuke-types.ts';
import type { PurgePolicy } from './purge-policy.ts';

/** As aws-nuke shows it. */
export interface NukeResource {
  /** `EC2Instance`. */
  readonly type: string;
  readonly identifier: string;
  /** Tags are `tag:<key>`. */
  readonly properties: Readonly<Record<string, string>>;
}

export type PurgeVerdict =
  | { readonly verdict: 'delete'; readonly because: 'tagged' | 'aged' }
  | { readonly verdict: 'keep'; readonly because: 'protected' | 'exempt' | 'neither' };

export interface EvaluateOptions {
  readonly now: number;
  /** The version line of aws-nuke. Default `v3`, the current one. */
  readonly line?: NukeLine;
}

export function evaluate(
  policy: PurgePolicy,
  resource: NukeResource,
  { now, line = 'v3' }: EvaluateOptions,
): PurgeVerdict {
  const type = nukeType(line, resource.type);
  if (!type) return { verdict: 'keep', because: 'neither' };
  if (isProtected(policy, resource, type)) return { verdict: 'keep', because: 'protected' };
  if (hasTag(resource, type, policy.exempt)) return { verdict: 'keep', because: 'exempt' };
  const isTagged = policy.tagged.types.includes(type.name) && hasTag(resource, type, policy.tagged);
  if (isTagged) return { verdict: 'delete', because: 'tagged' };
  const isAged = policy.aged.types.includes(type.name) && isOld(policy, resource, { type, now });
  return isAged ? { verdict: 'delete', because: 'aged' } : { verdict: 'keep', because: 'neither' };
}

function isProtected(
  { protectedNames }: PurgePolicy,
  { identifier, properties }: NukeResource,
  type: NukeType,
): boolean {
  const shown = nameProperties.filter((name) => type.properties.has(name));
  const texts = [identifier, ...shown.map((name) => properties[name] ?? '')];
  return texts.some((text) => protectedNames.some((name) => isNamed(text, name)));
}

/** A name must be at the beginning, or after a separator that aws-nuke uses: space, slash, colon. */
function isNamed(text: string, name: string): boolean {
  const [start, isPrefix] = name.endsWith('*') ? [name.slice(0, -1), true] : [name, false];
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    const after = text[at + start.length];
    const begins = at === 0 || isBreak(text[at - 1]);
    if (begins && (isPrefix || after === undefined || isBreak(after))) return true;
  }
  return false;
}

function isBreak(character: string | undefined): boolean {
  return character !== undefined && ' /:'.includes(character);
}

function hasTag(
  { properties }: NukeResource,
  { hasTags }: NukeType,
  { key, value }: { readonly key: string; readonly value: string },
): boolean {
  return hasTags && (properties[`tag:${key}`] ?? '') === value;
}

/** Unknown when it has no date, or one that cannot be parsed: then it is kept. */
function isOld(
  { aged }: PurgePolicy,
  { properties }: NukeResource,
  { type, now }: { readonly type: NukeType; readonly now: number },
): boolean {
  const madeAt = Date.parse(type.date === undefined ? '' : (properties[type.date] ?? ''));
  return madeAt + aged.hours * 3_600_000 <= now;
}
