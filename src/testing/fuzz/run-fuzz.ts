/** Sends fuzzed requests to a simulated organization, and collects what must not happen. */

import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import {
  noLimits,
  simulateOrganization,
  type VirtualClock,
  virtualClock,
} from '../../simulator/index.ts';
import { parseParameters } from '../../wire/form.ts';
import type { WireRequest } from '../../wire/message.ts';
import { seeded } from '../random-value.ts';
import { type FuzzedService, fuzzedRequests } from './requests.ts';
import { makeResources } from './resources.ts';

export interface FuzzOptions {
  readonly services: readonly FuzzedService[];
  readonly seed: number;
  readonly requests: number;
  /** Called after each thousand requests. */
  readonly onThousand?: () => void;
}

export interface FuzzResult {
  /** One line for each kind of failure: operation and message. */
  readonly failures: readonly string[];
  /** Number of responses by status. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** The operation is not modelled by any handler; the response names it. */
const notImplemented = 501;

export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const failures = new Set<string>();
  const statuses = new Map<number, number>();
  let current = '';
  const clock = virtualClock();
  const organization = simulateOrganization({
    accounts: 3,
    clock,
    limits: noLimits,
    managementAccountId: '111122223333',
    keepCalls: 10,
    onBug: (error) => failures.add(`${current}: ${firstLines(error)}`),
  });
  const { requestHandler } = organization.access();
  let count = 0;
  await makeResources(organization);
  for await (const { operation, request } of fuzzedRequests(
    options.services,
    seeded(options.seed),
  )) {
    current = operation;
    const status = await statusOf(clock, requestHandler.handle(toHttp(request)));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status >= 500 && status !== notImplemented) failures.add(`${operation}: ${status}`);
    count += 1;
    if (count % 1_000 === 0) {
      await clock.advance(60_000);
      organization.settle();
      await makeResources(organization);
      options.onThousand?.();
    }
    if (count >= options.requests) break;
  }
  await organization.close();
  return { failures: [...failures].sort(), statuses };
}

/** A long poll waits for the clock, which stands still otherwise. */
async function statusOf(
  clock: VirtualClock,
  response: Promise<{ readonly response: HttpResponse }>,
): Promise<number> {
  let isOver = false;
  const ended = response.finally(() => {
    isOver = true;
  });
  await Promise.race([ended, turn()]);
  while (!isOver) {
    await clock.advance(Math.max(0, (clock.next() ?? 0) - clock.now()));
    await turn();
  }
  return (await ended).response.statusCode;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function firstLines(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const [message = '', ...frames] = stack.split('\n');
  const place = frames.find((frame) => frame.includes('/src/'))?.replace(/^.*\/src\//, '');
  return `${message} at ${place ?? 'an unknown place'}`;
}

function toHttp({ method, path, query, headers, body }: WireRequest): HttpRequest {
  const entries = parseParameters(query.slice(0, 8_000));
  return new HttpRequest({
    method,
    path,
    query: Object.fromEntries(entries),
    headers: { ...headers },
    body,
    hostname: 'localhost',
  });
}
