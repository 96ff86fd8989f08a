import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { openInfrastructureFixture } from '../../../../testing/infrastructure-command-line.ts';
import { issuer, testIssuer } from '../../../../testing/infrastructure-environment.ts';

afterEach(() => vi.unstubAllEnvs());

const named = ['--inventory-bucket-name', 'acme-inventory', '--oidc-provider-prod', issuer];
const ids = [
  ...['--billing-account-id', '111111111111', '--security-account-id', '222222222222'],
  ...['--organization-id', 'o-a1b2c3d4e5'],
];
const policies = ['infrastructure', 'policies', ...named];

test('with the three ids every document is printed without a call to AWS', async () => {
  const refuse = () => Promise.reject(new Error('AWS was asked'));
  const aws = { requestHandler: { handle: refuse } };
  const { code, stdout } = await runCli([...policies, ...ids], { aws });
  const documents = JSON.parse(stdout);

  expect(code).toBe(0);
  expect(Object.keys(documents)).toEqual([
    ...['orchestrator-trust.json', 'orchestrator-policy.json'],
    ...['runner-trust.json', 'runner-policy.json', 'bucket-policy.json'],
    ...['trust.json', 'policy.json', 'properties.json'],
    ...[1, 2, 3, 4, 5, 6].map((at) => `inventory-policy-${at}.json`),
    'stack-set-template.json',
  ]);
  expect(documents['runner-trust.json'].Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::222222222222:oidc-provider/${issuer}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${issuer}:sub`]: 'system:serviceaccount:inventory:aws-inventory-runner-sa',
          [`${issuer}:aud`]: 'sts.amazonaws.com',
        },
      },
    },
  ]);
  expect(documents['trust.json'].Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::222222222222:role/Inventory-Runner' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'sts:ExternalId': 'flotilla-inventory',
          'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
        },
      },
    },
  ]);
  expect(documents['properties.json']).toEqual({
    description: 'Reads what there is in this account, for the inventory of the organization',
    sessionDuration: 3600,
    path: '/managed/',
    managedPolicies: [],
  });
});

test('in another partition the documents name that partition, and the key where one is given', async () => {
  const key = 'arn:aws-cn:kms:cn-north-1:222222222222:key/1234';
  const china = ['--region', 'cn-north-1', '--kms-key', key];
  const { stdout } = await runCli([...policies, ...ids, ...china]);
  const documents = JSON.parse(stdout);

  expect(documents['runner-policy.json'].Statement.at(-1)).toEqual({
    Sid: 'UseKey',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: key,
  });
  expect(stdout).not.toMatch(/arn:aws:/);
});

test('the profiles determine the accounts, and --out writes each document into its file', async () => {
  const fixture = openInfrastructureFixture();
  const folder = join(mkdtempSync(join(tmpdir(), 'flotilla-policies-')), 'new');
  const result = await fixture.run([
    'policies',
    '--out',
    folder,
    '--oidc-provider-test',
    testIssuer,
  ]);

  expect(result).toMatchObject({ code: 0, stdout: '', stderr: `19 files written to ${folder}\n` });
  expect(readdirSync(folder)).toHaveLength(19);
  const duplicate = readFileSync(join(folder, 'runner-test-trust.json'), 'utf8');
  expect(duplicate).toContain(`arn:aws:iam::${fixture.security}:oidc-provider/${testIssuer}`);
});
