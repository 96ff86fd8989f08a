/** Moves a virtual clock: everything that is due now happens before the time advances. */

import type { VirtualClock } from './clock.ts';
import type { SimulatedOrganization } from './simulate-organization.ts';

/** A simulated organization, and the clock that it was created with. */
export interface DrivenSimulation {
  readonly organization: SimulatedOrganization;
  readonly clock: VirtualClock;
}

/** Idle turns of the event loop before all tasks count as asleep. */
const idleTurns = 3;

/** Advances the time to `endMs`, in milliseconds of the clock, unless the signal stops it before. */
export async function driveUntil(
  { organization, clock }: DrivenSimulation,
  endMs: number,
  signal?: AbortSignal,
): Promise<void> {
  while (!signal?.aborted) {
    organization.settle();
    await untilIdle(organization, clock);
    const next = nextMoment(organization, clock);
    if (next === undefined || next > endMs) break;
    await clock.advance(Math.max(0, next - clock.now()));
  }
  if (!signal?.aborted) await clock.advance(Math.max(0, endMs - clock.now()));
}

/**
 * Advances the time until a task has ended, and returns its result. Hours of retries, deadlines and builds pass in the
 * time that their calls take. The task must not wait for anything but the organization and the clock.
 *
 * @example
 * ```ts
 * import { acrossAccounts } from 'flotilla';
 * import { driveThrough, simulateOrganization, virtualClock } from 'flotilla/simulator';
 *
 * const clock = virtualClock();
 * const organization = simulateOrganization({ accounts: 20, clock });
 * organization.fault({ service: 'iam', probability: 0.1, fault: { hang: true } });
 *
 * const aws = { ...organization.access(), clock };
 * const run = () => acrossAccounts(countUsers, { aws, timeoutMs: 3_600_000 });
 * const { exceptions } = await driveThrough({ organization, clock }, run);
 * // Accounts that hang are reported after an hour of the clock, at once for us.
 * ```
 */
export async function driveThrough<T>(
  driven: DrivenSimulation,
  task: () => Promise<T>,
): Promise<T> {
  const { organization, clock } = driven;
  let over = false;
  const running = task().finally(() => {
    over = true;
  });
  running.catch(() => {});
  while (!over) {
    organization.settle();
    await untilIdle(organization, clock);
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

/** Calls are answered within turns of the event loop. When no more calls come, the remaining tasks sleep. */
async function untilIdle(organization: SimulatedOrganization, clock: VirtualClock): Promise<void> {
  const activity = () => organization.journal.total + clock.slept();
  let before = activity();
  for (let turns = 0; turns < idleTurns; ) {
    await turn();
    const now = activity();
    turns = now === before ? turns + 1 : 0;
    if (turns === idleTurns && isComputing()) turns = 0;
    const waiting = turns === idleTurns ? organization.untilTimeMayPass() : undefined;
    if (waiting) {
      await waiting;
      turns = 0;
    }
    before = now;
  }
}

/** Turns that drives of this process wait for. */
let awaitedTurns = 0;

async function turn(): Promise<void> {
  awaitedTurns++;
  await new Promise((resolve) => setImmediate(resolve));
  awaitedTurns--;
}

/** Whether other code has work for the next turn, such as a stream that composes a mail. No time passes for it. */
function isComputing(): boolean {
  const immediates = process.getActiveResourcesInfo().filter((kind) => kind === 'Immediate');
  return immediates.length > awaitedTurns;
}
