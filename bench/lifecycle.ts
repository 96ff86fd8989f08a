/**
 * The cost of the life cycle: AWS calls for a converged account in a maintenance cycle, calls of a sweep, and the
 * speed of a rehearsal.
 */

import { planSweep, sweep } from '../src/lifecycle/sweep/sweep.ts';
import { openRehearsalEnvironment } from '../src/rehearsal/rehearsal-environment.ts';
import { rehearse } from '../src/rehearsal/rehearse.ts';
import type { RehearsalDay } from '../src/rehearsal/report.ts';
import { rehearsalSettings, sandboxes } from '../src/rehearsal/settings.ts';
import { driveThrough } from '../src/simulator/index.ts';
import { checkSeed } from '../src/testing/check-seed.ts';

export interface CycleRow {
  readonly api: string;
  readonly callsPerCycle: number;
}

/** Windows open on Saturdays, the third day: the third one finds every account converged. */
const windowDay = 17;

/** Calls in the third window's two days, minus those of days without a window, per account purged and prepared. */
export async function benchCycle(accounts: number): Promise<CycleRow[]> {
  const days: RehearsalDay[] = [];
  await rehearse({
    accounts,
    days: windowDay + 3,
    seed: 1,
    quiet: true,
    onDay: (day) => days.push(day),
  });
  const between = (from: number, to: number) => difference(days[to - 1], days[from - 1]);
  const window = between(windowDay - 1, windowDay + 1);
  const still = between(windowDay + 1, windowDay + 3);
  const counts = Object.entries(window)
    .filter(([api]) => !builds.has(api))
    .map(([api, count]) => [api, (count - (still[api] ?? 0)) / accounts] as const)
    .filter(([, count]) => count >= 0.005)
    .sort(([, a], [, b]) => b - a);
  const sum = (prefix: string) =>
    counts.filter(([api]) => api.startsWith(prefix)).reduce((all, [, count]) => all + count, 0);
  return [
    ...counts.map(([api, count]) => row(api, count)),
    row('organizations, in all', sum('organizations:')),
    row('all of AWS', sum('')),
  ];
}

/** Calls that builds make belong to the buildspec and are not counted. */
const builds = new Set(['budgets:CreateBudget', 'budgets:UpdateBudget']);

function difference(after: RehearsalDay | undefined, before: RehearsalDay | undefined) {
  const counts = before?.callsByApi ?? {};
  const all = Object.entries(after?.callsByApi ?? {});
  return Object.fromEntries(all.map(([api, count]) => [api, count - (counts[api] ?? 0)]));
}

function row(api: string, count: number): CycleRow {
  return { api, callsPerCycle: Math.round(count * 100) / 100 };
}

export interface SweepRow {
  readonly accounts: number;
  readonly calls: number;
  readonly organizations: number;
  readonly seconds: number;
}

export async function benchSweep(sizes: readonly number[]): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (const accounts of sizes) rows.push(await sweepOf(accounts));
  return rows;
}

async function sweepOf(accounts: number): Promise<SweepRow> {
  const environment = await openRehearsalEnvironment({ settings: rehearsalSettings(), seed: 1 });
  const tags = { 'account-state': 'released', 'cost-center': 'sandbox' };
  for (let index = 0; index < accounts; index++) {
    environment.addAccount({ name: `holder-${index}`, ou: sandboxes, tags });
  }
  const { journal } = environment.organization;
  journal.clear();
  const startedAt = performance.now();
  await driveThrough(environment, async () =>
    sweep(environment.lifecycle, await planSweep(environment.lifecycle)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    accounts,
    calls: journal.total,
    organizations: journal.count('organizations'),
    seconds: Math.round(seconds * 10) / 10,
  };
}

export interface SeedRow {
  readonly seed: number;
  readonly accounts: number;
  readonly seconds: number;
  readonly verdict: string;
}

/** The months of `npm test` with twice as many accounts. */
export async function benchSeeds(seeds: number, accounts: number): Promise<SeedRow[]> {
  const rows: SeedRow[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const startedAt = performance.now();
    const { broken, unsettled } = await checkSeed(seed, accounts);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    rows.push({ seed, accounts, seconds, verdict: [...broken, ...unsettled].join('; ') || 'held' });
  }
  return rows;
}

export interface SpeedRow {
  readonly accounts: number;
  readonly days: number;
  readonly calls: number;
  readonly wallSeconds: number;
  readonly accountDaysPerSecond: number;
  readonly microsecondsPerCall: number;
  readonly peakMb: number;
  readonly broken: number;
}

export async function benchRehearsal(sizes: readonly number[]): Promise<SpeedRow[]> {
  const rows: SpeedRow[] = [];
  for (const accounts of sizes) rows.push(await speedOf(accounts, 30));
  return rows;
}

async function speedOf(accounts: number, days: number): Promise<SpeedRow> {
  const startedAt = performance.now();
  const { calls, invariants } = await rehearse({ accounts, days, seed: 1, sweepHours: 6 });
  const seconds = (performance.now() - startedAt) / 1000;
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return {
    accounts,
    days,
    calls: total,
    wallSeconds: Math.round(seconds),
    accountDaysPerSecond: Math.round((accounts * days) / seconds),
    microsecondsPerCall: Math.round((seconds / total) * 1e6),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    broken: invariants.reduce((sum, { broken }) => sum + broken, 0),
  };
}
