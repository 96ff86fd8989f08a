import { expect, test } from 'vitest';
import { bytes, rawRequest, signedFor, testGateway, text } from '../testing/test-gateway.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** A call as older clients of other languages make it. */
function formCall(service: string, parameters: string, path = '/') {
  const headers = { ...form, authorization: signedFor(service) };
  return rawRequest({ method: 'POST', path, headers, body: bytes(parameters) });
}

test('old clients of SQS, which use the Query protocol, are supported', async () => {
  const { handle, calls } = testGateway({
    GetQueueAttributes: () => ({ Attributes: { VisibilityTimeout: '30' } }),
  });
  const { body } = await handle(
    formCall(
      'sqs',
      'Action=GetQueueAttributes&Version=2012-11-05&QueueUrl=http%3A%2F%2Fx%2F1%2Fq&AttributeName.1=All',
      '/1/q',
    ),
  );
  expect(calls[0]?.input).toEqual({ QueueUrl: 'http://x/1/q', AttributeNames: ['All'] });
  expect(text(body)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<GetQueueAttributesResponse xmlns="http://sqs.amazonaws.com/doc/2012-11-05/">' +
      '<GetQueueAttributesResult><Attribute><Name>VisibilityTimeout</Name><Value>30</Value>' +
      '</Attribute></GetQueueAttributesResult><ResponseMetadata>' +
      '<RequestId>00000000-0000-4000-8000-000000000001</RequestId></ResponseMetadata>' +
      '</GetQueueAttributesResponse>',
  );
});

test('a list is read flat and under a name, in the order of its numbers, with gaps', async () => {
  const { handle, calls } = testGateway({ DescribeVpcs: () => ({}), ListUsers: () => ({}) });
  const lists = [
    'VpcId.10=c&VpcId.2=b&VpcId.1=a',
    'VpcId.member.1=a&VpcId.member.2=b&VpcId.member.4=c',
  ];
  for (const list of lists) {
    await handle(formCall('ec2', `Action=DescribeVpcs&Version=2016-11-15&${list}`));
  }
  expect(calls.map(({ input }) => input)).toEqual([
    { VpcIds: ['a', 'b', 'c'] },
    { VpcIds: ['a', 'b', 'c'] },
  ]);
});

test.each([
  ['a+b%2Bc%20d', 'a b+c d'],
  ['100%', '100%'],
  ['%C3%BC', 'ü'],
  ['', ''],
])('in a form %s is read as %s', async (sent, UserName) => {
  const { handle, calls } = testGateway({ GetUser: () => ({}) });
  await handle(formCall('iam', `Action=GetUser&Version=2010-05-08&UserName=${sent}`));
  expect(calls[0]?.input).toEqual({ UserName });
});

test('a presigned GetCallerIdentity, which has everything in the URI, is supported', async () => {
  const { handle, calls } = testGateway({ GetCallerIdentity: () => ({ Account: '1' }) });
  const query =
    'Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    '&X-Amz-Credential=AKIAEXAMPLE%2F20250101%2Feu-west-1%2Fsts%2Faws4_request' +
    '&X-Amz-Security-Token=a%2Fb';
  const { status } = await handle(rawRequest({ query }));
  expect([status, calls[0]?.credential]).toEqual([
    200,
    { accessKeyId: 'AKIAEXAMPLE', region: 'eu-west-1', signingName: 'sts', sessionToken: 'a/b' },
  ]);
});

test('an operation without output returns its metadata only', async () => {
  const { handle } = testGateway({ DeleteUser: () => ({}) });
  const { body } = await handle(formCall('iam', 'Action=DeleteUser&Version=2010-05-08&UserName=x'));
  expect(text(body)).toContain(
    '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata>',
  );
});
