/** Who can assume the created roles: the right callers, and no others. */

import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  STSClient,
} from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import {
  type InfrastructureEnvironment,
  issuer,
  openInfrastructureEnvironment,
  settingsWith,
  testIssuer,
} from '../testing/infrastructure-environment.ts';
import { readFacts } from './access.ts';
import { convergeInventoryRole } from './account/converge-inventory-role.ts';
import { convergeCoreAccounts } from './converge-core-accounts.ts';
import { desiredInventoryRole } from './desired/inventory-role.ts';
import type { InfrastructureFacts, InfrastructureSettings } from './settings.ts';

interface Installed {
  readonly environment: InfrastructureEnvironment;
  readonly facts: InfrastructureFacts;
  /** The production cluster, the test cluster, and one that is not configured. */
  readonly tokenFrom: (url: string, claims: object) => string;
}

async function installed(
  differing: Partial<InfrastructureSettings> = {},
  differingFacts: Partial<InfrastructureFacts> = {},
): Promise<Installed> {
  const environment = openInfrastructureEnvironment();
  const urls = [issuer, testIssuer, 'oidc.example.com/other'];
  const providers = new Map(
    urls.map((url) => [url, environment.organization.addIdentityProvider(`https://${url}`)]),
  );
  const read = await readFacts({
    billing: environment.fleet(environment.billing),
    security: environment.fleet(environment.security),
  });
  const facts = { ...read.facts, ...differingFacts };
  const settings = settingsWith(differing);
  const converging = { dry: false, clock: environment.clock };
  await convergeCoreAccounts({ ...read, facts }, settings, converging);
  const desired = desiredInventoryRole({ settings, facts }, member(environment));
  await convergeInventoryRole(environment.as(member(environment), 'iam'), desired, converging);
  const tokenFrom = (url: string, claims: object) =>
    providers.get(url)?.token({
      exp: environment.clock.now() / 1000 + 3600,
      iat: environment.clock.now() / 1000,
      ...claims,
    }) ?? '';
  return { environment, facts, tokenFrom };
}

const member = ({ members }: InfrastructureEnvironment) => members[0] ?? '';
const account = (name: string) => `system:serviceaccount:inventory:aws-inventory-${name}-sa`;
const sts = 'sts.amazonaws.com';

interface Presented {
  readonly RoleArn: string;
  readonly token: string;
}

async function byToken({ environment }: Installed, { RoleArn, token }: Presented) {
  const client = new STSClient({ ...environment.organization.access(), credentials: none });
  const input = { RoleArn, RoleSessionName: 'test', WebIdentityToken: token };
  const { Credentials } = await client.send(new AssumeRoleWithWebIdentityCommand(input));
  return Credentials;
}

const none = { accessKeyId: 'none', secretAccessKey: 'none' };

async function outcome(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'allowed',
    (error: Error) => error.name,
  );
}

test.each([
  ['orchestrator', 'Inventory-Orchestrator', 'billing'],
  ['runner', 'Inventory-Runner', 'security'],
] as const)(
  "the %s role is its service account's, with a token for AWS",
  async (name, role, place) => {
    const made = await installed();
    const other = name === 'runner' ? 'orchestrator' : 'runner';
    const RoleArn = `arn:aws:iam::${made.environment[place]}:role/${role}`;
    const attempt = (url: string, claims: object) =>
      outcome(byToken(made, { RoleArn, token: made.tokenFrom(url, claims) }));

    expect({
      right: await attempt(issuer, { sub: account(name), aud: sts }),
      otherAccount: await attempt(issuer, { sub: account(other), aud: sts }),
      otherNamespace: await attempt(issuer, {
        sub: account(name).replace(':inventory:', ':default:'),
        aud: sts,
      }),
      otherAudience: await attempt(issuer, { sub: account(name), aud: 'vault' }),
      testCluster: await attempt(testIssuer, { sub: account(name), aud: sts }),
      strangeCluster: await attempt('oidc.example.com/other', { sub: account(name), aud: sts }),
    }).toEqual({
      right: 'allowed',
      otherAccount: 'AccessDenied',
      otherNamespace: 'AccessDenied',
      otherAudience: 'InvalidIdentityTokenException',
      testCluster: 'InvalidIdentityTokenException',
      strangeCluster: 'InvalidIdentityTokenException',
    });
  },
);

test('another audience is refused by the role itself, even if a provider accepts it', async () => {
  const made = await installed();
  const { environment } = made;
  await environment.as(environment.security, 'iam').call('AddClientIDToOpenIDConnectProvider', {
    OpenIDConnectProviderArn: `arn:aws:iam::${environment.security}:oidc-provider/${issuer}`,
    ClientID: 'vault',
  });
  const RoleArn = `arn:aws:iam::${environment.security}:role/Inventory-Runner`;
  const token = made.tokenFrom(issuer, { sub: account('runner'), aud: 'vault' });

  expect(await outcome(byToken(made, { RoleArn, token }))).toBe('AccessDenied');
});

test('a test role trusts the test cluster only', async () => {
  const made = await installed({ oidcProviderTest: testIssuer });
  const RoleArn = `arn:aws:iam::${made.environment.security}:role/Inventory-Runner-Test`;
  const claims = { sub: account('runner'), aud: sts };
  const from = (url: string) =>
    outcome(byToken(made, { RoleArn, token: made.tokenFrom(url, claims) }));

  expect([await from(testIssuer), await from(issuer)]).toEqual(['allowed', 'AccessDenied']);
});

function assumeInventory(
  { environment }: Installed,
  credentials: Credentials | undefined,
  ExternalId: string | undefined,
) {
  const client = new STSClient({
    ...environment.organization.access(),
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      ...(credentials?.SessionToken && { sessionToken: credentials.SessionToken }),
    },
  });
  const RoleArn = `arn:aws:iam::${member(environment)}:role/managed/inventory`;
  const input = { RoleArn, RoleSessionName: 'inventory', ...(ExternalId && { ExternalId }) };
  return outcome(client.send(new AssumeRoleCommand(input)));
}

async function asRunner(made: Installed, testSuffix = ''): Promise<Credentials | undefined> {
  const url = testSuffix === '' ? issuer : testIssuer;
  const token = made.tokenFrom(url, { sub: account('runner'), aud: sts });
  const RoleArn = `arn:aws:iam::${made.environment.security}:role/Inventory-Runner${testSuffix}`;
  return byToken(made, { RoleArn, token });
}

function administrator({ environment }: Installed, accountId: string): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } =
    environment.accessTo(accountId).credentials;
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(0),
  };
}

test('the inventory role trusts the runner, with its external id', async () => {
  const made = await installed();
  const runner = await asRunner(made);
  const id = 'flotilla-inventory';

  expect({
    right: await assumeInventory(made, runner, id),
    noId: await assumeInventory(made, runner, undefined),
    wrongId: await assumeInventory(made, runner, 'guessed'),
    administratorOfSecurity: await assumeInventory(
      made,
      administrator(made, made.environment.security),
      id,
    ),
    administratorOfAccount: await assumeInventory(
      made,
      administrator(made, member(made.environment)),
      id,
    ),
    administratorOfBilling: await assumeInventory(
      made,
      administrator(made, made.environment.billing),
      id,
    ),
  }).toEqual({
    right: 'allowed',
    noId: 'AccessDenied',
    wrongId: 'AccessDenied',
    administratorOfSecurity: 'AccessDenied',
    administratorOfAccount: 'AccessDenied',
    administratorOfBilling: 'AccessDenied',
  });
});

test('a runner outside the organization is refused', async () => {
  // The accounts are in one organization here; the role requires another.
  const made = await installed({}, { organizationId: 'o-elsewhere00' });
  const { environment } = made;
  const anything = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
  await environment.as(environment.security, 'iam').call('PutRolePolicy', {
    RoleName: 'Inventory-Runner',
    PolicyName: 'more',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [anything] }),
  });

  expect(await assumeInventory(made, await asRunner(made), 'flotilla-inventory')).toBe(
    'AccessDenied',
  );
});

test('the test role of the runner is trusted as well, where it exists', async () => {
  const made = await installed({ oidcProviderTest: testIssuer });

  expect(await assumeInventory(made, await asRunner(made, '-Test'), 'flotilla-inventory')).toBe(
    'allowed',
  );
});
