/** Handles a completed activity: it is stored. */

import {
  type ActivityLabel,
  activityLabels,
  decodePayloadEvent,
  parseActivity,
} from '../../model/payload-event.ts';
import type { EventHandler } from './event-handler.ts';
import { ignored } from './handler-result.ts';

export const onActivity: EventHandler = async ({ hub, activities }, event) => {
  const expected = { environment: hub.environment, hubId: hub.accountId };
  const decoded = decodePayloadEvent(event, expected);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const { label, payload } = decoded.value;
  if (!isActivity(label)) return ignored(`Unexpected label '${label}' for an activity event`);
  const activity = parseActivity(payload);
  if ('rejected' in activity) return ignored(activity.rejected);
  await activities.record(activity.value);
  return { did: 'record', label };
};

function isActivity(label: string): label is ActivityLabel {
  return (activityLabels as readonly string[]).includes(label);
}
