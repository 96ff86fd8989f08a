/**
 * The whole life cycle on a simulated organization, for as many days as wanted, in the time that its calls take: events,
 * sweeps, windows and builds as they would be, with everything that can go wrong, and invariants that are judged all
 * along. The same seed and settings give the same days.
 */

import type { Settings } from '../settings/settings.ts';
import type { FaultRule } from '../simulator/faults.ts';
import { plantBelongings } from './belongings.ts';
import { buildModel } from './builds.ts';
import { driveThrough, driveUntil } from './drive.ts';
import { livelyDay, populate } from './people.ts';
import type { JournalEntry, RehearsalDay, RehearsalReport } from './report.ts';
import { seededRandom } from './seeded-random.ts';
import { rehearsalSettings } from './settings.ts';
import { openStage } from './stage.ts';
import { Watch } from './watch.ts';

export interface RehearsalOptions {
  readonly accounts: number;
  readonly days: number;
  readonly seed: string | number;
  /** Default: one unit whose accounts are prepared and purged every week. */
  readonly settings?: Settings;
  readonly faults?: readonly FaultRule[];
  /** Between two sweeps. Default: as the settings say. */
  readonly sweepHours?: number;
  /** Share of workers that die somewhere in what they do. Default 0. */
  readonly killProbability?: number;
  /** Nobody changes anything by hand. Default false. */
  readonly quiet?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** After every day. */
  readonly onDay?: (day: RehearsalDay) => void;
  /** Every change of a state, exception and answer of a handler, as it happens. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

const dayMs = 86_400_000;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalReport> {
  const { seed, days, signal } = options;
  const stage = await openStage({
    seed,
    settings: settingsOf(options),
    ...(options.faults && { faults: options.faults }),
    ...(options.killProbability !== undefined && { killProbability: options.killProbability }),
  });
  const random = seededRandom(`${seed} life`);
  const initial = populate(stage, options.accounts, random);
  const watch = new Watch(stage, initial, options.onEntry);
  const { purge } = await plantBelongings(stage, [...initial.keys()], watch.deleted);
  const { settings } = stage.lifecycle;
  stage.organization.modelBuilds(
    buildModel({ settings, random: seededRandom(`${seed} builds`), purge }),
  );
  await watch.listen();
  stage.organization.journal.clear();
  const { clock } = stage;
  const startedAt = clock.now();
  for (let day = 1; day <= days && !signal?.aborted; day++) {
    const noon = startedAt + (day - 1) * dayMs + dayMs / 2;
    await driveUntil(stage, noon, signal);
    if (!options.quiet) await driveThrough(stage, () => livelyDay(stage, random));
    await driveUntil(stage, startedAt + day * dayMs, signal);
    if (signal?.aborted) break;
    options.onDay?.(watch.day(day, clock.now()));
  }
  return watch.report(days);
}

function settingsOf({ settings = rehearsalSettings(), sweepHours }: RehearsalOptions): Settings {
  if (sweepHours === undefined) return settings;
  const sweepExpression = `rate(${sweepHours} hour${sweepHours === 1 ? '' : 's'})`;
  return { ...settings, automation: { ...settings.automation, sweepExpression } };
}
