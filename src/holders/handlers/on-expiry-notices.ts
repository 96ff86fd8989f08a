/** Handles the daily schedule: has every account whose window is near asked what it would delete. */

import { publishEvents } from '../../lifecycle/events/publish-events.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { stateTag, tagKeys } from '../../lifecycle/model/observation.ts';
import {
  type OrganizationSnapshot,
  readSnapshot,
  type SnapshotAccount,
} from '../../lifecycle/sweep/snapshot.ts';
import { bySchedule } from '../../lifecycle/windows/open-windows.ts';
import type { EventEntry } from '../../model/account-event.ts';
import { payloadEventEntry } from '../../model/payload-event.ts';
import { foreseenOpening } from '../expiry.ts';

export const onExpiryNotices: EventHandler = async (lifecycle) => {
  const snapshot = await readSnapshot(lifecycle);
  const entries = plan(lifecycle, snapshot);
  await publishEvents(lifecycle.inHub('events'), entries);
  const managed = snapshot.accounts.filter(({ item }) => item).length;
  const accounts = snapshot.accounts.length;
  return { did: 'plan', accounts, managed, sent: entries.length, closed: [] };
};

/** One event for each account: builds are started by as many invocations, none of which outlasts its time. */
function plan({ settings, hub }: Lifecycle, snapshot: OrganizationSnapshot): readonly EventEntry[] {
  const keys = tagKeys(settings.features.withTagPrefix);
  const isPurgedNext = ({ account, item }: SnapshotAccount) =>
    item?.purge.feature === 'enabled' && stateTag(account, keys) === 'released';
  return bySchedule(settings, snapshot).flatMap(({ schedule, accounts }) => {
    const opening = foreseenOpening(schedule, settings, snapshot.at);
    if (opening === undefined) return [];
    return accounts.filter(isPurgedNext).map(({ account: { id, parents } }) =>
      payloadEventEntry({
        label: 'ExpiryNotice',
        environment: hub.environment,
        payload: { account: id, parents, opening },
      }),
    );
  });
}
