/**
 * The whole life cycle on a simulated organization, for any number of days, in the time that its calls take. Events,
 * sweeps, windows, builds and faults occur as in production, and invariants are judged throughout. The same seed and
 * settings give the same days.
 */

import type { Settings } from '../settings/settings.ts';
import { driveThrough, driveUntil } from '../simulator/drive.ts';
import type { FaultRule } from '../simulator/faults.ts';
import { buildModel } from './builds.ts';
import { populate, simulatePeople } from './people.ts';
import { openRehearsalEnvironment } from './rehearsal-environment.ts';
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
  /** No changes by people. Default false. */
  readonly quiet?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after every day. */
  readonly onDay?: (day: RehearsalDay) => void;
  /** Called for every state change, exception and handler result, as it happens. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

const dayMs = 86_400_000;

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
  const watch = new RehearsalMonitor(environment, initial, options.onEntry);
  const { purge } = await seedResources(environment, [...initial.keys()], watch.deleted);
  const { settings } = environment.lifecycle;
  environment.organization.modelBuilds(
    buildModel({ settings, random: seededRandom(`${seed} builds`), purge }),
  );
  await watch.listen();
  environment.organization.journal.clear();
  const { clock } = environment;
  const startedAt = clock.now();
  let finished = 0;
  for (let day = 1; day <= days && !signal?.aborted; day++) {
    const noon = startedAt + (day - 1) * dayMs + dayMs / 2;
    await driveUntil(environment, noon, signal);
    if (!options.quiet) await driveThrough(environment, () => simulatePeople(environment, random));
    await driveUntil(environment, startedAt + day * dayMs, signal);
    if (signal?.aborted) break;
    finished = day;
    options.onDay?.(watch.day(day, clock.now()));
  }
  return watch.report(finished);
}

function settingsOf({ settings = rehearsalSettings(), sweepHours }: RehearsalOptions): Settings {
  if (sweepHours === undefined) return settings;
  const sweepExpression = `rate(${sweepHours} hour${sweepHours === 1 ? '' : 's'})`;
  return { ...settings, automation: { ...settings.automation, sweepExpression } };
}
