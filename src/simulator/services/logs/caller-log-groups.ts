/** The caller's logs in the region of the call. */

import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { invalid, notFound } from './errors.ts';
import type { LogGroup, LogGroups, LogStream } from './log-group.ts';
import { groupsOf } from './state.ts';

export function callerLogGroups(context: CallContext): LogGroups {
  return groupsOf.ofCall(context);
}

/** Names a group: its name, or its name or ARN as an identifier. */
export interface GroupInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

export function groupAt(context: CallContext, input: GroupInput): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalid('Provide either logGroupName or logGroupIdentifier, not both.');
  }
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined) throw invalid('logGroupName or logGroupIdentifier is required.');
  const group = callerLogGroups(context).get(bareName(name));
  if (!group) throw notFound('group');
  return group;
}

/** Of `arn:…:log-group:<name>` and `arn:…:log-group:<name>:*`; group names have no colons. */
export function bareName(identifier: string): string {
  return identifier.startsWith('arn:') ? (identifier.split(':')[6] ?? '') : identifier;
}

export function streamAt(group: LogGroup, name: string): LogStream {
  const stream = group.streams.get(name);
  if (!stream) throw notFound('stream');
  return stream;
}

export interface LogsPageInput {
  readonly limit?: number;
  readonly nextToken?: string;
}

interface ItemsToPage<T> {
  readonly scope: string;
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  readonly most: number;
}

export function logsPage<T>(context: CallContext, input: LogsPageInput, listing: ItemsToPage<T>) {
  const { most, scope, items, key } = listing;
  const { limit = most, nextToken } = input;
  if (limit < 1 || limit > most) throw invalid(`limit must be 1 to ${most}, but is ${limit}`);
  const page = callPage(
    context,
    {
      items,
      key,
      token: nextToken,
      size: limit,
      scope,
      invalidToken: () => invalid('The specified nextToken is invalid.'),
    },
    'nextToken',
  );
  return { items: page.items, token: page.token };
}
