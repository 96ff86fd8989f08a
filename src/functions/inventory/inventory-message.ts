/** A message of the inventory queue: one account of a run. */

import * as z from 'zod';

export const inventoryMessageSchema = z.object({
  run: z.object({ runId: z.string(), date: z.string(), startedAt: z.string() }),
  account: z.object({
    id: z.string(),
    name: z.string().optional(),
    ouPath: z.string().optional(),
  }),
  /** Also lists what is the same in every account. */
  once: z.boolean(),
});

export type InventoryMessage = z.output<typeof inventoryMessageSchema>;
