/** Amazon EventBridge: buses, rules and targets, and the delivery of events. */

import type { AnyService } from '../../service.ts';
import { busHandlers } from './buses.ts';
import { eventsNeeds } from './needs.ts';
import { putHandlers } from './put-events.ts';
import { ruleHandlers } from './rules.ts';
import { targetHandlers } from './targets.ts';

export const eventsService: AnyService = {
  name: 'events',
  handlers: { ...busHandlers, ...ruleHandlers, ...targetHandlers, ...putHandlers },
  needs: eventsNeeds,
};
