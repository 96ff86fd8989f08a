/** How a modelled build goes: what the rehearsal says, what faults say, and otherwise what the seed says. */

import type { Access } from '../../simulate-organization.ts';
import { hash, randomFrom } from '../../world/random.ts';
import type { Place } from './here.ts';
import { type BuildCourse, buildSettings } from './settings.ts';
import type { Build } from './state.ts';

export interface Course {
  readonly durationMs: number;
  readonly fails: string | undefined;
  readonly effect: (() => Promise<void>) | undefined;
}

const minuteMs = 60_000;
const shortestMs = 5 * minuteMs;
const spreadMs = 15 * minuteMs;

export function courseOf(
  place: Place,
  build: Build,
  given: { readonly variables: Readonly<Record<string, string>>; readonly access: () => Access },
): Course {
  const { world, account, region } = place;
  const settings = buildSettings(world);
  const asked = settings.model?.({
    accountId: account.id,
    region,
    project: build.projectName,
    buildId: build.id,
    startedAt: build.startedAt ?? build.submittedAt,
    environment: given.variables,
    // Whoever asks for it makes a session, and most models do not.
    get access() {
      return given.access();
    },
  });
  return withFaults(place, build, asked ?? {});
}

function withFaults({ world, account }: Place, build: Build, course: BuildCourse): Course {
  const faults = buildSettings(world).strike?.({
    accountId: account.id,
    project: build.projectName,
  });
  const slow = faults?.findLast(({ durationMs }) => durationMs !== undefined);
  const isFailing = faults?.some(({ fail }) => fail === true) ?? false;
  const durationMs = slow?.durationMs ?? course.durationMs ?? usualDuration(world.seed, build);
  if (isFailing) return { durationMs, fails: 'on demand', effect: undefined };
  const fails = course.status === 'FAILED' ? 'exit status 1' : undefined;
  return { durationMs, fails, effect: course.effect };
}

/** Whole seconds between 5 and 20 minutes. */
function usualDuration(seed: string | number, { id }: Build): number {
  const random = randomFrom(seed, 'build', hash(id));
  return shortestMs + Math.floor((random.next() * spreadMs) / 1_000) * 1_000;
}
