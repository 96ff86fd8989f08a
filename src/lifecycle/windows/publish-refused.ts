/** Names accounts that a window could not expire: some could not even be read, and have no record that names them. */

import { payloadEventEntry } from '../../model/payload-event.ts';
import { publishEvents } from '../events/publish-events.ts';
import type { Lifecycle } from '../lifecycle.ts';

export interface RefusedAccount {
  readonly accountId: string;
  /** When the window opened, milliseconds. */
  readonly openedAt: number;
  /** Of the error. */
  readonly code: string;
}

export async function publishRefused(
  { hub, inHub }: Lifecycle,
  refused: readonly RefusedAccount[],
): Promise<void> {
  if (refused.length === 0) return;
  const accounts = refused.map(
    ({ accountId, openedAt, code }) =>
      `${accountId} (window of ${new Date(openedAt).toISOString()}, ${code})`,
  );
  const payload = {
    account: hub.accountId,
    title: 'Accounts excluded from a maintenance window',
    message: `accounts that could not be expired: ${accounts.join(', ')}; they are due in the next window`,
  };
  const { environment } = hub;
  const entry = payloadEventEntry({ label: 'GenericException', payload, environment });
  await publishEvents(inHub('events'), [entry]);
}
