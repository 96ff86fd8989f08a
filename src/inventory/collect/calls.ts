/** Calls of one entry, counted: pages one by one, or joined into one response. */

import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../../aws/session.ts';
import type { MemberPath } from '../catalogue/entry.ts';
import { isStructure, type Structure, valueAt } from './path.ts';

/** Members of the input → paths into the previous response. */
type Tokens = Readonly<Record<string, MemberPath>>;

export interface EntryCalls {
  pages(operation: string, input: Structure, region: string): AsyncGenerator<Structure>;
  /** The same where several members together identify the next page. */
  pagesBy(
    tokens: Tokens,
    operation: string,
    input: Structure,
    region: string,
  ): AsyncGenerator<Structure>;
  /** All pages as one: lists are joined, everything else is from the first page. */
  whole(operation: string, input: Structure, region: string): Promise<Structure>;
  count(): number;
}

export function callsOf(session: Session, model: string): EntryCalls {
  let count = 0;
  const calls: EntryCalls = {
    async *pages(operation, input, region) {
      count++;
      let isFirst = true;
      for await (const page of session
        .generic(model, region)
        .pages(operation, input, session.signal)) {
        if (!isFirst) count++;
        isFirst = false;
        yield { ...page };
      }
    },
    async *pagesBy(tokens, operation, input, region) {
      const client = session.generic(model, region);
      let next: Structure = {};
      do {
        const token = next;
        count++;
        const page = { ...(await client.call(operation, { ...input, ...token }, session.signal)) };
        yield page;
        next = tokensOf(tokens, page);
        // With the token that it has just returned, the operation would loop forever.
        if (isDeepStrictEqual(next, token) && Object.keys(next).length > 0)
          throw new Error(`${operation} returned the same page twice`);
      } while (Object.keys(next).length > 0);
    },
    async whole(operation, input, region) {
      let joined: Structure = {};
      for await (const page of calls.pages(operation, input, region)) joined = join(joined, page);
      return joined;
    },
    count: () => count,
  };
  return calls;
}

function tokensOf(tokens: Tokens, page: Structure): Structure {
  const found = Object.entries(tokens).map(([name, path]) => [name, valueAt(page, path)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== ''));
}

function join(first: Structure, second: Structure): Structure {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, joinValues(first[name], second[name])]));
}

/** A list or a map may continue inside a structure, as `Policy.Statements` does. */
function joinValues(first: unknown, second: unknown): unknown {
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  if (isStructure(first) && isStructure(second)) return join(first, second);
  return first ?? second;
}
