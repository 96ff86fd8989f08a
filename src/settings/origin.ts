/** Where a final value of the settings came from. */

import type { SourceLocation } from './problem.ts';

export type SettingOrigin =
  /** The item itself. */
  | { readonly kind: 'item'; readonly at: SourceLocation }
  /** The section that it belongs to, or that says it for all. */
  | { readonly kind: 'section'; readonly at: SourceLocation }
  | { readonly kind: 'defaults'; readonly at: SourceLocation }
  | { readonly kind: 'csv'; readonly at: SourceLocation; readonly header: string }
  | { readonly kind: 'environment'; readonly name: string }
  /** Nobody said: it is what Flotilla takes then. */
  | { readonly kind: 'built-in' };

/** By path, `accounts.123456789012.account_tags.cost-center` or `automation.region`. */
export type SettingOrigins = ReadonlyMap<string, SettingOrigin>;

export const builtIn: SettingOrigin = { kind: 'built-in' };
