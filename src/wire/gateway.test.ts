import { AccountClient, GetRegionOptStatusCommand } from '@aws-sdk/client-account';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  CloseAccountCommand,
  DescribeAccountCommand,
  ListAccountsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { expect, test } from 'vitest';
import { errorOf } from '../testing/call-errors.ts';
import {
  bytes,
  rawRequest,
  signedFor,
  testGateway,
  text,
  withoutMetadata,
} from '../testing/test-gateway.ts';
import { AwsError } from './aws-error.ts';

test('a call carries its caller, its region, and the request id that is returned to the client', async () => {
  const { calls, config } = testGateway({ ListAccounts: () => ({ Accounts: [] }) });
  const credentials = { ...config.credentials, sessionToken: 'token' };
  const client = new OrganizationsClient({ ...config, credentials });
  const { $metadata } = await client.send(new ListAccountsCommand({ MaxResults: 2 }));
  expect(calls.map(({ service, operation, ...call }) => ({ ...call, request: undefined }))).toEqual(
    [
      {
        input: { MaxResults: 2 },
        credential: {
          accessKeyId: 'AKIAEXAMPLE',
          sessionToken: 'token',
          region: 'us-east-1',
          signingName: 'organizations',
        },
        region: 'us-east-1',
        requestId: '00000000-0000-4000-8000-000000000001',
        request: undefined,
      },
    ],
  );
  expect($metadata.requestId).toBe('00000000-0000-4000-8000-000000000001');
});

test('paginators of real clients read all pages', async () => {
  const { config } = testGateway({
    ListAccounts: ({ input: { NextToken = '0' } }) => ({
      Accounts: [{ Id: `10000000000${NextToken}` }],
      ...(NextToken !== '2' && { NextToken: String(Number(NextToken) + 1) }),
    }),
  });
  const client = new OrganizationsClient(config);
  const ids: unknown[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
    ids.push(...Accounts.map(({ Id }) => Id));
  }
  expect(ids).toEqual(['100000000000', '100000000001', '100000000002']);
});

test('an error of the model is thrown as its class, with its members, in each protocol', async () => {
  const refuse =
    (code: string, members = {}) =>
    () => {
      throw new AwsError(code, 'No.', { members });
    };
  const { config } = testGateway({
    CloseAccount: refuse('ConstraintViolationException', {
      Reason: 'CLOSE_ACCOUNT_QUOTA_EXCEEDED',
    }),
    GetUser: refuse('NoSuchEntity'),
    GetRegionOptStatus: refuse('AccessDeniedException'),
    DescribeVpcs: refuse('InvalidVpcID.NotFound'),
    SendMessage: refuse('QueueDoesNotExist'),
  });
  const failures = await Promise.all([
    errorOf(new OrganizationsClient(config).send(new CloseAccountCommand({ AccountId: '1' }))),
    errorOf(new IAMClient(config).send(new GetUserCommand({ UserName: 'x' }))),
    errorOf(new AccountClient(config).send(new GetRegionOptStatusCommand({ RegionName: 'x' }))),
    errorOf(new EC2Client(config).send(new DescribeVpcsCommand({}))),
    errorOf(
      new SQSClient(config).send(
        new SendMessageCommand({
          QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q',
          MessageBody: 'x',
        }),
      ),
    ),
  ]);
  expect(
    failures.map(({ name, message, $metadata }) => [
      name,
      message,
      ($metadata as { httpStatusCode: number }).httpStatusCode,
    ]),
  ).toEqual([
    ['ConstraintViolationException', 'No.', 400],
    ['NoSuchEntityException', 'No.', 404],
    ['AccessDeniedException', 'No.', 403],
    ['InvalidVpcID.NotFound', 'No.', 400],
    ['QueueDoesNotExist', 'No.', 400],
  ]);
  expect(failures[0]?.Reason).toBe('CLOSE_ACCOUNT_QUOTA_EXCEEDED');
  expect(failures[4]?.Code).toBe('AWS.SimpleQueueService.NonExistentQueue');
});

test('a throttle is retried by the real client', async () => {
  let attempts = 0;
  const { config } = testGateway({
    ListUsers: () => {
      attempts += 1;
      if (attempts < 3) throw new AwsError('Throttling', 'Rate exceeded');
      return { Users: [], IsTruncated: false };
    },
  });
  const retryStrategy = new ConfiguredRetryStrategy(3, () => 0);
  const client = new IAMClient({ ...config, retryStrategy });
  const { $metadata } = await client.send(new ListUsersCommand({}));
  expect([$metadata.attempts, attempts]).toEqual([3, 3]);
});

test('an error may have headers of its own, and members of its shape', async () => {
  const { handle, bugs } = testGateway({
    ListAccounts: () => {
      throw new AwsError('TooManyRequestsException', 'Slow down.', {
        members: { Type: 'rate', Secret: 'not in the shape' },
        headers: { 'retry-after': '3' },
      });
    },
  });
  const headers = { 'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts' };
  const { body, ...response } = await handle(rawRequest({ method: 'POST', headers }));
  expect([response.headers['retry-after'], JSON.parse(text(body)), bugs]).toEqual([
    '3',
    { __type: 'TooManyRequestsException', Message: 'Slow down.', Type: 'rate' },
    [],
  ]);
});

test('a handler that throws returns InternalFailure, and reports the bug', async () => {
  const { config, bugs } = testGateway({
    DescribeAccount: () => {
      throw new TypeError('cannot read x');
    },
  });
  const client = new OrganizationsClient(config);
  const failure = await errorOf(client.send(new DescribeAccountCommand({ AccountId: '1' })));
  expect([failure.name, failure.message]).toEqual([
    'InternalFailure',
    'The simulator failed in organizations:DescribeAccount: cannot read x. This is a bug of the simulator: please report it, with this message and the input of the call.',
  ]);
  expect(bugs).toEqual([new TypeError('cannot read x')]);
});

test('an output that its schema cannot write is a bug, too', async () => {
  const { config, bugs } = testGateway({ ListUsers: () => ({ Users: [{ CreateDate: {} }] }) });
  const failure = await errorOf(new IAMClient(config).send(new ListUsersCommand({})));
  expect([failure.name, bugs.length]).toEqual(['InternalFailure', 1]);
});

test('unknown operations are refused by name, in the protocol of the request', async () => {
  const { handle } = testGateway({});
  const json = { 'x-amz-target': 'AWSOrganizationsV20161128.FooBar' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
  const send = async (authorization: string, request: Parameters<typeof rawRequest>[0]) => {
    const headers = { ...request.headers, authorization };
    const { status, body } = await handle(rawRequest({ method: 'POST', ...request, headers }));
    return [status, text(body)];
  };
  expect(await send(signedFor('organizations'), { headers: json })).toEqual([
    501,
    '{"__type":"NotImplemented","message":"The simulator does not know organizations:FooBar yet."}',
  ]);
  expect(
    await send(signedFor('logs'), { headers: { 'x-amz-target': 'Logs_20140328.Foo' } }),
  ).toEqual([
    501,
    '{"__type":"NotImplemented","message":"The simulator does not know logs:Foo yet."}',
  ]);
  const fooBar = bytes('Action=FooBar&Version=2016-11-15');
  expect(await send(signedFor('ec2'), { headers: form, body: fooBar })).toEqual([
    501,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>NotImplemented</Code>' +
      '<Message>The simulator does not know ec2:FooBar yet.</Message></Error></Errors>' +
      '<RequestID>00000000-0000-4000-8000-000000000003</RequestID></Response>',
  ]);
  const [, cborBody] = await send(signedFor('monitoring'), {
    path: '/service/GraniteServiceVersion20100801/operation/FooBar',
    headers: cbor,
  });
  expect(cborBody).toContain('The simulator does not know cloudwatch:FooBar yet.');
  expect(await send(signedFor('lambda'), { path: '/2015-03-31/functions/' })).toEqual([
    501,
    '{"message":"The simulator does not know lambda:POST /2015-03-31/functions/ yet."}',
  ]);
  const [, s3Body] = await send(signedFor('s3'), { path: '/bucket/key', method: 'PATCH' });
  expect(s3Body).toContain(
    '<Message>The simulator does not know s3:PATCH /bucket/key yet.</Message>',
  );
});

test('a REST service does not mistake a parameter for an action', async () => {
  const { handle, calls } = testGateway({ GetObject: () => ({}) });
  const headers = { authorization: signedFor('s3') };
  await handle(rawRequest({ path: '/b/k', query: 'Action=x', headers }));
  expect(calls.map(({ operation }) => operation.name)).toEqual(['GetObject']);
});

test('an unreadable body is refused in the words of its protocol', async () => {
  const { handle } = testGateway({});
  const codes = await Promise.all(
    [
      { headers: { 'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts' }, body: bytes('{') },
      {
        headers: { 'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts' },
        body: bytes('null'),
      },
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: bytes('Action=AssumeRole&Version=2011-06-15&DurationSeconds=soon'),
      },
      {
        path: '/bucket',
        query: 'tagging',
        method: 'PUT',
        headers: { authorization: signedFor('s3') },
        body: bytes('<Tagging'),
      },
    ].map(async (request) => {
      const { status, body } = await handle(rawRequest({ method: 'POST', ...request }));
      return [status, /SerializationException|MalformedInput|MalformedXML/.exec(text(body))?.[0]];
    }),
  );
  expect(codes).toEqual([
    [400, 'SerializationException'],
    [400, 'SerializationException'],
    [400, 'MalformedInput'],
    [400, 'MalformedXML'],
  ]);
});

test('an unsigned call is found by its version and action, and has no credential', async () => {
  const { calls, config } = testGateway({ AssumeRoleWithWebIdentity: () => ({ Provider: 'p' }) });
  const input = { RoleArn: 'arn:aws:iam::1:role/x', RoleSessionName: 's', WebIdentityToken: 't' };
  const client = new STSClient({ ...config, region: 'cn-north-1' });
  const output = await client.send(new AssumeRoleWithWebIdentityCommand(input));
  expect(withoutMetadata(output)).toEqual({ Provider: 'p' });
  expect([calls[0]?.service.name, calls[0]?.credential, calls[0]?.region]).toEqual([
    'sts',
    undefined,
    'cn-northwest-1',
  ]);
});

test('a large PutMetricData arrives although it was compressed on the way', async () => {
  const { calls, config } = testGateway({ PutMetricData: () => ({}) });
  const MetricData = Array.from({ length: 300 }, (_, Value) => ({ MetricName: 'calls', Value }));
  const command = new PutMetricDataCommand({ Namespace: 'fleet', MetricData });
  await new CloudWatchClient(config).send(command);
  expect(calls[0]?.request.headers['content-encoding']).toBe('gzip');
  expect(calls[0]?.input).toEqual({ Namespace: 'fleet', MetricData });
});
