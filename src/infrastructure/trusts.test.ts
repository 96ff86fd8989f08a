/** Who may take the roles that were made: the right callers, and none of the wrong ones. */

import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  STSClient,
} from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { readFacts } from './access.ts';
import { convergeInventoryRole } from './account/converge-inventory-role.ts';
import { desiredInventoryRole } from './desired/inventory-role.ts';
import { convergeHome } from './home.ts';
import type { InfrastructureFacts, InfrastructureSettings } from './settings.ts';
import { type Bed, issuer, openBed, settingsWith, testIssuer } from './testing/bed.ts';

interface Installed {
  readonly bed: Bed;
  readonly facts: InfrastructureFacts;
  /** Of production's cluster, of the test's, and of one that nobody named. */
  readonly tokenFrom: (url: string, claims: object) => string;
}

async function installed(
  differing: Partial<InfrastructureSettings> = {},
  differingFacts: Partial<InfrastructureFacts> = {},
): Promise<Installed> {
  const bed = openBed();
  const urls = [issuer, testIssuer, 'oidc.example.com/other'];
  const providers = new Map(
    urls.map((url) => [url, bed.organization.addIdentityProvider(`https://${url}`)]),
  );
  const read = await readFacts({
    billing: bed.fleet(bed.billing),
    security: bed.fleet(bed.security),
  });
  const facts = { ...read.facts, ...differingFacts };
  const settings = settingsWith(differing);
  const converging = { dry: false, clock: bed.clock };
  await convergeHome({ ...read, facts }, settings, converging);
  const desired = desiredInventoryRole({ settings, facts }, member(bed));
  await convergeInventoryRole(bed.as(member(bed), 'iam'), desired, converging);
  const tokenFrom = (url: string, claims: object) =>
    providers.get(url)?.token({
      exp: bed.clock.now() / 1000 + 3600,
      iat: bed.clock.now() / 1000,
      ...claims,
    }) ?? '';
  return { bed, facts, tokenFrom };
}

const member = ({ members }: Bed) => members[0] ?? '';
const account = (name: string) => `system:serviceaccount:inventory:aws-inventory-${name}-sa`;
const sts = 'sts.amazonaws.com';

interface Presented {
  readonly RoleArn: string;
  readonly token: string;
}

async function byToken({ bed }: Installed, { RoleArn, token }: Presented) {
  const client = new STSClient({ ...bed.organization.access(), credentials: none });
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
    const RoleArn = `arn:aws:iam::${made.bed[place]}:role/${role}`;
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

test('another audience is refused by the role itself, should a provider know it', async () => {
  const made = await installed();
  const { bed } = made;
  await bed.as(bed.security, 'iam').call('AddClientIDToOpenIDConnectProvider', {
    OpenIDConnectProviderArn: `arn:aws:iam::${bed.security}:oidc-provider/${issuer}`,
    ClientID: 'vault',
  });
  const RoleArn = `arn:aws:iam::${bed.security}:role/Inventory-Runner`;
  const token = made.tokenFrom(issuer, { sub: account('runner'), aud: 'vault' });

  expect(await outcome(byToken(made, { RoleArn, token }))).toBe('AccessDenied');
});

test("a twin is the test cluster's alone", async () => {
  const made = await installed({ oidcProviderTest: testIssuer });
  const RoleArn = `arn:aws:iam::${made.bed.security}:role/Inventory-Runner-Test`;
  const claims = { sub: account('runner'), aud: sts };
  const from = (url: string) =>
    outcome(byToken(made, { RoleArn, token: made.tokenFrom(url, claims) }));

  expect([await from(testIssuer), await from(issuer)]).toEqual(['allowed', 'AccessDenied']);
});

function assumeInventory(
  { bed }: Installed,
  credentials: Credentials | undefined,
  ExternalId: string | undefined,
) {
  const client = new STSClient({
    ...bed.organization.access(),
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      ...(credentials?.SessionToken && { sessionToken: credentials.SessionToken }),
    },
  });
  const RoleArn = `arn:aws:iam::${member(bed)}:role/managed/inventory`;
  const input = { RoleArn, RoleSessionName: 'inventory', ...(ExternalId && { ExternalId }) };
  return outcome(client.send(new AssumeRoleCommand(input)));
}

async function asRunner(made: Installed, twin = ''): Promise<Credentials | undefined> {
  const url = twin === '' ? issuer : testIssuer;
  const token = made.tokenFrom(url, { sub: account('runner'), aud: sts });
  const RoleArn = `arn:aws:iam::${made.bed.security}:role/Inventory-Runner${twin}`;
  return byToken(made, { RoleArn, token });
}

function administrator({ bed }: Installed, accountId: string): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = bed.accessTo(accountId).credentials;
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(0),
  };
}

test("the inventory role is the runner's, with the id that it was told", async () => {
  const made = await installed();
  const runner = await asRunner(made);
  const id = 'flotilla-inventory';

  expect({
    right: await assumeInventory(made, runner, id),
    noId: await assumeInventory(made, runner, undefined),
    wrongId: await assumeInventory(made, runner, 'guessed'),
    administratorOfSecurity: await assumeInventory(
      made,
      administrator(made, made.bed.security),
      id,
    ),
    administratorOfAccount: await assumeInventory(made, administrator(made, member(made.bed)), id),
    administratorOfBilling: await assumeInventory(made, administrator(made, made.bed.billing), id),
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
  // The accounts are in one organization here; the role is told of another.
  const made = await installed({}, { organizationId: 'o-elsewhere00' });
  const { bed } = made;
  const anything = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
  await bed.as(bed.security, 'iam').call('PutRolePolicy', {
    RoleName: 'Inventory-Runner',
    PolicyName: 'more',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [anything] }),
  });

  expect(await assumeInventory(made, await asRunner(made), 'flotilla-inventory')).toBe(
    'AccessDenied',
  );
});

test('the twin of the runner comes in as well, where there is one', async () => {
  const made = await installed({ oidcProviderTest: testIssuer });

  expect(await assumeInventory(made, await asRunner(made, '-Test'), 'flotilla-inventory')).toBe(
    'allowed',
  );
});
