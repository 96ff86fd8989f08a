/** `flotilla lifecycle expire|release|reset|assign`: sets the state of accounts, after the plan was shown. */

import { setState } from '../../lifecycle/account/set-state.ts';
import { type AdvanceOutcome, advanceMany } from '../../lifecycle/fleet/advance-many.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import { type ManagedAccount, selectManaged } from '../lifecycle/select-managed.ts';
import type { Format } from '../options/output.ts';
import { createPrinter } from '../output/printer.ts';
import { count } from '../output/text.ts';
import { type SteerRecord, steerView } from '../print/lifecycle-steer-view.ts';
import { startProgress } from '../progress/progress.ts';

export interface SteerGiven extends LifecycleGiven {
  readonly output: Format;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export interface Steering {
  /** `expire`. */
  readonly verb: string;
  readonly state: LifecycleState;
}

export async function lifecycleSteer(
  steering: Steering,
  given: SteerGiven,
  io: Io,
): Promise<ExitCode> {
  return withLifecycle(given, io, async (lifecycle) => {
    const accounts = await selectManaged(lifecycle, given);
    const moving = accounts.filter(({ before }) => before !== steering.state);
    const printer = createPrinter(given.output, steerView, io);
    const plan = moving.map((one) => planned(one, steering));
    if (given.dryRun || moving.length === 0) {
      for (const record of plan) printer.write(record);
      printer.end();
      io.stderr.write(`${count(moving.length, 'account')} would become ${steering.state}\n`);
      return exitCode.done;
    }
    showPlan(plan, io);
    const question = `Make ${count(moving.length, 'account')} ${steering.state}?`;
    if (!(await consents({ yes: given.yes, question }, io))) return exitCode.refused;
    const outcomes = await move(lifecycle, moving, { steering, io });
    for (const outcome of outcomes) printer.write(done(outcome, steering));
    printer.end();
    return outcomes.some(({ status }) => status !== 'done') ? exitCode.someFailed : exitCode.done;
  });
}

function planned({ known, item, before }: ManagedAccount, { state }: Steering): SteerRecord {
  return {
    accountId: known.id,
    ...(known.name !== undefined && { name: known.name }),
    before: before ?? 'none',
    after: state,
    next: follows(item, state),
    status: 'planned',
  };
}

/** What the life cycle makes of it at once. */
function follows({ purge, preparation }: EntrySettings, state: LifecycleState): string {
  const isPrepared = preparation.feature === 'enabled';
  const after = isPrepared ? 'prepared, then released' : 'released';
  if (state === 'released') return '';
  if (state !== 'expired') return after;
  const mode = purge.variables.PURGE_MODE ?? '';
  return purge.feature === 'enabled' ? `purged ${mode}, then ${after}`.replace(' ,', ',') : after;
}

const mostShown = 20;

function showPlan(plan: readonly SteerRecord[], io: Io): void {
  const printer = createPrinter('table', steerView, { stdout: io.stderr, env: io.env });
  for (const record of plan.slice(0, mostShown)) printer.write(record);
  printer.end();
  const more = plan.length - mostShown;
  if (more > 0) io.stderr.write(`and ${more.toLocaleString('en-US')} more\n`);
}

interface Moving {
  readonly steering: Steering;
  readonly io: Io;
}

async function move(
  lifecycle: Lifecycle,
  accounts: readonly ManagedAccount[],
  { steering, io }: Moving,
): Promise<readonly AdvanceOutcome[]> {
  const progress = startProgress(accounts.length, io);
  const counts = { done: 0, failed: 0 };
  try {
    return await advanceMany(
      lifecycle,
      accounts.map(({ known }) => ({ ...known, tags: {} })),
      {
        cause: 'operator',
        signal: io.signal,
        move: (known) => setState(lifecycle, known, steering.state),
        onOutcome: ({ status }) => {
          if (status === 'done') counts.done++;
          else counts.failed++;
          progress.update(counts);
        },
      },
    );
  } finally {
    progress.stop();
  }
}

function done(outcome: AdvanceOutcome, { state }: Steering): SteerRecord {
  const common = { accountId: outcome.accountId, after: state, status: outcome.status };
  switch (outcome.status) {
    case 'done':
      return { ...common, next: outcome.decisions.at(-1)?.why ?? '' };
    case 'busy':
      return {
        ...common,
        next: 'its tag is set; somebody is working on it, and goes on from there',
      };
    case 'failed':
      return { ...common, next: `${outcome.failure.message} (${outcome.failure.code})` };
    case 'not-started':
      return { ...common, next: 'the run was stopped before its turn' };
  }
}
