/** What is printed about an account whose state is set. */

import * as z from 'zod';
import { outcomeStatuses } from '../account-outcome.ts';

export const stateChangeSchema = z.strictObject({
  accountId: z.string(),
  name: z.string().optional(),
  before: z.string().optional().describe('Value of the state tag before; "none" without one.'),
  after: z.string(),
  next: z.string().describe('The next step, or the result.'),
  status: z
    .enum(['planned', ...outcomeStatuses])
    .describe('busy: the tag is set, and another worker continues the account from there.'),
});

export type StateChange = Readonly<z.output<typeof stateChangeSchema>>;
