// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like placeholders

import { expect, test } from 'vitest';
import { decide, type PolicyLayers } from './decide.ts';
import { type PolicyDocument, type PolicyKind, parsePolicy } from './document.ts';
import type { PrincipalFacts } from './evaluate.ts';

function write(statement: object, kind: PolicyKind = 'identity'): PolicyDocument {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return parsePolicy(text, kind);
}

const allow = write({ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' });
const allowList = write({ Effect: 'Allow', Action: 's3:List*', Resource: '*' });
const deny = write({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' });
const everything = write({ Effect: 'Allow', Action: '*', Resource: '*' });
const allButIam = write({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' });

const ana: PrincipalFacts = {
  accountId: '111122223333',
  names: ['arn:aws:iam::111122223333:user/ana', 'AIDA1'],
};

const named = (Principal: unknown, Effect = 'Allow') =>
  write({ Effect, Principal, Action: 's3:*', Resource: '*' }, 'resource');
const own = { foreign: false };
const foreign = { foreign: true };

type Row = readonly [name: string, layers: Partial<PolicyLayers>, reason: string | undefined];

const because = (kind: string) => `because no ${kind} allows the s3:GetObject action`;
const explicit = (where: string) => `with an explicit deny in ${where}`;

const rows: readonly Row[] = [
  ['an allow is sufficient', {}, undefined],
  ['the default is deny', { identity: [allowList] }, because('identity-based policy')],
  ['a deny wins over an allow', { identity: [allow, deny] }, explicit('an identity-based policy')],
  [
    'NotAction denies all others',
    { identity: [everything, allButIam] },
    explicit('an identity-based policy'),
  ],
  ['the root user needs no policy', { identity: 'everything' }, undefined],
  [
    'every level of the organization must allow',
    { serviceControl: [[everything], [allowList]] },
    because('service control policy'),
  ],
  [
    'one allowing policy is sufficient on a level',
    { serviceControl: [[allowList, everything]] },
    undefined,
  ],
  [
    'a deny of the organization wins over the root user',
    { identity: 'everything', serviceControl: [[everything, deny]] },
    explicit('a service control policy'),
  ],
  [
    'a level without policies allows nothing',
    { serviceControl: [[]] },
    because('service control policy'),
  ],
  ['a boundary limits', { boundary: allowList }, because('permissions boundary')],
  [
    'a boundary grants nothing',
    { identity: [], boundary: everything },
    because('identity-based policy'),
  ],
  ['a boundary can deny', { boundary: deny }, explicit('a permissions boundary')],
  ['a session policy limits', { session: [allowList] }, because('session policy')],
  [
    'one of several session policies is sufficient',
    { session: [allowList, everything] },
    undefined,
  ],
  ['a session policy can deny', { session: [everything, deny] }, explicit('a session policy')],
  [
    'a resource policy in the same account may allow alone',
    { identity: [], resource: { document: named({ AWS: ana.names[0] }), ...own } },
    undefined,
  ],
  [
    'naming the account delegates to the account',
    { identity: [], resource: { document: named({ AWS: ana.accountId }), ...own } },
    because('identity-based policy'),
  ],
  [
    'a foreign resource must allow too',
    { resource: { document: undefined, ...foreign } },
    because('resource-based policy'),
  ],
  [
    'a foreign resource alone is not sufficient',
    { identity: [], resource: { document: named({ AWS: ana.names[0] }), ...foreign } },
    because('identity-based policy'),
  ],
  [
    'both sides together are sufficient',
    { resource: { document: named({ AWS: 'arn:aws:iam::111122223333:root' }), ...foreign } },
    undefined,
  ],
  [
    'a foreign resource that names another account denies',
    { resource: { document: named({ AWS: '999999999999' }), ...foreign } },
    because('resource-based policy'),
  ],
  [
    'a unique id names a principal',
    { identity: [], resource: { document: named({ AWS: 'AIDA1' }), ...own } },
    undefined,
  ],
  [
    'a resource can deny',
    { resource: { document: named('*', 'Deny'), ...own } },
    explicit('a resource-based policy'),
  ],
  [
    'NotPrincipal exempts the principals that it names',
    {
      resource: {
        document: write(
          {
            Effect: 'Deny',
            NotPrincipal: { AWS: [ana.names[0], ana.accountId] },
            Action: '*',
            Resource: '*',
          },
          'resource',
        ),
        ...own,
      },
    },
    undefined,
  ],
  [
    'NotPrincipal applies to the others',
    {
      resource: {
        document: write(
          {
            Effect: 'Deny',
            NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/ben' },
            Action: '*',
            Resource: '*',
          },
          'resource',
        ),
        ...own,
      },
    },
    explicit('a resource-based policy'),
  ],
  [
    'a service principal is distinct from others',
    { identity: [], resource: { document: named({ Service: 's3.amazonaws.com' }), ...own } },
    because('identity-based policy'),
  ],
];

test.each(rows)('%s', (_, layers, reason) => {
  const decision = decide(
    { identity: [allow], serviceControl: [], ...layers },
    {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/key',
      principal: ana,
      lookUp: () => undefined,
    },
  );
  expect(decision).toEqual(reason === undefined ? { allowed: true } : { allowed: false, reason });
});

test('resources and NotResource are matched with wildcards and variables', () => {
  const home = write({
    Effect: 'Allow',
    Action: '*',
    Resource: 'arn:aws:s3:::b/${aws:username}/*',
  });
  const others = write({ Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::b/*' });
  const may = (resource: string) =>
    decide(
      { identity: [home, others], serviceControl: [] },
      {
        action: 's3:GetObject',
        resource,
        principal: ana,
        lookUp: (key) => (key === 'aws:username' ? ['ana'] : undefined),
      },
    ).allowed;
  expect(may('arn:aws:s3:::b/ana/x')).toBe(true);
  expect(may('arn:aws:s3:::b/ben/x')).toBe(false);
  expect(may('arn:aws:s3:::c/ana/x')).toBe(false);
});
