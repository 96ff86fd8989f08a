/** A change that a converge made, or would make. */

import type { Clock } from '../model/clock.ts';

export interface ResourceChange {
  /** `role SpaRoleForEvents`. */
  readonly resource: string;
  readonly action: 'create' | 'update' | 'delete';
  /** The differences, in words. */
  readonly differences: readonly string[];
}

/** Options of a converge: `dry` only compares. */
export interface ConvergeContext {
  readonly dry: boolean;
  /** Used to wait until a role that was just created is known elsewhere. Undefined: no wait. */
  readonly clock: Clock | undefined;
}

/** Compares policies by content: spaces and the order of keys do not matter. */
export function sameDocument(text: string | undefined, desired: object): boolean {
  if (text === undefined) return false;
  try {
    return canonical(JSON.parse(text)) === canonical(desired);
  } catch {
    return false;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
