/** Values of settings, and where they came from, in a cell. */

import type { SettingOrigin } from '../../../settings/origin.ts';

export function valueText(value: unknown): string {
  if (value === undefined) return '–';
  if (value === '') return '""';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(valueText).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return isTextFile(value) ? value.path : JSON.stringify(value);
}

/** Files are shown by their paths; that only the text differs has to be said. */
export function changeTexts(before: unknown, after: unknown): readonly [string, string] {
  const [was, is] = [valueText(before), valueText(after)];
  return was === is ? [was, `${is} (its text differs)`] : [was, is];
}

function isTextFile(value: object): value is { readonly path: string; readonly text: string } {
  return 'path' in value && 'text' in value;
}

export function originText(origin: SettingOrigin): string {
  if (origin.kind === 'built-in') return 'built in';
  if (origin.kind === 'environment') return `the environment: ${origin.name}`;
  const { file, line, column } = origin.at;
  const place = `${file}:${line}:${column}`;
  if (origin.kind === 'csv') return `${place} (${origin.header})`;
  return origin.kind === 'defaults' ? `${place} (defaults)` : place;
}
