import { expect, test } from 'vitest';
import { createInvariants } from './invariants.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';
import { createStateChanges } from './state-changes.ts';
import { createVerdicts } from './verdicts.ts';

const accountId = '111111111111';
const person = 'arn:aws:iam::999999999999:user/person';
const machine = 'arn:aws:sts::999999999999:assumed-role/hub/Flotilla';
const entry = rehearsalSettings().organizationalUnits.get(sandboxes);

type Change = readonly [second: number, by: string, state: string];

/** Sets the tags of a released account one after the other. Returns the violations. */
function broken(changes: readonly Change[], builds: { readonly succeededAt?: number } = {}) {
  const verdicts = createVerdicts();
  const states = createStateChanges({
    stateKey: 'account-state',
    initial: new Map([[accountId, 'released']]),
    startedAt: 0,
    isOperator: (principal) => principal === person,
  });
  const invariants = createInvariants({
    verdicts,
    stateKey: 'account-state',
    entryOf: () => entry,
    succeededAt: () => builds.succeededAt,
    writtenAt: states.writtenAt,
    isBuilding: () => false,
  });
  for (const [second, principal, state] of changes) {
    const Tags = [{ Key: 'account-state', Value: state }];
    const input = { ResourceId: accountId, Tags };
    const change = { operation: 'TagResource', principal, at: second * 1000, input };
    const read = states.read(change);
    if (read) invariants.changed(read);
  }
  return verdicts.report().flatMap(({ examples }) => examples);
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

test('an account that leaves a state without a build that succeeded since is reported', () => {
  const purged = (succeededAt?: number) =>
    broken(
      [
        [100, machine, 'expired'],
        [900, machine, 'assigned'],
      ],
      succeededAt === undefined ? {} : { succeededAt },
    );

  expect(purged(850_000)).toEqual([]);
  const sentence = `${accountId} went from expired to assigned at 1970-01-01T00:15:00.000Z, and no purge had succeeded since 1970-01-01T00:01:40.000Z`;
  expect([purged(99_000), purged()]).toEqual([[sentence], [sentence]]);
});
