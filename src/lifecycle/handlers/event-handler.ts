/** What handles an event. */

import type { Lifecycle } from '../lifecycle.ts';

/** Returns the log line. Throws what may be retried. */
export type EventHandler = (lifecycle: Lifecycle, event: unknown) => Promise<string>;
