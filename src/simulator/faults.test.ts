import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../testing/call-errors.ts';
import { clientsOf } from '../testing/organization-clients.ts';
import { virtualClock } from './clock.ts';
import { type FaultRule, parseFaults } from './faults.ts';
import { simulateOrganization } from './index.ts';

function open(faults: readonly FaultRule[], seed = 1) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, faults, seed });
  const clients = clientsOf(organization);
  const call = (abortSignal?: AbortSignal) =>
    clients.sts.send(new GetCallerIdentityCommand({}), { ...(abortSignal && { abortSignal }) });
  return { clock, organization, ...clients, call };
}

test('an error has the given code, message and status', async () => {
  const error = { code: 'InternalFailure', message: 'on fire', status: 503 };
  const { call, organizations } = open([{ service: 'sts', fault: { error } }]);
  expect(await refusalOf(call())).toEqual({
    name: 'InternalFailure',
    message: 'on fire',
    status: 503,
  });
  expect((await organizations.send(new ListAccountsCommand({}))).Accounts).toHaveLength(1);
});

test('a rule lets the first calls pass, applies a few times, and ends', async () => {
  const rule = { operation: 'GetCallerIdentity', skip: 1, times: 2 };
  const { call } = open([{ ...rule, fault: { throttle: true } }]);
  const seen: string[] = [];
  for (let round = 0; round < 4; round++) {
    seen.push(
      await call().then(
        () => 'fine',
        (error: Error) => error.name,
      ),
    );
  }
  expect(seen).toEqual(['fine', 'Throttling', 'Throttling', 'fine']);
});

test('a probability gives the same faults with the same seed, and others with another', async () => {
  const outcomes = async (seed: number) => {
    const { call } = open([{ probability: 0.5, fault: { throttle: true } }], seed);
    const seen: boolean[] = [];
    for (let round = 0; round < 24; round++)
      seen.push(
        await call().then(
          () => true,
          () => false,
        ),
      );
    return seen.join();
  };
  const first = await outcomes(1);
  expect(await outcomes(1)).toBe(first);
  expect(await outcomes(2)).not.toBe(first);
  expect(first).toContain('true');
  expect(first).toContain('false');
});

test('a rule for an account does not affect others, and can be removed', async () => {
  const { organization, call } = open([]);
  const member = organization.addAccount({ name: 'member' });
  const inside = clientsOf(organization, { principal: member.roleArn }).sts;
  const lift = organization.deny({ account: member.id });
  const identity = () => inside.send(new GetCallerIdentityCommand({}));
  expect(await errorNameOf(identity())).toBe('AccessDenied');
  await call();
  lift();
  expect((await identity()).Account).toBe(member.id);
});

test('latency passes on the clock', async () => {
  const { clock, call } = open([{ fault: { latencyMs: 500 } }]);
  let done = false;
  const pending = call().then(() => {
    done = true;
  });
  await clock.advance(499);
  expect(done).toBe(false);
  while (!done) await clock.advance(1);
  await pending;
});

test('a hanging call can only be aborted', async () => {
  const { organization, call } = open([{ fault: { hang: true } }]);
  const controller = new AbortController();
  const pending = errorNameOf(call(controller.signal));
  while (organization.journal.maxInFlight === 0) await setImmediate();
  controller.abort();
  expect(await pending).toBe('AbortError');
  expect(organization.journal.maxInFlight).toBe(1);
});

test('a connection breaks in process as it does on the wire', async () => {
  const { call } = open([{ fault: { disconnect: true } }]);
  const error: unknown = await call().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'ECONNRESET' });
});

test('rules are read from YAML and JSON', () => {
  const rules = [
    { service: 'sts', operation: 'AssumeRole', account: '000011112222', fault: { hang: true } },
    { probability: 0.1, fault: { error: { code: 'InternalFailure', status: 500 } } },
  ];
  const yaml = `
faults:
  - service: sts
    operation: AssumeRole
    account: '000011112222'
    fault: { hang: true }
  - probability: 0.1
    fault:
      error: { code: InternalFailure, status: 500 }
`;
  expect(parseFaults(yaml, 'faults.yaml')).toEqual(rules);
  expect(parseFaults(JSON.stringify(rules), 'faults.json')).toEqual(rules);
});

test('the example in the documentation is valid', () => {
  const page = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(parseFaults(example, 'simulator.md')).toHaveLength(2);
});

test.each([
  ['- fault: { hang: true }\n  probability: 2', 'f.yaml: faults[0].probability: ', 'but is 2'],
  ['- fault: { hang: true }\n  acount: 1', 'Unrecognized key: "acount"', '"acount":1'],
  ['- fault: { hang: true, throttle: true }', 'must be exactly one of', '"throttle":true'],
  ['- fault: {}', 'must be exactly one of', 'but is {}'],
  ['- service: sts', 'faults[0].fault', 'but is missing'],
  ['- { account: 111122223333, fault: { hang: true } }', 'faults[0].account', '111122223333'],
  ['faults: 5', 'expected array', 'but is 5'],
  ['- [', 'f.yaml: ', ''],
])('%j is refused with its location and value', (text, place, value) => {
  const read = () => parseFaults(text, 'f.yaml');
  expect(read).toThrow(place);
  expect(read).toThrow(value);
});
