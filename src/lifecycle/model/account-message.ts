/** A message of the accounts queue: one account that a worker has to advance. */

import * as z from 'zod';
import { isAccountId } from '../../model/account.ts';

export const accountMessageSchema = z.strictObject({
  version: z.literal(1),
  /** As the organization was listed, so that the worker does not read it again. */
  account: z.strictObject({
    id: z.string().refine(isAccountId, 'is not an account id'),
    name: z.string().optional(),
    email: z.string().optional(),
    active: z.boolean(),
    isForeign: z.literal(true).optional(),
    parents: z.array(z.string()),
    /** Milliseconds. */
    readAt: z.number(),
  }),
  /** The maintenance window that expires the account. Without one, it is advanced as by a sweep. */
  window: z
    .strictObject({
      openedAt: z.number(),
      /** Of its row in the store of windows. Absent in messages that were sent before it was added. */
      name: z.string().optional(),
    })
    .optional(),
});

/** One account that a worker has to advance. */
export type AccountMessage = z.infer<typeof accountMessageSchema>;
