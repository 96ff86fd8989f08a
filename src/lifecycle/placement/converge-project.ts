/** The CodeBuild project: made, or updated in place. It is never deleted to be made again, so no running build is cut. */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Clock } from '../../model/clock.ts';
import type { Change, Converging } from './change.ts';
import { originTag } from './names.ts';
import type { DesiredProject } from './placement.ts';

interface Project {
  readonly description?: string;
  readonly source?: { readonly type?: string; readonly buildspec?: string };
  readonly environment?: {
    readonly image?: string;
    readonly environmentVariables?: readonly { readonly name?: string; readonly value?: string }[];
  };
  readonly serviceRole?: string;
  readonly timeoutInMinutes?: number;
}

const timeoutInMinutes = 480;
/** IAM is consistent in the end: CodeBuild takes a new role some seconds after it was made. */
const roleDelaysMs = [2_000, 5_000, 10_000, 15_000, 20_000];

export async function convergeProject(
  codebuild: GenericCalls,
  desired: DesiredProject,
  { dry, clock }: Converging & { readonly clock: Clock },
): Promise<readonly Change[]> {
  const resource = `project ${desired.name}`;
  const found = await readProject(codebuild, desired.name);
  if (!found) {
    if (!dry) await create(codebuild, desired, clock);
    return [{ resource, action: 'create', differences: [] }];
  }
  const differences = differencesOf(found, desired);
  if (differences.length === 0) return [];
  if (!dry) await whenRoleIsKnown(clock, () => codebuild.call('UpdateProject', inputOf(desired)));
  return [{ resource, action: 'update', differences }];
}

async function readProject(codebuild: GenericCalls, name: string): Promise<Project | undefined> {
  const { projects } = await codebuild.call('BatchGetProjects', { names: [name] });
  return ((projects ?? []) as readonly Project[])[0];
}

async function create(
  codebuild: GenericCalls,
  desired: DesiredProject,
  clock: Clock,
): Promise<void> {
  try {
    await whenRoleIsKnown(clock, () => codebuild.call('CreateProject', inputOf(desired)));
  } catch (error) {
    // Another hand was faster.
    if (classify(error).code !== 'ResourceAlreadyExistsException') throw error;
    await codebuild.call('UpdateProject', inputOf(desired));
  }
}

async function whenRoleIsKnown<T>(clock: Clock, call: () => Promise<T>): Promise<T> {
  for (const delayMs of roleDelaysMs) {
    try {
      return await call();
    } catch (error) {
      if (classify(error).code !== 'InvalidInputException') throw error;
      await clock.sleep(delayMs);
    }
  }
  return call();
}

function differencesOf(found: Project, desired: DesiredProject): string[] {
  const { source, environment, serviceRole, description } = found;
  const variables = Object.fromEntries(
    (environment?.environmentVariables ?? []).map(({ name = '', value }) => [name, value]),
  );
  const names = new Set([...Object.keys(variables), ...Object.keys(desired.variables)]);
  const changed = [...names].filter((name) => variables[name] !== desired.variables[name]);
  return [
    ...(source?.buildspec === desired.buildspec ? [] : ['the buildspec']),
    ...(environment?.image === desired.image ? [] : ['the image']),
    ...(serviceRole === desired.serviceRole ? [] : ['the role']),
    ...(description === desired.description ? [] : ['the description']),
    ...(found.timeoutInMinutes === timeoutInMinutes ? [] : ['the time-out']),
    ...changed.sort().map((name) => `variable ${name}`),
  ];
}

function inputOf(desired: DesiredProject) {
  const { name, description, buildspec, image, serviceRole, variables } = desired;
  return {
    name,
    description,
    source: { type: 'NO_SOURCE', buildspec },
    artifacts: { type: 'NO_ARTIFACTS' },
    cache: { type: 'NO_CACHE' },
    environment: {
      type: image.includes('aarch64') ? 'ARM_CONTAINER' : 'LINUX_CONTAINER',
      image,
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: Object.entries(variables).map(([key, value]) => ({
        name: key,
        value,
        type: 'PLAINTEXT',
      })),
    },
    serviceRole,
    timeoutInMinutes,
    concurrentBuildLimit: 1,
    logsConfig: { cloudWatchLogs: { status: 'ENABLED' } },
    tags: [originTag],
  };
}
