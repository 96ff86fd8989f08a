/** Origin of a final value of the settings. */

import type { SourceLocation } from './problem.ts';

/** Where a final value comes from. */
export type SettingOrigin =
  /** The settings entry itself. */
  | { readonly kind: 'item'; readonly at: SourceLocation }
  /** The section that the value belongs to, or that defines it for all entries. */
  | { readonly kind: 'section'; readonly at: SourceLocation }
  | { readonly kind: 'defaults'; readonly at: SourceLocation }
  | { readonly kind: 'csv'; readonly at: SourceLocation; readonly header: string }
  | { readonly kind: 'environment'; readonly name: string }
  /** Not set anywhere: Flotilla's default. */
  | { readonly kind: 'built-in' };

/** By path, `accounts.123456789012.account_tags.cost-center` or `automation.region`. */
export type SettingOrigins = ReadonlyMap<string, SettingOrigin>;

export const builtInOrigin: SettingOrigin = { kind: 'built-in' };
