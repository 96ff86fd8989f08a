/** Finds buses and rules by name, or throws AWS's error. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { type Bus, busesOf, type EventRule } from './state.ts';

export function findBus(context: CallContext, name = 'default'): Bus {
  const bare = name.includes('event-bus/') ? (name.split('event-bus/')[1] ?? '') : name;
  const bus = busesOf.ofCall(context).get(bare);
  if (!bus) throw notFound(`Event bus ${bare} does not exist.`);
  return bus;
}

export function findRule(
  context: CallContext,
  name: string,
  busName: string | undefined,
): EventRule {
  const bus = findBus(context, busName);
  const rule = bus.rules.get(name);
  if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${bus.name}.`);
  return rule;
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

interface Listed<T> {
  readonly scope: string;
  readonly items: readonly T[];
  readonly key: (item: T) => string;
}

export function eventsPage<T>(
  context: CallContext,
  { NextToken, Limit = 100 }: { readonly NextToken?: string; readonly Limit?: number },
  { scope, items, key }: Listed<T>,
): { readonly items: readonly T[]; readonly token: { readonly NextToken?: string } } {
  const page = callPage(context, {
    items,
    key,
    token: NextToken,
    size: Limit,
    scope,
    invalidToken: () => invalid('Invalid nextToken.'),
  });
  return { items: page.items, token: page.token };
}

export interface TagList {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export function setTags(tags: Map<string, string>, { Tags = [] }: TagList): void {
  for (const { Key, Value } of Tags) tags.set(Key, Value);
}
