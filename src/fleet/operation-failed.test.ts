import { expect, test } from 'vitest';
import { simulateOrganization } from '../simulator/index.ts';
import { streamAcrossAccounts } from './across-accounts.ts';
import { OperationFailed } from './operation-failed.ts';
import { toRecord } from './outcome-record.ts';

test('a failure with a value keeps it in its outcome and in its record', async () => {
  const organization = simulateOrganization();
  organization.addAccount({ name: 'alpha', id: '111111111111' });
  const cause = new OperationFailed('half of it is there', { value: { found: 3 } });
  const fail = () => {
    throw cause;
  };

  const [outcome] = await Array.fromAsync(
    streamAcrossAccounts(fail, { aws: organization.access(), targets: ['111111111111'] }),
  );

  expect(outcome).toMatchObject({ status: 'failed', value: { found: 3 }, cause });
  expect(outcome && toRecord(outcome)).toMatchObject({
    kind: 'unexpected',
    code: 'OperationFailed',
    message: 'half of it is there',
    value: { found: 3 },
  });
});
