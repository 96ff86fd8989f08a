/** Runs a modelled build to its end. */

import type { World } from '../../world/world.ts';
import type { PlannedOutcome } from './planned-outcome.ts';
import type { Build, BuildEnd } from './resources.ts';

interface ModelledRun {
  readonly outcome: PlannedOutcome;
  readonly onEnd: (ending: BuildEnd) => void;
}

const minuteMs = 60_000;

export function runModelledBuild(
  world: World,
  build: Build,
  { outcome, onEnd }: ModelledRun,
): void {
  const startedAt = build.startedAt ?? build.submittedAt;
  const limitMs = build.definition.timeoutInMinutes * minuteMs;
  const isTooLong = outcome.durationMs > limitMs;
  build.endsAt = startedAt + Math.min(outcome.durationMs, limitMs);
  world.timeline.schedule(build.endsAt, 'the end of a build', (now) => {
    if (build.endedAt !== undefined) return;
    if (isTooLong) onEnd({ status: 'TIMED_OUT', now });
    else if (outcome.effect) void world.pendingTasks.track(applyEffect(world, { outcome, onEnd }));
    else onEnd(endOf(outcome.fails, now));
  });
}

async function applyEffect(world: World, { outcome, onEnd }: ModelledRun): Promise<void> {
  try {
    await outcome.effect?.();
    onEnd(endOf(outcome.fails, world.clock.now()));
  } catch (error) {
    onEnd(endOf(error instanceof Error ? error.message : String(error), world.clock.now()));
  }
}

function endOf(reason: string | undefined, now: number): BuildEnd {
  if (reason === undefined) return { status: 'SUCCEEDED', now };
  const message = `Error while executing command. Reason: ${reason}`;
  const failure = { phase: 'BUILD', code: 'COMMAND_EXECUTION_ERROR', message };
  return { status: 'FAILED', failure, now };
}
