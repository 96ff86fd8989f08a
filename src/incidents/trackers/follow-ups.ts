/** The follow-ups of an incident as text: their number, and the latest ones. */

import { shortened } from '../../notifications/notification.ts';
import type { FollowUp, NewIncident } from '../incident.ts';

export interface FollowUps {
  readonly count: number;
  readonly latest: readonly FollowUp[];
}

/** More would not fit beside the rest of an incident. */
const maxLatest = 10;
const maxMessage = 500;

export const noFollowUps: FollowUps = { count: 0, latest: [] };

/** Undefined: the event was added before. */
export function withFollowUp(
  { count, latest }: FollowUps,
  incident: NewIncident,
): FollowUps | undefined {
  if (latest.some(({ eventId }) => eventId === incident.eventId)) return undefined;
  return { count: count + 1, latest: [...latest, followUpOf(incident)].slice(-maxLatest) };
}

export function followUpOf({ title, message, eventId, at }: NewIncident): FollowUp {
  return {
    eventId,
    at,
    title: shortened(title, maxMessage),
    message: shortened(message, maxMessage),
  };
}
