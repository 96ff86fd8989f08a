/** A build in the form of BatchGetBuilds. */

import { arnOf, type CodeBuildScope } from './codebuild-scope.ts';
import { logOf } from './log.ts';
import { type BuildPhaseDetails, currentPhase, phasesOf } from './phases.ts';
import type { Build } from './resources.ts';

export function describedBuild(scope: CodeBuildScope, build: Build, now: number) {
  const { others, concurrentBuildLimit: _, description: __, ...definition } = build.definition;
  return {
    id: build.id,
    arn: arnOf(scope, 'build', build.id),
    buildNumber: build.number,
    startTime: new Date(build.submittedAt),
    ...(build.endedAt !== undefined && { endTime: new Date(build.endedAt) }),
    currentPhase: currentPhase(build, now),
    buildStatus: build.status,
    projectName: build.projectName,
    phases: phasesOf(build, now).map(describedPhase),
    ...definition,
    artifacts: { location: '' },
    logs: describedLog(scope, build),
    buildComplete: build.endedAt !== undefined,
    initiator: build.initiator,
    ...(build.exported && { exportedEnvironmentVariables: build.exported }),
  };
}

function describedPhase(phase: BuildPhaseDetails) {
  const { type, startedAt, endedAt, status, code, message } = phase;
  const contexts =
    status === 'FAILED' ? [{ statusCode: code ?? 'COMMAND_EXECUTION_ERROR', message }] : [];
  return {
    phaseType: type,
    ...(status !== undefined && { phaseStatus: status }),
    startTime: new Date(startedAt),
    ...(endedAt !== undefined && {
      endTime: new Date(endedAt),
      durationInSeconds: Math.floor((endedAt - startedAt) / 1_000),
    }),
    ...(contexts.length > 0 && { contexts }),
  };
}

function describedLog(scope: CodeBuildScope, build: Build) {
  const log = logOf(build);
  if (!log) return { cloudWatchLogs: { status: 'DISABLED' } };
  const { world, account, region } = scope;
  const { group, stream } = log;
  return {
    groupName: group,
    streamName: stream,
    deepLink: deepLink(region, log),
    cloudWatchLogsArn: `arn:${world.partition.name}:logs:${region}:${account.id}:log-group:${group}:log-stream:${stream}`,
    ...(build.definition.logsConfig?.cloudWatchLogs && {
      cloudWatchLogs: build.definition.logsConfig.cloudWatchLogs,
    }),
  };
}

export function deepLink(
  region: string,
  { group, stream }: { readonly group: string; readonly stream: string },
): string {
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encodeURIComponent(group)}/log-events/${encodeURIComponent(stream)}`;
}
