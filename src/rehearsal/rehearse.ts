/**
 * The whole life cycle on a simulated organization, for any number of days, in the time that its calls take. Events,
 * sweeps, windows, builds and faults occur as in production, and invariants are judged throughout. The same seed and
 * settings give the same days.
 */

import type { Settings } from '../settings/settings.ts';
import type { FaultRule } from '../simulator/index.ts';
import { driveThrough, driveUntil } from '../simulator/index.ts';
import { buildModel } from './builds.ts';
import type { FinalReports } from './final-reports.ts';
import { openingsBetween } from './openings.ts';
import { populate, simulatePeople } from './people.ts';
import { openRehearsalEnvironment, type RehearsalEnvironment } from './rehearsal-environment.ts';
import { RehearsalMonitor } from './rehearsal-monitor.ts';
import type { JournalEntry, RehearsalDay, RehearsalReport } from './report.ts';
import { seededRandom } from './seeded-random.ts';
import { seedResources } from './seeded-resources.ts';
import { rehearsalSettings } from './settings.ts';

export interface RehearsalOptions {
  readonly accounts: number;
  readonly days: number;
  readonly seed: string | number;
  /** Default: one OU whose accounts are prepared and purged every week. */
  readonly settings?: Settings;
  readonly faults?: readonly FaultRule[];
  /** Interval of sweeps. Default: from the settings. */
  readonly sweepHours?: number;
  /** Share of workers that die in the middle of a task. Default 0. */
  readonly killProbability?: number;
  /** Share of transactions that may fail, from 0 to 1. Default 0.2. */
  readonly failAbove?: number;
  /** No changes by people. Default false. */
  readonly quiet?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after every day. */
  readonly onDay?: (day: RehearsalDay) => void;
  /** Called with the reports of the last month, after the last day. Default: none are made. */
  readonly onReports?: (reports: FinalReports) => Promise<void>;
  /** Called for everything that happens, as it happens. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

const dayMs = 86_400_000;
const defaultFailAbove = 0.2;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalReport> {
  const { seed, days, signal } = options;
  const environment = await openRehearsalEnvironment({
    seed,
    settings: settingsOf(options),
    ...(options.faults && { faults: options.faults }),
    ...(options.killProbability !== undefined && { killProbability: options.killProbability }),
  });
  const random = seededRandom(`${seed} life`);
  const initial = populate(environment, options.accounts, random);
  const { failAbove = defaultFailAbove, onEntry } = options;
  const monitor = new RehearsalMonitor(environment, { initial, failAbove, onEntry });
  const resources = await seedResources(environment, [...initial.keys()], monitor.deleted);
  const { settings } = environment.lifecycle;
  const builds = { settings, random: seededRandom(`${seed} builds`), purge: resources.purge };
  environment.organization.modelBuilds(buildModel(builds));
  monitor.listen(resources);
  environment.organization.journal.clear();
  const { clock } = environment;
  const startedAt = clock.now();
  let finished = 0;
  for (let day = 1; day <= days && !signal?.aborted; day++) {
    const begin = startedAt + (day - 1) * dayMs;
    const noon = { at: begin + dayMs / 2, happen: () => act(environment, options, random) };
    const openings = openingsBetween(settings, begin, begin + dayMs).map((opening) => ({
      // A moment before, so that nothing of the window has happened yet.
      at: Math.max(begin, opening.at - 1),
      happen: async () => monitor.opened(opening),
    }));
    for (const { at, happen } of [noon, ...openings].sort((a, b) => a.at - b.at)) {
      await driveUntil(environment, at, signal);
      if (!signal?.aborted) await happen();
    }
    await driveUntil(environment, begin + dayMs, signal);
    if (signal?.aborted) break;
    finished = day;
    options.onDay?.(monitor.day(day, clock.now()));
  }
  const report = monitor.report(finished);
  if (options.onReports && !signal?.aborted) {
    // Loaded when used: charts take 15 MB.
    const { makeFinalReports } = await import('./final-reports.ts');
    await options.onReports(await makeFinalReports(environment));
  }
  return report;
}

async function act(
  environment: RehearsalEnvironment,
  { quiet = false }: RehearsalOptions,
  random: () => number,
): Promise<void> {
  if (!quiet) await driveThrough(environment, () => simulatePeople(environment, random));
}

function settingsOf({ settings = rehearsalSettings(), sweepHours }: RehearsalOptions): Settings {
  if (sweepHours === undefined) return settings;
  const sweepExpression = `rate(${sweepHours} hour${sweepHours === 1 ? '' : 's'})`;
  return { ...settings, automation: { ...settings.automation, sweepExpression } };
}
