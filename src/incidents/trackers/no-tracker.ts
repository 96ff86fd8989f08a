/** No incidents: people are notified, and that is all. */

import type { IncidentTracker } from '../incident-tracker.ts';

export const noTracker: IncidentTracker = {
  name: 'none',
  open: async () => ({ id: '', isNew: true }),
  attach: async () => {},
  openOf: async () => [],
  resolve: async () => {},
  delete: async () => {},
  async *list() {},
  read: async () => undefined,
};
