import { expect, test } from 'vitest';
import { createInvariants } from './invariants.ts';

const accountId = '111111111111';
const person = 'arn:aws:iam::999999999999:user/person';
const machine = 'arn:aws:sts::999999999999:assumed-role/hub/Flotilla';

/** Sets the tags of a released account one after the other. Returns the broken invariants. */
function broken(changes: readonly (readonly [second: number, by: string, state: string])[]) {
  const invariants = createInvariants({
    stateKey: 'account-state',
    initial: new Map([[accountId, 'released']]),
    isOperator: (principal) => principal === person,
  });
  for (const [second, principal, state] of changes) {
    const Tags = [{ Key: 'account-state', Value: state }];
    const input = { ResourceId: accountId, Tags };
    invariants.changed({ operation: 'TagResource', principal, at: second * 1000, input });
  }
  return invariants.report().flatMap(({ examples }) => examples);
}

test('an invalid transition is reported, with account and time', () => {
  expect(broken([[0, machine, 'vanilla']])).toEqual([
    `${accountId} went from released to vanilla at 1970-01-01T00:00:00.000Z`,
  ]);
});

test('orders of a person are not judged', () => {
  expect(broken([[0, person, 'vanilla']])).toEqual([]);
});

test('a decision made before a person’s change may be written just after it', () => {
  expect(
    broken([
      [0, person, 'vanilla'],
      [1, machine, 'expired'],
    ]),
  ).toEqual([]);
});

test('a minute later the person’s change must be respected', () => {
  expect(
    broken([
      [0, person, 'vanilla'],
      [60, machine, 'expired'],
    ]),
  ).toEqual([`${accountId} went from vanilla to expired at 1970-01-01T00:01:00.000Z`]);
});
