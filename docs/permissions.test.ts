/** The policy of the README is sufficient, and each of its actions is needed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { acrossAccounts } from '../src/index.ts';
import { simulateOrganization } from '../src/simulator/index.ts';

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const policy = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '') as Policy;
const actions = policy.Statement.flatMap(({ Action }) => Action);

/** Runs everything that the policy is for as a user of the management account with no other policy. Returns the denied operations. */
async function deniedUnder(document: Policy): Promise<string[]> {
  const organization = simulateOrganization({ legacyStatus: true });
  const unit = organization.addOu({ name: 'Workloads' });
  const { id } = organization.addAccount({ name: 'alpha', ou: unit.id, tags: { team: 'red' } });
  const administrator = organization.access();
  const iam = new IAMClient(administrator);
  await iam.send(new CreateUserCommand({ UserName: 'flotilla' }));
  const PolicyDocument = JSON.stringify(document);
  await iam.send(
    new PutUserPolicyCommand({ UserName: 'flotilla', PolicyName: 'readme', PolicyDocument }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'flotilla' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  const aws = { ...administrator, credentials: { accessKeyId, secretAccessKey } };

  const selections = [
    { targets: [unit.id], ouPath: true },
    { targets: ['/Workloads'] },
    { targets: [organization.rootId] },
    { targets: [id], accountTags: true },
    { tags: { team: 'red' } },
  ];
  for (const options of selections)
    await acrossAccounts(() => {}, { aws, ...options }).catch(() => {});
  // Without access to the tagging API, tags are read account by account.
  organization.fault({
    service: 'tagging',
    fault: { error: { code: 'AccessDenied', status: 400 } },
  });
  await acrossAccounts(() => {}, { aws, tags: { team: 'red' } }).catch(() => {});
  const denied = organization.journal.calls.filter(({ error }) => /denied/i.test(error ?? ''));
  return [...new Set(denied.map(({ operation }) => operation))].filter(
    (name) => name !== 'tagging:GetResources' || !hasTagging(document),
  );
}

function hasTagging(document: Policy): boolean {
  return JSON.stringify(document).includes('tag:GetResources');
}

test('the policy of the README is sufficient', async () => {
  expect(await deniedUnder(policy)).toEqual([]);
});

test.each(actions)('without %s something is denied', async (action) => {
  const without = {
    ...policy,
    Statement: policy.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action]
        .flat()
        .filter((allowed) => allowed !== action)
        .concat('none:Nothing'),
    })),
  };

  expect(await deniedUnder(without)).toContainEqual(
    expect.stringMatching(new RegExp(`:${action.split(':')[1]}$`)),
  );
});
