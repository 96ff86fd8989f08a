/** Documents that are not policies, and what AWS says about them. */

import type { PolicyKind } from '../../policy/document.ts';
import type { GuidePage } from './page.ts';

export type RefusedCase = readonly [
  page: GuidePage,
  kind: PolicyKind,
  document: string,
  message: string,
];

/** With these elements instead of those of a statement that allows everything. */
function policy(statement: object, document: object = {}): string {
  const whole = { Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement };
  return JSON.stringify({ Version: '2012-10-17', Statement: [whole], ...document });
}

const condition = (operator: string, value: unknown = 'x') =>
  policy({ Condition: { [operator]: { 'aws:username': value } } });

const grammar: GuidePage = 'reference_policies_grammar.html';
const operators: GuidePage = 'reference_policies_elements_condition_operators.html';
const sid: GuidePage = 'reference_policies_elements_sid.html';
const resource: GuidePage = 'reference_policies_elements_resource.html';
const principal: GuidePage = 'reference_policies_elements_principal.html';
const notPrincipal: GuidePage = 'reference_policies_elements_notprincipal.html';
const duplicate = (key: string) => `Syntax errors in policy: duplicate key "${key}"`;
const alphanumeric = 'Statement IDs (SID) must be alpha-numeric.';
const arnFormat = 'must be in ARN format or "*".';

export const refusedCases: readonly RefusedCase[] = [
  [
    grammar,
    'identity',
    '{"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]}',
    duplicate('Effect'),
  ],
  [
    grammar,
    'identity',
    '{"Version":"2012-10-17","Version":"2008-10-17","Statement":[]}',
    'Syntax errors in policy',
  ],
  [
    grammar,
    'identity',
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":"true"},"\\u0042ool":{"b":"true"}}}}',
    duplicate('Bool'),
  ],
  [grammar, 'identity', policy({ Efect: 'Allow' }), 'Syntax errors in policy'],
  [grammar, 'identity', policy({ Condition: [] }), 'Syntax errors in policy'],
  [grammar, 'identity', policy({}, { Statement: [] }), 'Syntax errors in policy'],
  [
    'reference_policies_elements_effect.html',
    'identity',
    policy({ Effect: 'allow' }),
    'Syntax errors in policy',
  ],
  [
    'reference_policies_elements_version.html',
    'identity',
    policy({}, { Version: '2020-01-01' }),
    'Version',
  ],
  [operators, 'identity', condition('StringMatches'), 'Invalid Condition type : StringMatches.'],
  [operators, 'identity', condition('ForAnyValues:StringEquals'), 'Invalid Condition type'],
  [operators, 'identity', condition('ForAllValue:StringEquals'), 'Invalid Condition type'],
  [operators, 'identity', condition('ForAllValues:'), 'Invalid Condition type'],
  [operators, 'identity', condition('ForAnyValue:ForAllValues:Bool'), 'Invalid Condition type'],
  [operators, 'identity', condition('NullIfExists', 'true'), 'Invalid Condition type'],
  [operators, 'identity', condition('StringEqualsIfExist'), 'Invalid Condition type'],
  [operators, 'identity', condition('IfExists'), 'Invalid Condition type'],
  [operators, 'identity', condition('StringEquals', null), 'Syntax errors in policy'],
  [operators, 'identity', condition('DateLessThan', 'yesterday'), 'Invalid date'],
  [operators, 'identity', condition('DateGreaterThan', '2026-13-45'), 'Invalid date'],
  [sid, 'identity', policy({ Sid: 'two words' }), alphanumeric],
  [sid, 'identity', policy({ Sid: 'with-hyphen' }), alphanumeric],
  [
    sid,
    'identity',
    policy({}, { Statement: [1, 2].map(() => JSON.parse(policy({ Sid: 'a' })).Statement[0]) }),
    'must be unique',
  ],
  [resource, 'identity', policy({ Resource: 'bucket' }), arnFormat],
  [resource, 'identity', policy({ Resource: 'arn:aws:s3' }), arnFormat],
  [resource, 'identity', policy({ Resource: ['*', ''] }), arnFormat],
  [resource, 'resource', policy({ Principal: '*', Resource: 'queue' }), arnFormat],
  [
    'reference_policies_elements_notresource.html',
    'identity',
    policy({ NotResource: '*' }),
    'cannot contain both Resource and NotResource',
  ],
  [
    'reference_policies_elements_notaction.html',
    'identity',
    policy({ NotAction: '*' }),
    'cannot contain both Action and NotAction',
  ],
  [
    'reference_policies_elements_action.html',
    'identity',
    policy({ Action: 'GetObject' }),
    'must be prefaced by a vendor',
  ],
  [principal, 'identity', policy({ Principal: '*' }), 'should not specify a principal'],
  [principal, 'resource', policy({}), 'Missing required field Principal'],
  [
    principal,
    'resource',
    policy({ Principal: { AWS: 'arn:aws:iam::111122223333:user/*' } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"',
  ],
  [principal, 'resource', policy({ Principal: { AWS: 'ana' } }), 'Invalid principal in policy'],
  [principal, 'resource', policy({ Principal: { Aws: '*' } }), 'Syntax errors in policy'],
  [
    notPrincipal,
    'resource',
    policy({ NotPrincipal: { AWS: '111122223333' } }),
    'must be used with the effect Deny',
  ],
  [
    notPrincipal,
    'identity',
    policy({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' } }),
    'should not specify a principal',
  ],
  [
    notPrincipal,
    'trust',
    policy({ Effect: 'Deny', Resource: undefined, NotPrincipal: { AWS: '111122223333' } }),
    'prohibited field NotPrincipal',
  ],
];
