/** Resolves inputs of calls, ids and ARNs from the catalogue's templates and the values of an item. */

import type { CallArgument, CallArguments, TextTemplate } from '../catalogue/entry.ts';
import { type Structure, valueAt } from './path.ts';

export interface CallLocation {
  readonly partition: string;
  /** Of the call. */
  readonly region: string;
  readonly accountId: string;
}

/** Values that templates and references can refer to. */
export interface TemplateValues {
  readonly place: CallLocation;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly item?: unknown;
  readonly parent?: unknown;
  readonly each?: unknown;
}

/** Returns undefined when a referenced value is missing: then there is no call to make. */
export function inputOf(args: CallArguments, known: TemplateValues): Structure | undefined {
  const entries = Object.entries(args).map(
    ([name, argument]) => [name, resolved(argument, known)] as const,
  );
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}

export function isTemplate(text: string): boolean {
  return text.includes('{');
}

/** Returns undefined when a referenced value is missing. */
export function filled(template: TextTemplate, known: TemplateValues): string | undefined {
  const { place, item, parent } = known;
  let isWhole = true;
  const needed = template.replace(optional, (_, part: string) => filled(part, known) ?? '');
  const text = needed.replace(/\{([^}]*)\}/g, (_, word: string) => {
    const value =
      wordOf(word, place) ??
      (word === 'owner' ? ownerOf(item, place) : undefined) ??
      (word.startsWith('parent:') ? valueAt(parent, word.slice(7)) : valueAt(item, word));
    isWhole &&= value !== undefined;
    return String(value);
  });
  return isWhole ? text : undefined;
}

/** `[/{SetIdentifier}]`; brackets inside of braces are part of a path. */
const optional = /\[([^[\]{}]*\{[^{}]*\}[^[\]{}]*)\]/g;

function wordOf(word: string, { partition, region, accountId }: CallLocation): string | undefined {
  if (word === 'partition') return partition;
  if (word === 'region') return region;
  return word === 'account' ? accountId : undefined;
}

/** The account that shares a resource, such as a subnet of a shared VPC; otherwise the account that lists it. */
function ownerOf(item: unknown, { accountId }: CallLocation): string {
  const owner = valueAt(item, 'OwnerId');
  return typeof owner === 'string' && /^\d{12}$/.test(owner) ? owner : accountId;
}

const references = ['from', 'parent', 'each', 'daysAgo'] as const;

function resolved(argument: CallArgument, known: TemplateValues): unknown {
  if (typeof argument === 'string') return filled(argument, known);
  if (typeof argument !== 'object') return argument;
  if (Array.isArray(argument)) return argument.map((part: CallArgument) => resolved(part, known));
  const members = argument as Readonly<Record<string, CallArgument>>;
  const [name = '', ...others] = Object.keys(members);
  const reference = others.length === 0 && references.find((one) => one === name);
  if (!reference) return inputOf(members, known);
  const value = members[reference];
  if (reference === 'daysAgo') return known.now - Number(value) * 86_400_000;
  return valueAt(reference === 'from' ? known.item : known[reference], String(value));
}
