import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf, policy } from '../../../testing/organization-clients.ts';
import type { AddedAccount } from '../../building.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';

function open(role: AddedAccount['role'] = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const account = organization.addAccount({ name: 'member', role });
  const { sts } = clientsOf(organization);
  const RoleArn =
    account.roleArn ?? `arn:aws:iam::${account.id}:role/OrganizationAccountAccessRole`;
  const assume = (more: Partial<AssumeRoleCommandInput> = {}, client = sts) =>
    client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'visit', ...more }));
  return { clock, organization, account, sts, assume, RoleArn };
}

type Opened = ReturnType<typeof open>;

/** The permitted call of the session. */
function as({ organization }: Opened, credentials: Credentials | undefined) {
  return {
    ...organization.access(),
    maxAttempts: 1,
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      sessionToken: credentials?.SessionToken ?? '',
    },
  };
}

const trusting = (Principal: unknown, more: object = {}, Action: unknown = 'sts:AssumeRole') => ({
  trustPolicy: { Statement: [{ Effect: 'Allow', Principal, Action, ...more }] },
});

test('a session is the role in its own account', async () => {
  const world = open();
  const { Credentials, AssumedRoleUser } = await world.assume();
  const sts = new STSClient(as(world, Credentials));
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  expect({ Account, Arn, UserId }).toEqual({
    Account: world.account.id,
    Arn: `arn:aws:sts::${world.account.id}:assumed-role/OrganizationAccountAccessRole/visit`,
    UserId: AssumedRoleUser?.AssumedRoleId,
  });
  const AccessKeyId = Credentials?.AccessKeyId;
  const info = await world.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }));
  expect(info.Account).toBe(world.account.id);
});

test('an hour is the default, the role sets the maximum, a chain ends after an hour', async () => {
  const world = open({ maxSessionSeconds: 7_200, ...trusting('*') });
  const seconds = async (requested?: number, client = world.sts) => {
    const { Credentials } = await world.assume({ DurationSeconds: requested }, client);
    return ((Credentials?.Expiration?.getTime() ?? 0) - world.clock.now()) / 1000;
  };
  expect([await seconds(), await seconds(7_200)]).toEqual([3_600, 7_200]);
  expect(await errorNameOf(seconds(7_201))).toBe('ValidationError');
  expect(await errorNameOf(seconds(899))).toBe('ValidationError');
  const { Credentials } = await world.assume();
  const chained = new STSClient(as(world, Credentials));
  expect(await seconds(undefined, chained)).toBe(3_600);
  expect((await refusalOf(seconds(3_601, chained))).message).toContain('role chaining');
});

test('an ended session is refused in the words of each service', async () => {
  const world = open();
  const { Credentials } = await world.assume();
  const config = as(world, Credentials);
  await world.clock.advance(3_600_000);
  const sts = new STSClient(config).send(new GetCallerIdentityCommand({}));
  const s3 = new S3Client(config).send(new ListBucketsCommand({}));
  expect([await refusalOf(sts), await errorNameOf(s3)]).toEqual([
    {
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      status: 403,
    },
    'ExpiredToken',
  ]);
});

test('a missing role, a missing account and a refusing role return the same error', async () => {
  const refusing = open(trusting({ AWS: '999999999999' }));
  const names = [
    await refusalOf(refusing.assume()),
    await refusalOf(refusing.assume({ RoleArn: `${refusing.RoleArn}x` })),
    await refusalOf(refusing.assume({ RoleArn: 'arn:aws:iam::000000000000:role/anything' })),
  ];
  expect(names.map(({ name, status }) => [name, status])).toEqual([
    ['AccessDenied', 403],
    ['AccessDenied', 403],
    ['AccessDenied', 403],
  ]);
  expect(names[0]?.message).toBe(
    `User: arn:aws:iam::${refusing.organization.managementAccountId}:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${refusing.RoleArn}`,
  );
});

test.each(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'PENDING_ACTIVATION'])(
  'an account that is %s can neither be assumed into nor call',
  async (state) => {
    const world = open();
    const { Credentials } = await world.assume();
    world.organization.setState(world.account.id, state);
    expect(await errorNameOf(world.assume())).toBe('AccessDenied');
    const sts = new STSClient(as(world, Credentials));
    expect(await errorNameOf(sts.send(new GetCallerIdentityCommand({})))).toBe('AccessDenied');
  },
);

test('a role requires the path in its ARN', async () => {
  const world = open();
  const iam = clientsOf(world.organization, { principal: world.RoleArn }).iam;
  const AssumeRolePolicyDocument = JSON.stringify(trusting('*').trustPolicy);
  const expected = { RoleName: 'deep', Path: '/a/b/', AssumeRolePolicyDocument };
  await iam.send(new CreateRoleCommand(expected));
  const RoleArn = `arn:aws:iam::${world.account.id}:role`;
  expect(await errorNameOf(world.assume({ RoleArn: `${RoleArn}/deep` }))).toBe('AccessDenied');
  const { AssumedRoleUser } = await world.assume({ RoleArn: `${RoleArn}/a/b/deep` });
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${world.account.id}:assumed-role/deep/visit`);
});

describe('trust', () => {
  const anybody = { AWS: '*' };
  const when = (Condition: object) => trusting(anybody, { Condition });

  test('an external ID must match', async () => {
    const { assume } = open(when({ StringEquals: { 'sts:ExternalId': 'secret' } }));
    expect(await errorNameOf(assume())).toBe('AccessDenied');
    expect(await errorNameOf(assume({ ExternalId: 'wrong' }))).toBe('AccessDenied');
    expect((await assume({ ExternalId: 'secret' })).Credentials).toBeDefined();
  });

  test('conditions see session name, organization, principal, tags and source identity', async () => {
    const { organization } = open();
    const administrator = `arn:aws:iam::${organization.managementAccountId}:user/administrator`;
    const world = open({
      trustPolicy: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: anybody,
            Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
            Condition: {
              StringEquals: {
                'sts:RoleSessionName': 'visit',
                'aws:PrincipalOrgID': organization.id,
                'aws:RequestTag/team': 'red',
                'sts:SourceIdentity': 'ana',
              },
              ArnEquals: { 'aws:PrincipalArn': administrator },
            },
          },
        ],
      },
    });
    const right = { Tags: [{ Key: 'team', Value: 'red' }], SourceIdentity: 'ana' };
    expect((await world.assume(right)).SourceIdentity).toBe('ana');
    expect(await errorNameOf(world.assume({ ...right, RoleSessionName: 'other' }))).toBe(
      'AccessDenied',
    );
    expect(await errorNameOf(world.assume({ ...right, SourceIdentity: 'ben' }))).toBe(
      'AccessDenied',
    );
    expect(await errorNameOf(world.assume({ ...right, Tags: [] }))).toBe('AccessDenied');
  });

  test('tags need a permission of their own', async () => {
    const { assume } = open(trusting(anybody));
    const tagged = await refusalOf(assume({ Tags: [{ Key: 'team', Value: 'red' }] }));
    expect(tagged.message).toContain('sts:TagSession');
    const named = await refusalOf(assume({ SourceIdentity: 'ana' }));
    expect(named.message).toContain('sts:SetSourceIdentity');
  });

  test('MFA can be required', async () => {
    const world = open(when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }));
    const SerialNumber = `arn:aws:iam::${world.organization.managementAccountId}:mfa/administrator`;
    expect(await errorNameOf(world.assume())).toBe('AccessDenied');
    expect(await errorNameOf(world.assume({ SerialNumber, TokenCode: '000000' }))).toBe(
      'AccessDenied',
    );
    const good = await world.assume({ SerialNumber, TokenCode: '123456' });
    expect(good.Credentials).toBeDefined();
  });

  test('a wrong code, a foreign device and half a request are refused in words of their own', async () => {
    const world = open();
    const SerialNumber = `arn:aws:iam::${world.organization.managementAccountId}:mfa/administrator`;
    const refused = (input: object) => world.assume(input).catch(({ message }: Error) => message);

    expect([
      await refused({ SerialNumber, TokenCode: '000000' }),
      await refused({ SerialNumber: `${SerialNumber}-2`, TokenCode: '123456' }),
      await refused({ SerialNumber }),
    ]).toEqual([
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    ]);
  });

  test('an account that trusts itself delegates to its own policies', async () => {
    const world = open();
    const { account, organization } = world;
    const root = { AWS: `arn:aws:iam::${account.id}:root` };
    const inside = clientsOf(organization, { principal: world.RoleArn });
    await inside.iam.send(
      new CreateRoleCommand({
        RoleName: 'inner',
        AssumeRolePolicyDocument: JSON.stringify(trusting(root).trustPolicy),
      }),
    );
    const RoleArn = `arn:aws:iam::${account.id}:role/inner`;
    expect((await world.assume({ RoleArn }, inside.sts)).Credentials).toBeDefined();
    const Policy = policy('Allow', 's3:*');
    const { Credentials } = await world.assume({ Policy });
    const limited = new STSClient(as(world, Credentials));
    expect(await errorNameOf(world.assume({ RoleArn }, limited))).toBe('AccessDenied');
  });

  test('the root user assumes no role', async () => {
    const { organization, assume } = open(trusting(anybody));
    const principal = `arn:aws:iam::${organization.managementAccountId}:root`;
    const root = clientsOf(organization, { principal }).sts;
    expect((await refusalOf(assume({}, root))).message).toBe(
      'Roles may not be assumed by root accounts.',
    );
  });
});

describe('what a session is narrowed to', () => {
  test('a session policy limits and grants nothing', async () => {
    const world = open({
      inlinePolicies: {},
      managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });
    const { Credentials } = await world.assume({ Policy: policy('Allow', ['s3:*', 'iam:*']) });
    const config = as(world, Credentials);
    const iam = new IAMClient(config);
    const s3 = new S3Client(config);
    expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
    const refused = await refusalOf(s3.send(new CreateBucketCommand({ Bucket: 'my-bucket' })));
    expect(refused).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(refused.message).toContain(
      'because no identity-based policy allows the s3:CreateBucket action',
    );
  });

  test('managed session policies limit in the same way', async () => {
    const world = open();
    const arn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
    const { Credentials, PackedPolicySize } = await world.assume({ PolicyArns: [{ arn }] });
    const iam = new IAMClient(as(world, Credentials));
    const refused = await refusalOf(iam.send(new ListUsersCommand({})));
    expect(refused.message).toContain('because no session policy allows the iam:ListUsers action');
    expect(PackedPolicySize).toBeGreaterThan(0);
  });

  test('transitive tags are kept along a chain', async () => {
    const chain = ['sts:AssumeRole', 'sts:TagSession'];
    const world = open(trusting({ AWS: '*' }, {}, chain));
    const Tags = [{ Key: 'team', Value: 'red' }];
    const { Credentials } = await world.assume({ Tags, TransitiveTagKeys: ['team'] });
    const chained = new STSClient(as(world, Credentials));
    expect((await world.assume({}, chained)).Credentials).toBeDefined();
    const changed = world.assume({ Tags: [{ Key: 'team', Value: 'blue' }] }, chained);
    expect(await errorNameOf(changed)).toBe('ValidationError');
  });

  test.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['MalformedPolicyDocumentException', { Policy: '{' }],
    ['PackedPolicyTooLargeException', { Policy: policy('Allow', 's3:*').padEnd(2_049) }],
    ['ValidationError', { RoleSessionName: 'a b' }],
    ['ValidationError', { RoleSessionName: 'a' }],
    ['ValidationError', { RoleSessionName: 'a/b' }],
    ['ValidationError', { ExternalId: 'x y' }],
    ['ValidationError', { SourceIdentity: '?' }],
    ['ValidationError', { DurationSeconds: 50_000 }],
    ['ValidationError', { RoleArn: 'arn:aws:iam::111122223333:user/x' }],
    ['ValidationError', { Tags: [{ Key: 'aws:x', Value: '' }] }],
    [
      'ValidationError',
      { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })) },
    ],
    [
      'ValidationError',
      {
        PolicyArns: Array.from({ length: 11 }, () => ({
          arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        })),
      },
    ],
    ['ValidationError', { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/NoSuchPolicy' }] }],
  ])('%s for %j', async (name, input) => {
    expect(await errorNameOf(open().assume(input))).toBe(name);
  });
});

test('a role of an account that has not enabled the region cannot be assumed there', async () => {
  const world = open();
  const { organization, account } = world;
  const region = 'eu-central-2';
  organization.enableRegion(organization.managementAccountId, region);
  const { sts } = clientsOf(organization, { region });
  expect(await errorNameOf(world.assume({}, sts))).toBe('RegionDisabledException');
  organization.enableRegion(account.id, region);
  expect((await world.assume({}, sts)).Credentials).toBeDefined();
});

test('GetSessionToken is for long-term keys only', async () => {
  const world = open();
  const { Credentials } = await world.sts.send(new GetSessionTokenCommand({}));
  const session = new STSClient(as(world, Credentials));
  const { Arn } = await session.send(new GetCallerIdentityCommand({}));
  expect(Arn).toMatch(/:user\/administrator$/);
  expect(await errorNameOf(session.send(new GetSessionTokenCommand({})))).toBe('AccessDenied');
});

describe('web identity', () => {
  const url = 'https://tokens.example.com';
  const nowSeconds = Date.UTC(2026, 0, 1) / 1000;
  const claims = { sub: 'repo:shop', aud: 'sts.amazonaws.com', exp: nowSeconds + 600 };

  async function trustTokens() {
    const world = open();
    const { account, organization } = world;
    const { iam } = clientsOf(organization, { principal: world.RoleArn });
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList: ['sts.amazonaws.com'] }),
    );
    const trust = trusting(
      { Federated: `arn:aws:iam::${account.id}:oidc-provider/tokens.example.com` },
      { Condition: { StringEquals: { 'tokens.example.com:sub': 'repo:shop' } } },
      'sts:AssumeRoleWithWebIdentity',
    );
    const AssumeRolePolicyDocument = JSON.stringify(trust.trustPolicy);
    await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument }));
    const { region, requestHandler } = organization.access();
    const sts = new STSClient({ region, requestHandler, maxAttempts: 1 });
    const assume = (WebIdentityToken: string) =>
      sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: `arn:aws:iam::${account.id}:role/deploy`,
          RoleSessionName: 'build',
          WebIdentityToken,
        }),
      );
    return { world, assume, provider: organization.addIdentityProvider(url) };
  }

  test('a token of a trusted provider assumes the role without any key', async () => {
    const { world, assume, provider } = await trustTokens();
    const answer = await assume(provider.token(claims));
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: 'repo:shop',
      Audience: 'sts.amazonaws.com',
      AssumedRoleUser: { Arn: `arn:aws:sts::${world.account.id}:assumed-role/deploy/build` },
    });
  });

  test('another subject, audience, issuer, time or signature does not', async () => {
    const { world, assume, provider } = await trustTokens();
    const forger = world.organization.addIdentityProvider('https://other.example.com');
    const good = provider.token(claims);
    const refused = await Promise.all(
      [
        provider.token({ ...claims, sub: 'repo:other' }),
        provider.token({ ...claims, aud: 'somebody' }),
        provider.token({ ...claims, exp: nowSeconds }),
        forger.token(claims),
        forger.token({ ...claims, iss: url }),
        `${good.slice(0, -4)}AAAA`,
        'no token',
      ].map((token) => errorNameOf(assume(token))),
    );
    expect(refused).toEqual([
      'AccessDenied',
      'InvalidIdentityTokenException',
      'ExpiredTokenException',
      'InvalidIdentityTokenException',
      'InvalidIdentityTokenException',
      'InvalidIdentityTokenException',
      'InvalidIdentityTokenException',
    ]);
  });
});
