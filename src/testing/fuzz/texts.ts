/** Texts of the fuzz test: names that refer to each other, documents, and what no client would send. */

const accountId = '111122223333';
const region = 'us-east-1';
const arn = (service: string, resource: string, where = region) =>
  `arn:aws:${service}:${where}:${accountId}:${resource}`;

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
export const resourcePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});
export const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const template = JSON.stringify({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'fuzz-1' } } },
});

export const documents: readonly string[] = [
  policy,
  resourcePolicy,
  trustPolicy,
  template,
  '{}',
  '[]',
  '{"source":["fuzz"],"detail":{"a":[{"prefix":"b"},1,null]}}',
  '{"Statement":{"Effect":"Allow"}}',
  'not json',
  '',
];

/** What members of these names usually are. */
const byName: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(key|item|attributename)$/i, ['id', 'id', 'a']],
  [
    /^bucket$|(queue|topic|role|user|group|table|rule|repository|stream|project|alarm)_?name$/i,
    ['fuzz-1', 'fuzz-2'],
  ],
  [/^(name|rule|eventbusname)$/i, ['fuzz-1', 'fuzz-2', 'default']],
  [/queueurl/i, [1, 2].map((n) => `https://sqs.${region}.amazonaws.com/${accountId}/fuzz-${n}`)],
  [/topicarn|targetarn/i, [arn('sns', 'fuzz-1'), arn('sns', 'fuzz-2')]],
  [/rolearn|^role$/i, [arn('iam', 'role/fuzz-1', ''), arn('iam', 'role/fuzz-2', '')]],
  [/policyarn/i, [arn('iam', 'policy/fuzz-1', ''), 'arn:aws:iam::aws:policy/AdministratorAccess']],
  [/trust|assumerole/i, [trustPolicy]],
  [/policy|document|definition|content/i, [policy, resourcePolicy, '{}']],
  [/template/i, [template]],
  [/pattern|detail/i, ['{"source":["fuzz"]}', '{}']],
  [/account/i, [accountId, '999999999999']],
  [/expression/i, ['SET a = :a', 'a = :a', 'attribute_exists(a) AND b < :b', 'rate(5 minutes)']],
  [/email|address|endpoint/i, ['fuzz@example.com', arn('sqs', 'fuzz-1'), 'https://example.com/']],
  [/date|start|end|time/i, ['2026-01-01', '2026-02-01', '2026-01-01T00:00:00Z']],
  [/ip$|cidr/i, ['10.0.0.0/16', '10.0.0.0/24', '10.0.0.1']],
  [/region/i, [region, 'eu-west-1']],
  [/arn/i, [arn('sqs', 'fuzz-1'), arn('sns', 'fuzz-1'), arn('dynamodb', 'table/fuzz-1')]],
];

const general: readonly string[] = [
  'fuzz-1',
  'fuzz-2',
  'fuzz',
  '/fuzz/1',
  'a',
  '1',
  '0',
  'true',
  '*',
  'String',
  'default',
  'id',
  accountId,
  'o-fuzzfuzz12',
  'r-fuzz',
  'ou-fuzz-fuzzfuzz',
  'p-fuzzfuzz',
  'vpc-0123456789abcdef0',
  'i-0123456789abcdef0',
  'ami-12345678',
  'key=value',
  'text with spaces',
  '2026-01-01',
  arn('sqs', 'fuzz-1'),
  arn('iam', 'role/fuzz-1', ''),
  arn('iam', 'user/fuzz-1', ''),
  arn('lambda', 'function:fuzz-1'),
  arn('events', 'rule/fuzz-1'),
  'arn:aws:s3:::fuzz-1',
];

/** Without a name, texts of every kind. */
export function plausibleTexts(name: string): readonly string[] {
  const named = byName.filter(([pattern]) => pattern.test(name)).flatMap(([, texts]) => texts);
  if (named.length === 0 || name === '') return general;
  return [...named, ...named, ...named, ...general.slice(0, 3)];
}

export const strangeTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '__proto__',
  'constructor',
  'toString',
  '$\u007bx}',
  '../../etc/passwd',
  '%',
  '%zz',
  '\ud800',
  'ünï 漢字 🚀',
  'a'.repeat(3_000),
  '<a><b>',
  '{"a":',
  '[[[[[[[[',
  '-1',
  'NaN',
  'Infinity',
  '1e400',
  'arn:',
  'arn:aws:::::',
  ':::::::',
  '////',
  'null',
  'undefined',
  '9'.repeat(40),
  '(((((',
  '*'.repeat(50),
];
