/** The table of permission cases: each names the page of AWS's guide that says so. */

import { expect, test } from 'vitest';
import { conditionCases } from '../testing/policy-cases/conditions.ts';
import { type LayerCase, layerCases } from '../testing/policy-cases/layers.ts';
import { guide } from '../testing/policy-cases/page.ts';
import { accountId, callers, principalCases } from '../testing/policy-cases/principals.ts';
import { refusedCases } from '../testing/policy-cases/refused.ts';
import { statementCases } from '../testing/policy-cases/statements.ts';
import { conditionHolds, readConditions } from './conditions.ts';
import { decide } from './decide.ts';
import { type PolicyDocument, type PolicyKind, parsePolicy } from './document.ts';
import { evaluateDocument, evaluateForPrincipal, type PrincipalFacts } from './evaluate.ts';

const fail = (message: string) => new Error(message);

test.each(conditionCases)(`${guide}%s: %s %j on %j: %j`, (_, operator, expected, actual, holds) => {
  const stored = { [operator]: { Key: expected } };
  const tests = readConditions(stored, { variables: true, fail });
  expect(tests.every((one) => conditionHolds(one, () => actual))).toBe(holds);
});

test.each(statementCases)(`${guide}$page: $name: $verdict`, (row) => {
  const { statement, version = '2012-10-17', call = {}, keys = {}, verdict } = row;
  const whole = { Effect: 'Allow', Action: '*', Resource: '*', ...statement };
  const dated = version === 'none' ? {} : { Version: version };
  const document = parsePolicy(JSON.stringify({ ...dated, Statement: whole }), 'identity');
  const { action = 's3:GetObject', resource = 'arn:aws:s3:::bucket/ana/file' } = call;
  const request = { action, resource, principal: callers.ana, lookUp: (key: string) => keys[key] };
  expect(evaluateDocument(document, request)).toBe(verdict);
});

function write(statement: object, kind: PolicyKind): PolicyDocument {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statement });
  return parsePolicy(text, kind);
}

const getObject = {
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::bucket/key',
  lookUp: () => undefined,
};

test.each(principalCases)(
  `${guide}$page: $effect $element $principal of $caller: $verdict`,
  (row) => {
    const { effect, element, principal, caller, verdict } = row;
    const statement = { Effect: effect, [element]: principal, Action: '*', Resource: '*' };
    const request = { ...getObject, principal: callers[caller] };
    expect(evaluateForPrincipal(write(statement, 'resource'), request)).toBe(verdict);
  },
);

const said = {
  allow: write({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, 'identity'),
  deny: write({ Effect: 'Deny', Action: 's3:*', Resource: '*' }, 'identity'),
  nothing: write({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }, 'identity'),
};

const root: PrincipalFacts = { accountId, names: [`arn:aws:iam::${accountId}:root`] };

test.each(layerCases)(`${guide}$page: %j`, (row) => {
  const { caller, identity = 'allow', organization = [], foreign = false, trust = false } = row;
  const isUnlimited = caller === 'root' || caller === 'anonymous';
  const document = resourcePolicy(row);
  const decision = decide(
    {
      identity: isUnlimited ? 'everything' : [said[identity]],
      ...(row.boundary && { boundary: said[row.boundary] }),
      ...(row.session && { session: [said[row.session]] }),
      serviceControl: organization.map((one) => [said[one]]),
      resource: { document, foreign, trust },
    },
    { ...getObject, principal: caller === 'root' ? root : callers[caller] },
  );
  expect(decision.allowed).toBe(row.allowed);
});

function resourcePolicy({ resource = 'none', caller, trust }: LayerCase) {
  if (resource === 'none') return undefined;
  const { names, roleNames = [] }: PrincipalFacts = caller === 'root' ? root : callers[caller];
  const named = { caller: names[0], role: roleNames[0], account: accountId, '*': '*', '!*': '*' };
  const statement = {
    Effect: resource.startsWith('!') ? 'Deny' : 'Allow',
    Principal: { AWS: named[resource] },
    Action: '*',
  };
  return trust ? write(statement, 'trust') : write({ ...statement, Resource: '*' }, 'resource');
}

test.each(refusedCases)(`${guide}%s: the %s policy %s is refused: %s`, (_, kind, text, message) => {
  expect(() => parsePolicy(text, kind)).toThrow(message);
});

test('the table has more than 150 cases', () => {
  const tables = [conditionCases, statementCases, principalCases, layerCases, refusedCases];
  expect(tables.flat().length).toBeGreaterThan(150);
});
