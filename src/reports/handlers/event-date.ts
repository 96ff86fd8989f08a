/** The day or month that an event asks for. A schedule asks for none. */

import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { readMonth } from '../month.ts';

/** `{"date": "2026-03"}` or `{"date": "2026-03-31"}`; other members are ignored, as schedules have many. */
const eventSchema = z.looseObject({ date: z.string().optional() });

/** Undefined: the event names no date. Throws `InvalidInput` for text that is not a date, or not in the past. */
export function eventDate(event: unknown, today: string): string | undefined {
  const date = eventSchema.safeParse(event).data?.date;
  if (date === undefined) return undefined;
  readMonth(date);
  if (date <= today) return date;
  throw new FlotillaError(
    'InvalidInput',
    `"${date}" is in the future; give a day or month until ${today}`,
  );
}
