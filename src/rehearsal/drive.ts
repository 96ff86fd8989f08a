/** Moves the clock of a rehearsal: everything that can happen now happens before time goes on. */

import type { VirtualClock } from '../simulator/clock.ts';
import type { SimulatedOrganization } from '../simulator/simulate-organization.ts';

export interface Driven {
  readonly organization: SimulatedOrganization;
  readonly clock: VirtualClock;
}

/** Turns of the event loop in which nothing may happen before everybody counts as asleep. */
const quietTurns = 3;

/** Until a moment, in milliseconds of the clock, or until somebody stops it. */
export async function driveUntil(
  { organization, clock }: Driven,
  endMs: number,
  signal?: AbortSignal,
): Promise<void> {
  while (!signal?.aborted) {
    organization.settle();
    await quiet(organization, clock);
    const next = nextMoment(organization, clock);
    if (next === undefined || next > endMs) break;
    await clock.advance(Math.max(0, next - clock.now()));
  }
  if (!signal?.aborted) await clock.advance(Math.max(0, endMs - clock.now()));
}

/** Work that is not part of the simulation itself, such as a command: time goes on until it has ended. */
export async function driveThrough<T>(driven: Driven, work: () => Promise<T>): Promise<T> {
  const { organization, clock } = driven;
  let over = false;
  const running = work().finally(() => {
    over = true;
  });
  running.catch(() => {});
  while (!over) {
    organization.settle();
    await quiet(organization, clock);
    if (over) break;
    const next = nextMoment(organization, clock);
    if (next === undefined) await turn();
    else await clock.advance(Math.max(0, next - clock.now()));
  }
  return running;
}

function nextMoment(organization: SimulatedOrganization, clock: VirtualClock): number | undefined {
  const moments = [organization.nextDueMs(), clock.next()].filter((one) => one !== undefined);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** Calls are answered within turns of the event loop: when none comes any more, whoever still runs sleeps. */
async function quiet(organization: SimulatedOrganization, clock: VirtualClock): Promise<void> {
  const activity = () => organization.journal.total + clock.slept();
  let before = activity();
  for (let turns = 0; turns < quietTurns; ) {
    await turn();
    const now = activity();
    turns = now === before ? turns + 1 : 0;
    before = now;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
