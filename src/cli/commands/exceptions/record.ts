/** What is printed about an incident. */

import * as z from 'zod';
import type { IncidentSummary } from '../../../incidents/incident.ts';
import type { View } from '../../output/printer.ts';
import { shortTime } from '../lifecycle/time-text.ts';

export const incidentSchema = z.strictObject({
  id: z.string(),
  status: z.enum(['open', 'resolved']),
  exception: z.string().describe('Label of the exception that opened it.'),
  account: z.string().describe('Empty where it is about no account.'),
  accountName: z.string(),
  costCenter: z.string(),
  title: z.string(),
  openedAt: z.string(),
  changedAt: z.string(),
  followUps: z.number().describe('Later exceptions of the same account and cause.'),
});

export type IncidentRecord = Readonly<z.output<typeof incidentSchema>>;

export function toIncidentRecord(incident: IncidentSummary): IncidentRecord {
  const { id, status, title, tags, openedAt, changedAt, followUps } = incident;
  return {
    id,
    status,
    exception: tags.exception ?? '',
    account: tags.account ?? '',
    accountName: tags['account-name'] ?? '',
    costCenter: tags['cost-center'] ?? '',
    title,
    openedAt: new Date(openedAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
    followUps,
  };
}

const columns = [
  'id',
  'status',
  'exception',
  'account',
  'accountName',
  'costCenter',
  'title',
  'openedAt',
  'changedAt',
  'followUps',
] as const;

export const incidentView: View<IncidentRecord> = {
  tables: (records) => [
    {
      heads: ['Incident', 'Status', 'Account', 'Exception', 'Title', 'Opened', 'Follow-ups'],
      rows: records.map((one) => [
        one.id,
        one.status,
        one.accountName === '' ? one.account : `${one.accountName} (${one.account})`,
        one.exception,
        one.title,
        shortTime(one.openedAt),
        String(one.followUps),
      ]),
      wraps: true,
    },
  ],
  csv: Object.fromEntries(columns.map((name) => [name, (record) => record[name]])),
};
