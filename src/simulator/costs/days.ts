/** Days and months in UTC, which is the time of AWS's bills. A day is its number since 1970. */

export const dayMs = 86_400_000;

export function dayAt(ms: number): number {
  return Math.floor(ms / dayMs);
}

/** Returns the number of a day like `2026-01-31`; undefined for a text that is not one. */
export function parseDay(text: string): number | undefined {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const day = dayAt(ms);
  return !Number.isNaN(ms) && formatDay(day) === text ? day : undefined;
}

export function formatDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Returns the first day of the month, or of one that many months later. */
export function firstOfMonth(day: number, later = 0): number {
  const date = new Date(day * dayMs);
  return dayAt(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later));
}
