/** What a converge changed, or would change. */

import type { Clock } from '../model/clock.ts';

export interface ResourceChange {
  /** `role SpaRoleForEvents`. */
  readonly resource: string;
  readonly action: 'create' | 'update' | 'delete';
  /** What differed, in words. */
  readonly differences: readonly string[];
}

/** Compared and changed with this: `dry` only compares. */
export interface ConvergeOptions {
  readonly dry: boolean;
  /** Until a role that was just made is known elsewhere. Undefined: nobody waits. */
  readonly clock: Clock | undefined;
}

/** Texts of policies differ in spaces and in the order of keys; what they say does not. */
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
