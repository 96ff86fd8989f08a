/** The handler of every route. */

import type { RouteHandlers } from '../lifecycle/handlers/event-handler.ts';
import { onAccountEvent } from '../lifecycle/handlers/on-account-event.ts';
import { onAccountMessages } from '../lifecycle/handlers/on-account-messages.ts';
import { onActivity } from '../lifecycle/handlers/on-activity.ts';
import { onBuild } from '../lifecycle/handlers/on-build.ts';
import { onMaintenanceWindow } from '../lifecycle/handlers/on-maintenance-window.ts';
import { onOrganizationEvent } from '../lifecycle/handlers/on-organization-event.ts';
import { onStateTag } from '../lifecycle/handlers/on-state-tag.ts';
import { onSweep } from '../lifecycle/handlers/on-sweep.ts';

export const handlers: RouteHandlers = {
  OnVanillaAccount: onOrganizationEvent,
  OnVanillaAccountTag: onStateTag('vanilla'),
  OnAssignedAccountFromQueue: onStateTag('assigned'),
  OnReleasedAccount: onStateTag('released'),
  OnExpiredAccount: onStateTag('expired'),
  OnPreparedAccountFromCodebuild: onBuild,
  OnPurgedAccountFromCodebuild: onBuild,
  OnAlertFromCodebuild: onBuild,
  OnAccountEvent: onAccountEvent,
  OnActivityEvent: onActivity,
  OnMaintenanceWindow: onMaintenanceWindow,
  OnSweep: onSweep,
  OnAccountMessages: onAccountMessages,
};
