/** Where a final value of the settings came from. */

import type { Place } from './problem.ts';

export type Origin =
  /** The item itself. */
  | { readonly kind: 'item'; readonly at: Place }
  /** The section that it belongs to, or that says it for all. */
  | { readonly kind: 'section'; readonly at: Place }
  | { readonly kind: 'defaults'; readonly at: Place }
  | { readonly kind: 'csv'; readonly at: Place; readonly header: string }
  | { readonly kind: 'environment'; readonly name: string }
  /** Nobody said: it is what Flotilla takes then. */
  | { readonly kind: 'built-in' };

/** By path, `accounts.123456789012.account_tags.cost-center` or `automation.region`. */
export type Origins = ReadonlyMap<string, Origin>;

export const builtIn: Origin = { kind: 'built-in' };
