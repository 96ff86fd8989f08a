/** What is printed about an account of the inventory. */

import * as z from 'zod';

export const accountRowSchema = z.strictObject({
  costCenter: z.string().describe('NoCostTag for accounts without the tag.'),
  costOwner: z.string().describe('Here and below, - is unknown.'),
  unit: z.string().describe('Name of the OU.'),
  account: z.string(),
  name: z.string(),
  email: z.string(),
  state: z.string().describe('Value of the state tag, or closed.'),
  stateSince: z.string().describe('When it entered its state, UTC.'),
  consoleLogin: z.string().describe('When a person last logged in, UTC.'),
});
