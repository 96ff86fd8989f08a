/** The result of decoding an external event: its value, or why it was rejected. */

import type { z } from 'zod';

/** A decoded value, or the reason why it was rejected. */
export type Decoded<T> = { readonly value: T } | { readonly rejected: string };

/** Returns one line: the path and its error. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it cannot be read';
  const place = issue.path.join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
