/** Handles the report of a build: the end of its log is stored in the account's shadow. */

import { decodeAccountEvent } from '../../model/account-event.ts';
import { withStamps } from '../metering/shadows.ts';
import type { EventHandler } from './event-handler.ts';
import { ignored } from './handler-result.ts';

export const onAccountEvent: EventHandler = async (lifecycle, event) => {
  const { hub, shadows, meter, clock, settings } = lifecycle;
  const decoded = decodeAccountEvent(event, {
    environment: hub.environment,
    hubId: hub.accountId,
  });
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const { label, accountId, message = 'no log' } = decoded.value;
  const log =
    label === 'PurgeReport'
      ? { last_purge_log: message }
      : label === 'PreparationReport'
        ? { last_preparation_log: message }
        : {};
  await shadows.update(accountId, (shadow) =>
    withStamps({ ...shadow, ...log }, [label], clock.now()),
  );
  meter.count('AccountEventsByLabel', { Label: label });
  if (settings.metering.metricsPerAccount) {
    meter.count('AccountEventsByAccount', { Account: accountId });
  }
  return { did: 'record', label, accountId };
};
