/** The life of a build: it is submitted, waits for its turn, and ends once. */

import { uuid } from '../events/event.ts';
import { publishChange } from './events.ts';
import type { Place } from './here.ts';
import { buildsAtOnce } from './settings.ts';
import type { Build, BuildStatus, Definition, Failure, Project } from './state.ts';
import { work } from './work.ts';

const minuteMs = 60_000;
/** AWS forgets builds after a year. */
const rememberedMs = 365 * 24 * 60 * minuteMs;

export interface NewBuild {
  readonly project: Project;
  readonly definition: Definition;
  readonly initiator: string;
}

export function submit(place: Place, wanted: NewBuild, now: number): Build {
  const { world, state } = place;
  const { project, definition, initiator } = wanted;
  const build: Build = {
    id: `${project.name}:${uuid(world.random)}`,
    number: ++project.builds,
    projectName: project.name,
    definition,
    initiator,
    submittedAt: now,
    status: 'IN_PROGRESS',
  };
  forgetOld(state.builds, now);
  state.builds.set(build.id, build);
  publishChange(place, build, now);
  if (state.running.size < buildsAtOnce(world)) begin(place, build, now);
  else wait(place, build, now);
  return build;
}

export interface Ending {
  readonly status: BuildStatus;
  readonly failure?: Failure;
  readonly now: number;
}

/** Does nothing to a build that is over. */
export function end(place: Place, build: Build, { status, failure, now }: Ending): void {
  if (build.endedAt !== undefined) return;
  build.endedAt = now;
  build.status = status;
  if (failure) build.failure = failure;
  build.stop?.();
  delete build.stop;
  leave(place, build, now);
  publishChange(place, build, now);
}

function begin(place: Place, build: Build, now: number): void {
  build.startedAt = now;
  place.state.running.add(build);
  work(place, build, (ending) => end(place, build, ending));
}

function wait({ world, state, ...where }: Place, build: Build, now: number): void {
  state.queue.push(build);
  const givesUpAt = now + build.definition.queuedTimeoutInMinutes * minuteMs;
  world.timeline.schedule(givesUpAt, (at) => {
    if (build.startedAt !== undefined) return;
    end({ world, state, ...where }, build, { status: 'TIMED_OUT', now: at });
  });
}

/** Its place goes to the one that has waited longest. */
function leave(place: Place, build: Build, now: number): void {
  const { state, world } = place;
  state.running.delete(build);
  const index = state.queue.indexOf(build);
  if (index >= 0) state.queue.splice(index, 1);
  if (state.running.size >= buildsAtOnce(world)) return;
  const next = state.queue.shift();
  if (next) begin(place, next, now);
}

function forgetOld(builds: Map<string, Build>, now: number): void {
  for (const [id, { endedAt = now }] of builds) {
    if (now - endedAt <= rememberedMs) return;
    builds.delete(id);
  }
}
