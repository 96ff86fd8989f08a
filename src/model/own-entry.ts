/** Returns the entry of a table under a name that a caller chose: `constructor` and `__proto__` are not in it. */
export function ownEntry<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
