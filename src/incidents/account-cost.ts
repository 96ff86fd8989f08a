/** The cost report that an incident gets. The folder of reports has the implementation. */

import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { IncidentAttachment } from './incident.ts';

/** Writes the costs of an account in the current month, and returns where. Undefined: there is nothing to report. */
export type ReportAccountCost = (
  lifecycle: Lifecycle,
  accountId: string,
) => Promise<IncidentAttachment | undefined>;
