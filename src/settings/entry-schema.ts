/** A settings entry as the file has it; `defaults` has the same keys. */

import * as z from 'zod';
import {
  accountId,
  day,
  expression,
  region,
  seconds,
  statePolicies,
  tagKeys,
  tags,
  text,
  timeZone,
  unitId,
  variables,
} from './values.ts';

const build = z.strictObject({
  feature: z
    .enum(['enabled', 'disabled'])
    .optional()
    .describe('Whether the build runs. Default: disabled'),
  variables: variables.optional().describe('Variables of the build; CSV files add to them'),
});

const blackout = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, 'the first day (from) is after the last one (to)');

const schedule = z.strictObject({
  maintenance_window_expression: expression
    .optional()
    .describe('When accounts expire, cron(…) or rate(…). Default: that of automation'),
  time_zone: timeZone.optional().describe('IANA name of the time zone of the window. Default: UTC'),
  blackout_dates: z
    .array(blackout)
    .optional()
    .describe('First and last days on which no account expires'),
});

const shared = {
  note: text.optional().describe('For people'),
  account_tags: tags.optional().describe('Tags to put on the account'),
  unset_tags: tagKeys.optional().describe('Keys of tags to remove from the account'),
  preparation: build.optional().describe('The build that prepares an account'),
  purge: build.optional().describe('The build that purges an account'),
  schedule: schedule.optional().describe('Replaces the window of automation'),
  policies: statePolicies
    .optional()
    .describe('Ids of service control policies to attach while an account is in a state'),
  deadlines: z
    .strictObject({
      on_boarding_seconds: seconds.optional(),
      maintenance_seconds: seconds.optional(),
    })
    .optional()
    .describe('How long each may last. Default: metering.transactions_ttl_in_seconds'),
  regions: z.array(region).optional().describe('Regions in which a purge looks'),
};

const nested = z
  .boolean()
  .optional()
  .describe('Also for accounts in the units below that have no entry of their own');

export const accountSchema = z.strictObject({ identifier: accountId, ...shared });

export const unitSchema = z.strictObject({ identifier: unitId, ...shared, nested });

export const defaultsSchema = z.strictObject({ identifier: text.optional(), ...shared, nested });

/** Any of the three; an account's never has `nested`. */
export type WrittenEntry = z.output<typeof defaultsSchema>;
export type WrittenBuild = z.output<typeof build>;
