import { expect, test } from 'vitest';
import { virtualClock } from './clock.ts';
import { createWorld } from './create-world.ts';

test('what fails when it is due is reported with its name, and later changes happen', () => {
  const bugs: Error[] = [];
  const world = createWorld({
    seed: 1,
    accounts: 0,
    pageSize: 20,
    clock: virtualClock(),
    partition: 'aws',
    legacyStatus: false,
    maxAccounts: 10,
    onBug: (bug) => bugs.push(bug),
  });
  const now = world.clock.now();
  const seen: number[] = [];
  world.timeline.schedule(now, 'the end of a build', () => {
    throw new TypeError('no such build');
  });
  world.timeline.schedule(now + 1, 'an event', (at) => seen.push(at));
  world.timeline.settle(now + 1);
  const message =
    'The simulator failed in the end of a build: no such build. This is a bug of the simulator: please report it, with this message and its stack.';
  expect({ bugs, causes: bugs.map(({ cause }) => cause), seen }).toEqual({
    bugs: [new Error(message, { cause: new TypeError('no such build') })],
    causes: [new TypeError('no such build')],
    seen: [now + 1],
  });
});
