/**
 * Records published events of an account: its shadow, and the counters of the dashboards. The worker that moves the
 * account records them, so a lost event leaves no gap.
 */

import {
  type AccountEventLabel,
  accountEventLabels,
  type EventEntry,
} from '../../model/account-event.ts';
import { type Activity, activityLabels, parseActivity } from '../../model/payload-event.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type Shadow, withStamps } from '../metering/shadows.ts';
import type { Observation } from '../model/observation.ts';

export async function recordEvents(
  lifecycle: Lifecycle,
  observation: Observation | undefined,
  entries: readonly EventEntry[],
): Promise<void> {
  const { shadows, meter, clock, settings } = lifecycle;
  const labels = entries.map(({ DetailType }) => DetailType);
  const accountEvents = labels.filter(isAccountEvent);
  for (const Label of accountEvents) meter.count('AccountEventsByLabel', { Label });
  if (!observation || accountEvents.length === 0) return;
  const { account } = observation;
  if (settings.metering.metricsPerAccount) {
    for (const _ of accountEvents) meter.count('AccountEventsByAccount', { Account: account.id });
  }
  const now = clock.now();
  await shadows.update(account.id, (shadow) =>
    withStamps(withAccountFacts(shadow, observation), accountEvents, now),
  );
}

/** Returns the activities among published events. They are saved together with the row that ends the transaction. */
export function activitiesAmong(entries: readonly EventEntry[]): readonly Activity[] {
  return entries.filter(isActivity).flatMap(({ Detail }) => {
    const activity = parseActivity(JSON.parse(Detail).Payload);
    return 'value' in activity ? [activity.value] : [];
  });
}

function isActivity({ DetailType }: EventEntry): boolean {
  return (activityLabels as readonly string[]).includes(DetailType);
}

function withAccountFacts(shadow: Shadow, { account }: Observation): Shadow {
  const { id, name, email, active, parents, tags } = account;
  const unit = parents.at(-1);
  return {
    ...shadow,
    id,
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    is_active: active,
    tags,
    ...(unit !== undefined && { unit }),
  };
}

function isAccountEvent(label: string): label is AccountEventLabel {
  return (accountEventLabels as readonly string[]).includes(label);
}
