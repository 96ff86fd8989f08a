/** The lifecycle of a build: submitted, queued, finished once. */

import { uuid } from '../events/event.ts';
import type { CodeBuildScope } from './codebuild-scope.ts';
import { publishChange } from './events.ts';
import { performBuild } from './perform-build.ts';
import type { Build, BuildEnd, Definition, Project } from './resources.ts';
import { buildsAtOnce } from './settings.ts';

const minuteMs = 60_000;
/** AWS deletes builds after a year. */
const retentionMs = 365 * 24 * 60 * minuteMs;

export interface NewBuild {
  readonly project: Project;
  readonly definition: Definition;
  readonly initiator: string;
}

export function submit(scope: CodeBuildScope, options: NewBuild, now: number): Build {
  const { world, state } = scope;
  const { project, definition, initiator } = options;
  const build: Build = {
    id: `${project.name}:${uuid(world.random)}`,
    number: ++project.builds,
    projectName: project.name,
    definition,
    initiator,
    submittedAt: now,
    status: 'IN_PROGRESS',
  };
  deleteOldBuilds(state.builds, now);
  state.builds.set(build.id, build);
  publishChange(scope, build, now);
  if (state.running.size < buildsAtOnce(world)) startBuild(scope, build, now);
  else enqueueBuild(scope, build, now);
  return build;
}

/** Has no effect on a build that has ended. */
export function end(scope: CodeBuildScope, build: Build, { status, failure, now }: BuildEnd): void {
  if (build.endedAt !== undefined) return;
  build.endedAt = now;
  build.status = status;
  if (failure) build.failure = failure;
  build.stop?.();
  delete build.stop;
  releaseSlot(scope, build, now);
  publishChange(scope, build, now);
}

function startBuild(scope: CodeBuildScope, build: Build, now: number): void {
  build.startedAt = now;
  scope.state.running.add(build);
  performBuild(scope, build, (ending) => end(scope, build, ending));
}

function enqueueBuild({ world, state, ...where }: CodeBuildScope, build: Build, now: number): void {
  state.queue.push(build);
  const givesUpAt = now + build.definition.queuedTimeoutInMinutes * minuteMs;
  world.timeline.schedule(givesUpAt, 'the timeout of a queued build', (at) => {
    if (build.startedAt !== undefined) return;
    end({ world, state, ...where }, build, { status: 'TIMED_OUT', now: at });
  });
}

/** Starts the build that has waited longest. */
function releaseSlot(scope: CodeBuildScope, build: Build, now: number): void {
  const { state, world } = scope;
  state.running.delete(build);
  const index = state.queue.indexOf(build);
  if (index >= 0) state.queue.splice(index, 1);
  if (state.running.size >= buildsAtOnce(world)) return;
  const next = state.queue.shift();
  if (next) startBuild(scope, next, now);
}

function deleteOldBuilds(builds: Map<string, Build>, now: number): void {
  for (const [id, { endedAt = now }] of builds) {
    if (now - endedAt <= retentionMs) return;
    builds.delete(id);
  }
}
