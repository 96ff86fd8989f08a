/** Reads values at the catalogue's paths: `Reservations[].Instances[]`, `Id@/`. */

import type { MemberPath } from '../catalogue/entry.ts';

export type Structure = Record<string, unknown>;

export function isStructure(value: unknown): value is Structure {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** Returns every value at the path, in order; missing members are left out. */
export function valuesAt(from: unknown, path: MemberPath): unknown[] {
  const isTail = path.endsWith('@/');
  const found = walk(from, isTail ? path.slice(0, -2) : path);
  return isTail ? found.map((value) => String(value).split('/').at(-1)) : found;
}

/** Returns the value at the path; a list if the path has `[]`. Undefined when there is none. */
export function valueAt(from: unknown, path: MemberPath): unknown {
  const found = valuesAt(from, path);
  return path.includes('[]') ? (found.length > 0 ? found : undefined) : found[0];
}

/** Replaces the value at the path, in place. */
export function replaceAt(
  from: unknown,
  path: MemberPath,
  replace: (value: unknown) => unknown,
): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const { name, isList } = stepOf(last);
  for (const holder of walk(from, steps.join('.'))) {
    if (!isStructure(holder) || holder[name] === undefined) continue;
    const value = holder[name];
    holder[name] = isList && Array.isArray(value) ? value.map(replace) : replace(value);
  }
}

function walk(from: unknown, path: string): unknown[] {
  let found: unknown[] = [from];
  for (const step of path === '' ? [] : path.split('.')) {
    const { name, isList } = stepOf(step);
    const members = found.map((value) =>
      name === '' ? value : isStructure(value) ? value[name] : undefined,
    );
    found = isList ? members.flatMap(elementsOf) : members;
  }
  return found.filter((value) => value !== undefined && value !== null);
}

function stepOf(step: string): { readonly name: string; readonly isList: boolean } {
  const isList = step.endsWith('[]');
  return { name: isList ? step.slice(0, -2) : step, isList };
}

function elementsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  // The elements of a map are its values.
  return isStructure(value) ? Object.values(value) : [];
}
