import { expect, test } from 'vitest';
import { decodePublished } from './published-event.ts';

const [alice, bob, hub] = ['111111111111', '222222222222', '999999999999'];

function published(label: string, detail: object, source = 'SustainablePersonalAccounts') {
  const common = { version: '0', id: '1', time: '', region: 'eu-west-1', resources: [] } as const;
  return decodePublished({ ...common, source, 'detail-type': label, account: hub, detail });
}

test('an exception names every account in its record', () => {
  const message = `the window was closed: ${alice}, ${bob}`;
  expect(published('GenericException', { Payload: { account: hub, message } })).toEqual({
    kind: 'exception',
    label: 'GenericException',
    account: hub,
    message,
    identifier: undefined,
    named: [hub, alice, bob],
  });
});

test('a build that is tried again names no account, and an activity ends a transaction', () => {
  expect(published('FailedCodebuildException', { Payload: { account: alice } })).toMatchObject({
    kind: 'exception',
    named: [],
  });
  const payload = { account: alice, identifier: 'a-b' };
  expect(published('SuccessfulMaintenanceEvent', { Payload: payload })).toMatchObject({
    kind: 'activity',
    account: alice,
    identifier: 'a-b',
    named: [],
  });
});

test('an account event has its message, and events of others are ignored', () => {
  expect(published('PurgeReport', { Account: alice, Message: '3 deleted' })).toMatchObject({
    kind: 'event',
    account: alice,
    message: '3 deleted',
  });
  expect(published('PurgeReport', { Account: alice }, 'aws.codebuild')).toBeUndefined();
});
