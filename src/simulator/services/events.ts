/** Amazon EventBridge: buses, rules and targets, and the delivery of events. */

import type { AnyService } from '../service.ts';
import { busHandlers } from './events/buses.ts';
import { eventsNeeds } from './events/needs.ts';
import { putHandlers } from './events/put-events.ts';
import { ruleHandlers } from './events/rules.ts';
import { targetHandlers } from './events/targets.ts';

export const eventsService: AnyService = {
  name: 'events',
  handlers: { ...busHandlers, ...ruleHandlers, ...targetHandlers, ...putHandlers },
  needs: eventsNeeds,
};
