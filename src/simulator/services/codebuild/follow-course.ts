/** A modelled build on its way to its end. */

import type { World } from '../../world/world.ts';
import type { Course } from './course.ts';
import type { Ending } from './life.ts';
import type { Build } from './state.ts';

interface Following {
  readonly course: Course;
  readonly over: (ending: Ending) => void;
}

const minuteMs = 60_000;

export function followCourse(world: World, build: Build, { course, over }: Following): void {
  const startedAt = build.startedAt ?? build.submittedAt;
  const limitMs = build.definition.timeoutInMinutes * minuteMs;
  const isTooLong = course.durationMs > limitMs;
  build.endsAt = startedAt + Math.min(course.durationMs, limitMs);
  world.timeline.schedule(build.endsAt, (now) => {
    if (build.endedAt !== undefined) return;
    if (isTooLong) over({ status: 'TIMED_OUT', now });
    else if (course.effect) void world.running.track(affect(world, { course, over }));
    else over(endOf(course.fails, now));
  });
}

async function affect(world: World, { course, over }: Following): Promise<void> {
  try {
    await course.effect?.();
    over(endOf(course.fails, world.clock.now()));
  } catch (error) {
    over(endOf(error instanceof Error ? error.message : String(error), world.clock.now()));
  }
}

function endOf(reason: string | undefined, now: number): Ending {
  if (reason === undefined) return { status: 'SUCCEEDED', now };
  const message = `Error while executing command. Reason: ${reason}`;
  const failure = { phase: 'BUILD', code: 'COMMAND_EXECUTION_ERROR', message };
  return { status: 'FAILED', failure, now };
}
