/** The handler of every route. */

import type { RouteName } from '../routes/routes.ts';
import type { EventHandler } from './event-handler.ts';
import { onAccountEvent } from './on-account-event.ts';
import { onAccountMessages } from './on-account-messages.ts';
import { onActivity } from './on-activity.ts';
import { onBuild } from './on-build.ts';
import { onMaintenanceWindow } from './on-maintenance-window.ts';
import { onOrganizationEvent } from './on-organization-event.ts';
import { onStateTag } from './on-state-tag.ts';
import { onSweep } from './on-sweep.ts';

export const handlers: Readonly<Record<RouteName, EventHandler>> = {
  OnVanillaAccount: onOrganizationEvent,
  OnVanillaAccountTag: onStateTag('vanilla'),
  OnAssignedAccount: onStateTag('assigned'),
  OnReleasedAccount: onStateTag('released'),
  OnExpiredAccount: onStateTag('expired'),
  OnPreparedAccount: onBuild,
  OnPurgedAccount: onBuild,
  OnAlert: onBuild,
  OnAccountEvent: onAccountEvent,
  OnActivity: onActivity,
  OnMaintenanceWindow: onMaintenanceWindow,
  OnSweep: onSweep,
  OnAccountMessages: onAccountMessages,
};
