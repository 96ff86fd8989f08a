/** What is printed about the status of the fleet. */

import * as z from 'zod';

const count = z.number();

const accountStatusSchema = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  state: z.string().optional().describe('Value of the state tag; absent when there is none.'),
  active: z.boolean().describe('Whether AWS reports ACTIVE.'),
  since: z.string().optional().describe('When it entered its state, if that was recorded.'),
  ageSeconds: count.optional(),
  transaction: z.string().optional().describe('The open transaction.'),
  build: z.string().optional().describe('Id of the build in progress.'),
  deadline: z.string().optional().describe('When the account must be checked again.'),
  overdue: z.boolean(),
  failed: z.string().optional().describe('Why the last transaction failed.'),
});

const accounts = z.array(accountStatusSchema).readonly();

export const statusSchema = z.strictObject({
  at: z.string(),
  accounts: count.describe('Accounts of the organization.'),
  managed: count.describe('Those that a settings entry matches.'),
  closed: count.describe('Managed accounts that are closed.'),
  byState: z
    .record(z.string(), count)
    .describe('Managed accounts by state; "none" for those without a state tag.'),
  open: count.describe('Open transactions.'),
  overdue: count,
  failed: count,
  moving: accounts.describe(
    'Active accounts that are not released; with --all, all managed accounts.',
  ),
  all: accounts.describe('All managed accounts.'),
});

export type AccountStatusRecord = Readonly<z.output<typeof accountStatusSchema>>;
export type StatusDocument = Readonly<z.output<typeof statusSchema>>;
