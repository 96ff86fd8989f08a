/** `CodeBuild Build State Change`: the event at the start of a build and at its end. */

import { defaultBus, hasListener, publishEvent } from '../events/publish.ts';
import { arnOf, type CodeBuildScope } from './codebuild-scope.ts';
import { deepLink } from './describe-build.ts';
import { logOf } from './log.ts';
import { type BuildPhaseDetails, phasesOf } from './phases.ts';
import type { Build } from './resources.ts';
import { buildSettings } from './settings.ts';

export function publishChange(scope: CodeBuildScope, build: Build, now: number): void {
  const { world, account, region } = scope;
  const { id: buildId, projectName: project, status } = build;
  for (const watcher of buildSettings(world).watchers) {
    watcher({ accountId: account.id, project, buildId, status, at: now });
  }
  const bus = defaultBus(world, account.id, region);
  // Ten thousand builds a week: an event without a listener is not created.
  if (!bus || !hasListener(bus)) return;
  const arn = arnOf(scope, 'build', build.id);
  publishEvent(world, {
    source: 'aws.codebuild',
    detailType: 'CodeBuild Build State Change',
    account: account.id,
    region,
    at: now,
    resources: [arn],
    detail: {
      'build-status': build.status,
      'project-name': build.projectName,
      'build-id': arn,
      'additional-information': information(scope, build, now),
      // The first event describes the state before the queue, whatever has happened since.
      'current-phase': build.endedAt === undefined ? 'SUBMITTED' : 'COMPLETED',
      'current-phase-context': '[]',
      version: '1',
    },
  });
}

function information({ region }: CodeBuildScope, build: Build, now: number) {
  const { source, environment, timeoutInMinutes } = build.definition;
  const log = logOf(build);
  return {
    'timeout-in-minutes': timeoutInMinutes,
    'build-complete': build.endedAt !== undefined,
    initiator: build.initiator,
    'build-start-time': timeText(build.submittedAt),
    'build-number': build.number,
    artifact: { location: '' },
    environment: {
      image: environment.image,
      'privileged-mode': environment.privilegedMode ?? false,
      'image-pull-credentials-type': environment.imagePullCredentialsType ?? 'CODEBUILD',
      'compute-type': environment.computeType,
      type: environment.type,
      'environment-variables': environment.environmentVariables ?? [],
    },
    source: { type: source.type, buildspec: source.buildspec ?? '' },
    'source-version': build.definition.sourceVersion ?? '',
    ...(log && {
      logs: {
        'group-name': log.group,
        'stream-name': log.stream,
        'deep-link': deepLink(region, log),
      },
    }),
    phases: phasesOf(build, now).map(toPhase),
  };
}

function toPhase({ type, startedAt, endedAt, status, code, message }: BuildPhaseDetails) {
  return {
    'phase-context': status === 'FAILED' ? [`${code}: ${message}`] : [],
    'phase-type': type,
    'start-time': timeText(startedAt),
    ...(endedAt !== undefined && {
      'end-time': timeText(endedAt),
      'duration-in-seconds': Math.floor((endedAt - startedAt) / 1_000),
    }),
    ...(status !== undefined && { 'phase-status': status }),
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sep 1, 2017 4:12:29 PM`: the only time format of these events. */
function timeText(ms: number): string {
  const date = new Date(ms);
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = date.getUTCHours();
  const clock = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  return `${day} ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
}
