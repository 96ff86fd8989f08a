/** Times for people. */

/** `3 d`, `4 h`, `25 min`. */
export function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} d`;
  if (seconds >= 7_200) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 60)} min`;
}

/** To the minute, UTC. */
export function shortTime(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
