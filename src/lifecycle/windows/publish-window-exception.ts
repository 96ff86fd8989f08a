/** Publishes an exception about a window, with the accounts that it concerns. */

import { payloadEventEntry } from '../../model/payload-event.ts';
import { publishEvents } from '../events/publish-events.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** An event has room for 256 KB: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const maxIdsPerEvent = 5_000;

interface WindowException {
  readonly title: string;
  /** The ids of the accounts follow it. */
  readonly message: string;
  readonly accounts: readonly string[];
}

/** In several events where one has no room for all accounts. */
export async function publishWindowException(
  { hub, inHub }: Lifecycle,
  { title, message, accounts }: WindowException,
): Promise<void> {
  const { environment } = hub;
  const events = inBatches(accounts).map((ids) => {
    const named = ids.length > 0 ? `${message}: ${ids.join(', ')}` : message;
    const payload = { account: hub.accountId, title, message: named };
    return payloadEventEntry({ label: 'GenericException', payload, environment });
  });
  await publishEvents(inHub('events'), events);
}

/** At least one, perhaps empty. */
function inBatches(ids: readonly string[]): readonly (readonly string[])[] {
  const batches = [ids.slice(0, maxIdsPerEvent)];
  for (let at = maxIdsPerEvent; at < ids.length; at += maxIdsPerEvent)
    batches.push(ids.slice(at, at + maxIdsPerEvent));
  return batches;
}
