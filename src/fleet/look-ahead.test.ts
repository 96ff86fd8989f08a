import { expect, test } from 'vitest';
import { type FleetOptions, openFleet } from '../aws/open-fleet.ts';
import type { Session } from '../aws/session.ts';
import { driveThrough, simulateOrganization, virtualClock } from '../simulator/index.ts';
import { acrossAccounts } from './across-accounts.ts';
import { lookAhead } from './look-ahead.ts';
import { parseRunOptions } from './run-options.ts';
import { planTargets } from './targets.ts';

async function* counting(count: number): AsyncGenerator<number> {
  for (let number = 1; number <= count; number++) yield number;
}

test('items are prepared once, in order, and no more than asked before their turn', async () => {
  const prepared: number[] = [];
  const ahead: number[] = [];
  const prepare = (item: number) => void prepared.push(item);

  for await (const item of lookAhead(counting(9), { items: 3, prepare })) {
    ahead.push(prepared.length - item);
    await new Promise(setImmediate);
  }

  expect(prepared).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(Math.max(...ahead)).toBe(3);
  expect(ahead.slice(1, 6).every((count) => count >= 2)).toBe(true);
});

test('an error of the source comes after the items before it', async () => {
  const source = async function* () {
    yield 1;
    yield 2;
    throw new Error('the page could not be read');
  };
  const seen: number[] = [];
  const reading = async () => {
    for await (const item of lookAhead(source(), { items: 10, prepare: () => {} })) seen.push(item);
  };

  await expect(reading()).rejects.toThrow('the page could not be read');
  expect(seen).toEqual([1, 2]);
});

test('leaving the loop ends the source', async () => {
  let ended = false;
  const source = async function* () {
    try {
      yield* counting(10);
    } finally {
      ended = true;
    }
  };
  for await (const item of lookAhead(source(), { items: 3, prepare: () => {} })) {
    if (item === 2) break;
  }
  await new Promise(setImmediate);

  expect(ended).toBe(true);
});

const latencyMs = 200;

/** How many latencies the task takes. */
async function latencies(task: (aws: FleetOptions) => Promise<unknown>): Promise<number> {
  const clock = virtualClock();
  const organization = simulateOrganization({ accounts: 40, clock, latencyMs, limits: [] });
  const aws = { ...organization.access(), clock, quotas: {} };
  const startedAt = clock.now();
  await driveThrough({ organization, clock }, () => task(aws));
  return (clock.now() - startedAt) / latencyMs;
}

/** The caller's identity, and pages of accounts. */
const listing = 3;
/** Of forty, these are neither suspended nor refuse the role. */
const accounts = 37;
const concurrency = 20;

test('with several regions, no slot waits for a role that other slots wait for', async () => {
  const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1'];
  const readVpcs = (session: Session) => session.generic('ec2').call('DescribeVpcs');

  const took = await latencies(async (aws) => {
    const { results } = await acrossAccounts(readVpcs, { aws, regions, concurrency });
    expect(results.length).toBe(accounts * regions.length);
  });

  // Every account costs one AssumeRole and a call per region.
  const bound = (accounts * (1 + regions.length)) / concurrency;
  expect(took - listing).toBeLessThanOrEqual(bound * 1.2);
});

test('enabled regions are read as fast as the concurrency allows', async () => {
  const settings = parseRunOptions({ regions: 'enabled', concurrency });

  const took = await latencies(async (aws) => {
    const planned = await Array.fromAsync(planTargets(openFleet(aws), settings));
    expect(planned.length).toBeGreaterThan(accounts * 10);
  });

  // AssumeRole and ListRegions.
  const bound = (accounts * 2) / concurrency;
  expect(took - listing).toBeLessThanOrEqual(bound * 1.2);
});
