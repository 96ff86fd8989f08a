/** What is printed about maintenance windows. */

import * as z from 'zod';
import { outcomeStatuses } from '../account-outcome.ts';

const plannedWindowSchema = z.strictObject({
  expression: z.string(),
  timeZone: z.string(),
  isOpen: z.boolean(),
  opensAt: z.string().optional().describe('When it opens, or has opened.'),
  accounts: z.number().describe('Managed accounts under the schedule.'),
  released: z.number().describe('Those of them that are released now.'),
  waves: z.array(z.number()).readonly().describe('Accounts of each wave.'),
  calls: z.record(z.string(), z.number()).describe('AWS calls, by service and operation.'),
  codeBuildMinutes: z.number(),
  dollars: z.number(),
  minutes: z.number().describe('From its opening to the last release.'),
  finishesAt: z.string().optional(),
});

export const maintenanceSchema = z.strictObject({
  windows: z
    .array(plannedWindowSchema)
    .readonly()
    .describe('With --plan every window; otherwise those that are open.'),
  accounts: z
    .array(
      z.strictObject({
        accountId: z.string(),
        status: z.enum(outcomeStatuses),
        detail: z.string(),
      }),
    )
    .readonly()
    .optional()
    .describe('Accounts of the waves that were continued. Absent with --plan.'),
  closed: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Why windows were closed before all their accounts were processed.'),
});

export type PlannedWindowRecord = Readonly<z.output<typeof plannedWindowSchema>>;
export type MaintenanceDocument = Readonly<z.output<typeof maintenanceSchema>>;
