// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like placeholders
/** One statement of an identity policy and one call: allow, deny, or neither. */

import type { GuidePage } from './page.ts';

export interface StatementCase {
  readonly page: GuidePage;
  readonly name: string;
  /** Replaces elements of a statement that allows everything. */
  readonly statement: Readonly<Record<string, unknown>>;
  /** Default 2012-10-17; `none` omits it. */
  readonly version?: '2008-10-17' | 'none';
  /** Default `s3:GetObject` on `arn:aws:s3:::bucket/ana/file`. */
  readonly call?: { readonly action?: string; readonly resource?: string };
  /** Condition keys of the call. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  readonly verdict: 'allow' | 'deny' | undefined;
}

const bucket = 'arn:aws:s3:::bucket';
const home = `${bucket}/\${aws:username}/*`;
const ana = { 'aws:username': ['ana'] };

const elements: readonly StatementCase[] = [
  {
    page: 'reference_policies_elements_effect.html',
    name: 'Effect is case-sensitive, and Deny denies',
    statement: { Effect: 'Deny' },
    verdict: 'deny',
  },
  ...[
    ['s3:GetObject', 'allow'],
    ['S3:getobject', 'allow'],
    ['s3:Get*', 'allow'],
    ['s3:*Object', 'allow'],
    ['s3:Get?bject', 'allow'],
    ['*', 'allow'],
    ['s3:GetObjec', undefined],
    ['s3:Put*', undefined],
    ['ec2:GetObject', undefined],
  ].map(
    ([Action, verdict]): StatementCase => ({
      page: 'reference_policies_elements_action.html',
      name: `the action ${Action}`,
      statement: { Action },
      verdict: verdict as StatementCase['verdict'],
    }),
  ),
  {
    page: 'reference_policies_elements_action.html',
    name: 'one of several actions',
    statement: { Action: ['s3:PutObject', 's3:GetObject'] },
    verdict: 'allow',
  },
  ...[
    ['iam:*', 'allow'],
    [['iam:*', 's3:*'], undefined],
    ['s3:GetObject', undefined],
  ].map(
    ([NotAction, verdict]): StatementCase => ({
      page: 'reference_policies_elements_notaction.html',
      name: `all actions but ${NotAction}`,
      statement: { Action: undefined, NotAction },
      verdict: verdict as StatementCase['verdict'],
    }),
  ),
  {
    page: 'reference_policies_elements_notaction.html',
    name: 'a denied NotAction denies all other actions',
    statement: { Effect: 'Deny', Action: undefined, NotAction: 'iam:*' },
    verdict: 'deny',
  },
  ...[
    ['arn:aws:s3:::bucket/ana/file', 'allow'],
    ['arn:aws:s3:::bucket/*', 'allow'],
    ['arn:aws:s3:::bucket/???/file', 'allow'],
    ['arn:aws:s3:::b*/file', 'allow'],
    ['arn:aws:s3:::*', 'allow'],
    ['arn:aws:s3:::bucket', undefined],
    ['arn:aws:s3:::Bucket/*', undefined],
    ['arn:aws:sqs:*:*:*', undefined],
  ].map(
    ([Resource, verdict]): StatementCase => ({
      page: 'reference_policies_elements_resource.html',
      name: `the resource ${Resource}`,
      statement: { Resource },
      verdict: verdict as StatementCase['verdict'],
    }),
  ),
  {
    page: 'reference_policies_elements_resource.html',
    name: 'a call without a resource needs the resource *',
    statement: { Resource: 'arn:aws:s3:::*' },
    call: { action: 's3:ListAllMyBuckets', resource: '*' },
    verdict: undefined,
  },
  ...[
    ['arn:aws:s3:::other/*', 'allow'],
    ['arn:aws:s3:::bucket/*', undefined],
    ['*', undefined],
  ].map(
    ([NotResource, verdict]): StatementCase => ({
      page: 'reference_policies_elements_notresource.html',
      name: `all resources but ${NotResource}`,
      statement: { Resource: undefined, NotResource },
      verdict: verdict as StatementCase['verdict'],
    }),
  ),
];

const logic: GuidePage = 'reference_policies_condition-logic-multiple-context-keys-or-values.html';

const conditions: readonly StatementCase[] = [
  {
    page: 'reference_policies_elements_condition.html',
    name: 'names of keys are case-insensitive',
    statement: { Condition: { StringEquals: { 'AWS:UserName': 'ana' } } },
    keys: ana,
    verdict: 'allow',
  },
  {
    page: 'reference_policies_elements_condition.html',
    name: 'values of keys are case-sensitive',
    statement: { Condition: { StringEquals: { 'aws:username': 'Ana' } } },
    keys: ana,
    verdict: undefined,
  },
  {
    page: logic,
    name: 'all operators must hold',
    statement: {
      Condition: {
        StringEquals: { 'aws:username': 'ana' },
        Bool: { 'aws:SecureTransport': 'true' },
      },
    },
    keys: { ...ana, 'aws:securetransport': ['false'] },
    verdict: undefined,
  },
  {
    page: logic,
    name: 'all keys of an operator must hold',
    statement: { Condition: { StringEquals: { 'aws:username': 'ana', 'aws:userid': 'A1' } } },
    keys: { ...ana, 'aws:userid': ['A2'] },
    verdict: undefined,
  },
  {
    page: logic,
    name: 'one value of a key is enough',
    statement: { Condition: { StringEquals: { 'aws:username': ['ben', 'ana'] } } },
    keys: ana,
    verdict: 'allow',
  },
  {
    page: logic,
    name: 'with a negated operator none of the values may match',
    statement: { Condition: { StringNotEquals: { 'aws:username': ['ben', 'ana'] } } },
    keys: ana,
    verdict: undefined,
  },
  {
    page: logic,
    name: 'a condition that does not hold disarms a Deny',
    statement: { Effect: 'Deny', Condition: { StringEquals: { 'aws:username': 'ben' } } },
    keys: ana,
    verdict: undefined,
  },
];

const variables: GuidePage = 'reference_policies_variables.html';
const version: GuidePage = 'reference_policies_elements_version.html';

const substitutions: readonly StatementCase[] = [
  {
    page: variables,
    name: 'a variable of a resource',
    statement: { Resource: home },
    keys: ana,
    verdict: 'allow',
  },
  {
    page: variables,
    name: 'a variable with another value',
    statement: { Resource: home },
    keys: { 'aws:username': ['ben'] },
    verdict: undefined,
  },
  {
    page: variables,
    name: 'a variable without a value matches nothing',
    statement: { Resource: home },
    verdict: undefined,
  },
  {
    page: variables,
    name: 'a variable with several values matches nothing',
    statement: { Resource: home },
    keys: { 'aws:username': ['ana', 'ben'] },
    verdict: undefined,
  },
  {
    page: variables,
    name: 'names of variables are case-insensitive',
    statement: { Resource: `${bucket}/\${AWS:UserName}/*` },
    keys: ana,
    verdict: 'allow',
  },
  {
    page: variables,
    name: 'the default of a variable without a value',
    statement: { Resource: `${bucket}/\${aws:PrincipalTag/team, 'ana'}/*` },
    verdict: 'allow',
  },
  {
    page: variables,
    name: 'the default of a variable that has a value',
    statement: { Resource: `${bucket}/\${aws:PrincipalTag/team, 'ana'}/*` },
    keys: { 'aws:principaltag/team': ['red'] },
    verdict: undefined,
  },
  {
    page: variables,
    name: 'a tag as a variable',
    statement: { Resource: `${bucket}/\${aws:PrincipalTag/team}/*` },
    keys: { 'aws:principaltag/team': ['ana'] },
    verdict: 'allow',
  },
  {
    page: variables,
    name: 'the wildcard of a value is an ordinary character',
    statement: { Resource: home },
    keys: { 'aws:username': ['*'] },
    verdict: undefined,
  },
  {
    page: variables,
    name: 'before the fifth colon there are no variables',
    statement: { Resource: 'arn:aws:${aws:service}:::bucket/*' },
    keys: { 'aws:service': ['s3'] },
    verdict: undefined,
  },
  ...(
    [
      ['${*}', '*', 'allow'],
      ['${*}', 'x', undefined],
      ['${?}', '?', 'allow'],
      ['${?}', 'x', undefined],
      ['${$}', '$', 'allow'],
      ['a${*}?', 'a*b', 'allow'],
    ] as const
  ).map(
    ([pattern, text, verdict]): StatementCase => ({
      page: variables,
      name: `${pattern} on ${text} in a resource`,
      statement: { Resource: `${bucket}/${pattern}` },
      call: { resource: `${bucket}/${text}` },
      verdict,
    }),
  ),
  ...(
    [
      ['StringEquals', '${aws:username}', 'allow'],
      ['StringEquals', '${*}', undefined],
      ['StringLike', '${aws:username}*', 'allow'],
      ['StringNotEquals', '${aws:username}', undefined],
      ['StringNotLike', '${aws:userid}', 'allow'],
      ['StringEquals', '${aws:userid}', undefined],
      ['ForAnyValue:StringEquals', '${aws:username}', 'allow'],
    ] as const
  ).map(
    ([operator, value, verdict]): StatementCase => ({
      page: variables,
      name: `${operator} with ${value}`,
      statement: { Condition: { [operator]: { 's3:prefix': value } } },
      keys: { ...ana, 's3:prefix': ['ana'] },
      verdict,
    }),
  ),
  ...(
    [
      ['StringEquals', '${*}', '*'],
      ['StringEquals', '${?}', '?'],
      ['StringEquals', '${$}', '$'],
      ['StringLike', 'a${*}', 'a*'],
      ['StringEquals', '${aws:username}', 'a*b'],
    ] as const
  ).map(
    ([operator, value, prefix]): StatementCase => ({
      page: variables,
      name: `${operator} with ${value} on ${prefix}`,
      statement: { Condition: { [operator]: { 's3:prefix': value } } },
      keys: { 'aws:username': ['a*b'], 's3:prefix': [prefix] },
      verdict: 'allow',
    }),
  ),
  {
    page: variables,
    name: 'numbers have no variables',
    statement: { Condition: { NumericEquals: { 's3:max-keys': '${aws:number}' } } },
    keys: { 's3:max-keys': ['5'], 'aws:number': ['5'] },
    verdict: undefined,
  },
  {
    page: variables,
    name: 'ARNs in conditions have variables',
    statement: {
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:user/${aws:username}' } },
    },
    keys: { ...ana, 'aws:principalarn': ['arn:aws:iam::1:user/ana'] },
    verdict: 'allow',
  },
  ...(['2008-10-17', 'none'] as const).flatMap((old): StatementCase[] => [
    {
      page: version,
      name: `a variable of a resource is text in version ${old}`,
      version: old,
      statement: { Resource: home },
      keys: ana,
      verdict: undefined,
    },
    {
      page: version,
      name: `the text of a variable matches itself in version ${old}`,
      version: old,
      statement: { Resource: home },
      call: { resource: `${bucket}/\${aws:username}/file` },
      keys: ana,
      verdict: 'allow',
    },
    {
      page: version,
      name: `a variable of a condition is text in version ${old}`,
      version: old,
      statement: { Condition: { StringEquals: { 's3:prefix': '${aws:username}' } } },
      keys: { ...ana, 's3:prefix': ['ana'] },
      verdict: undefined,
    },
    {
      page: version,
      name: `wildcards work in version ${old}`,
      version: old,
      statement: { Resource: `${bucket}/*` },
      verdict: 'allow',
    },
  ]),
];

export const statementCases: readonly StatementCase[] = [
  ...elements,
  ...conditions,
  ...substitutions,
];
