/** What came of reading an event that somebody else wrote: its value, or why it is none of ours. */

import type { z } from 'zod';

export type Decoded<T> = { readonly value: T } | { readonly rejected: string };

/** One line: where, and what is wrong with it. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it cannot be read';
  const place = issue.path.join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
