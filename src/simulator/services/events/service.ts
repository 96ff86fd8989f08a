/** Amazon EventBridge: buses, rules and targets, and the delivery of events. */

import { defineService } from '../../service.ts';
import { busHandlers } from './buses.ts';
import { putHandlers } from './put-events.ts';
import { eventsPermissions } from './required-permissions.ts';
import { ruleHandlers } from './rules.ts';
import { targetHandlers } from './targets.ts';

export const eventsService = defineService({
  name: 'events',
  operations: { ...busHandlers, ...ruleHandlers, ...targetHandlers, ...putHandlers },
  permissions: eventsPermissions,
});
