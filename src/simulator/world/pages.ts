/**
 * Pages behind opaque tokens. A token is valid for its own listing: the same operation, caller and filters. It names
 * the last returned item, so that deletions do not shift the position of other clients.
 */

import { hash } from '../../model/random.ts';

export interface PageRequest<T> {
  readonly items: readonly T[];
  /** Unique within the list. */
  readonly key: (item: T) => string;
  readonly token: string | undefined;
  readonly size: number;
  /** Everything that the listing depends on. A token of another scope is invalid. */
  readonly scope: string;
  readonly now: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Tokens expire after an hour. */
const maxTokenAgeMs = 3_600_000;

/** The page after the token, or undefined when the token is invalid or expired. */
export function pageOf<T>(request: PageRequest<T>): Page<T> | undefined {
  const start = request.token === undefined ? 0 : startOf(request, request.token);
  if (start === undefined) return undefined;
  const items = request.items.slice(start, start + request.size);
  const last = items.at(-1);
  const end = start + items.length;
  if (last === undefined || end >= request.items.length) return { items };
  return { items, next: writeToken(request, end, request.key(last)) };
}

function startOf<T>(request: PageRequest<T>, token: string): number | undefined {
  const place = readToken(request, token);
  if (!place) return undefined;
  const { items, key } = request;
  const before = items[place.end - 1];
  if (before !== undefined && key(before) === place.lastKey) return place.end;
  const found = items.findIndex((item) => key(item) === place.lastKey);
  return found >= 0 ? found + 1 : Math.min(place.end, items.length);
}

function writeToken<T>({ scope, now }: PageRequest<T>, end: number, lastKey: string): string {
  return seal(JSON.stringify([hash(scope), now, end, lastKey]));
}

function readToken<T>({ scope, now }: PageRequest<T>, token: string) {
  const text = unseal(token);
  if (text === undefined) return undefined;
  const [scopeHash, issuedAt, end, lastKey] = JSON.parse(text) as [number, number, number, string];
  const isStale = now - issuedAt > maxTokenAgeMs;
  return scopeHash === hash(scope) && !isStale ? { end, lastKey } : undefined;
}

/** The checksum detects a truncated or edited token. */
export function seal(text: string): string {
  return Buffer.from(`${hash(text).toString(36)}.${text}`).toString('base64url');
}

export function unseal(token: string): string | undefined {
  const opened = Buffer.from(token, 'base64url').toString();
  const dot = opened.indexOf('.');
  const text = opened.slice(dot + 1);
  return dot > 0 && seal(text) === token ? text : undefined;
}
