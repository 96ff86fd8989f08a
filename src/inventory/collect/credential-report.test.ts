/** A report that AWS generates on request: other callers may request it at the same time. */

import { expect, test } from 'vitest';
import {
  driveThrough,
  noLimits,
  simulateOrganization,
  virtualClock,
} from '../../simulator/index.ts';
import { collectRecords } from '../../testing/collect-records.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';

const accountId = '111111111111';
const entries = loadCatalogue().entries.filter(({ key }) => key === 'iam_credential_report');

async function collectWith(operation: string, code: string, times?: number) {
  const clock = virtualClock();
  const organization = simulateOrganization({ limits: noLimits, clock });
  organization.addAccount({ name: 'alpha', id: accountId, seeded: true });
  const fault = { error: { code, message: 'not now', status: 409 } };
  organization.fault({ service: 'iam', operation, fault, ...(times && { times }) });
  const { manifest, records } = await driveThrough({ organization, clock }, () =>
    collectRecords({ organization, accountId, entries }),
  );
  return { line: manifest[0], records };
}

test.each([
  ['GenerateCredentialReport', 'LimitExceeded'],
  ['GetCredentialReport', 'ReportInProgress'],
  ['GetCredentialReport', 'ReportNotPresent'],
  ['GetCredentialReport', 'ReportExpired'],
])('%s that answers %s is called again until the report is there', async (operation, code) => {
  const { line, records } = await collectWith(operation, code, 3);
  expect(line).toMatchObject({ status: 'done', count: 1, partial: 0 });
  expect(records.map(({ id }) => id)).toEqual(['credential_report']);
});

test.each([
  ['GenerateCredentialReport', 'LimitExceeded', 'LimitExceededException'],
  ['GetCredentialReport', 'ReportNotPresent', 'CredentialReportNotPresentException'],
])('%s that answers %s for ever is a gap, %s', async (operation, code, name) => {
  const { line, records } = await collectWith(operation, code);
  expect(line).toMatchObject({ status: 'failed', code: name, count: 0 });
  expect(records).toEqual([]);
});
