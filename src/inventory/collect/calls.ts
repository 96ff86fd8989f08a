/** Calls of one entry, counted: pages one by one, or joined into one answer. */

import type { Session } from '../../aws/session.ts';
import { isStructure, type Structure } from './path.ts';

export interface Calls {
  pages(operation: string, input: Structure, region: string): AsyncGenerator<Structure>;
  /** All pages as one: lists are joined, everything else is the first page's. */
  whole(operation: string, input: Structure, region: string): Promise<Structure>;
  count(): number;
}

export function callsOf(session: Session, model: string): Calls {
  let count = 0;
  const calls: Calls = {
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
    async whole(operation, input, region) {
      let joined: Structure = {};
      for await (const page of calls.pages(operation, input, region)) joined = join(joined, page);
      return joined;
    },
    count: () => count,
  };
  return calls;
}

function join(first: Structure, second: Structure): Structure {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, joinValues(first[name], second[name])]));
}

/** A list or a map may go on inside a structure, as `Policy.Statements` does. */
function joinValues(first: unknown, second: unknown): unknown {
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  if (isStructure(first) && isStructure(second)) return join(first, second);
  return first ?? second;
}
