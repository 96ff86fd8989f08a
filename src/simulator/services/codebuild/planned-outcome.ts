import { hash, randomFrom } from '../../../model/random.ts';
import type { Access } from '../../access.ts';
import type { CodeBuildScope } from './codebuild-scope.ts';
import type { Build } from './resources.ts';
import { type BuildOutcome, buildSettings } from './settings.ts';

export interface PlannedOutcome {
  readonly durationMs: number;
  readonly fails: string | undefined;
  readonly effect: (() => Promise<void>) | undefined;
}

const minuteMs = 60_000;
const shortestMs = 5 * minuteMs;
const spreadMs = 15 * minuteMs;

export function planOutcome(
  scope: CodeBuildScope,
  build: Build,
  context: { readonly variables: Readonly<Record<string, string>>; readonly access: () => Access },
): PlannedOutcome {
  const { world, account, region } = scope;
  const settings = buildSettings(world);
  const modelled = settings.model?.({
    accountId: account.id,
    region,
    project: build.projectName,
    buildId: build.id,
    startedAt: build.startedAt ?? build.submittedAt,
    environment: context.variables,
    // Created on first use: reading it creates a session, and most models do not need one.
    get access() {
      return context.access();
    },
  });
  return withFaults(scope, build, modelled ?? {});
}

function withFaults(
  { world, account }: CodeBuildScope,
  build: Build,
  outcome: BuildOutcome,
): PlannedOutcome {
  const faults = buildSettings(world).matchFaults?.({
    accountId: account.id,
    project: build.projectName,
  });
  const slow = faults?.findLast(({ durationMs }) => durationMs !== undefined);
  const isFailing = faults?.some(({ fail }) => fail === true) ?? false;
  const durationMs = slow?.durationMs ?? outcome.durationMs ?? drawDuration(world.seed, build);
  if (isFailing) return { durationMs, fails: 'on demand', effect: undefined };
  const fails = outcome.status === 'FAILED' ? 'exit status 1' : undefined;
  return { durationMs, fails, effect: outcome.effect };
}

/** Whole seconds between 5 and 20 minutes. */
function drawDuration(seed: string | number, { id }: Build): number {
  const random = randomFrom(seed, 'build', hash(id));
  return shortestMs + Math.floor((random.next() * spreadMs) / 1_000) * 1_000;
}
