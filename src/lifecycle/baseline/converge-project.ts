/**
 * Converges the CodeBuild project: creates it, or updates it in place. It is never deleted and created again, so no
 * running build is lost.
 */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import type { ConvergeContext, ResourceChange } from '../../converge/change.ts';
import { retryUntilRoleIsKnown } from '../../converge/retry-until-role-is-known.ts';
import type { Clock } from '../../model/clock.ts';
import { buildTimeoutMinutes } from '../builds/build-timeout.ts';
import type { DesiredProject } from './baseline.ts';
import { originTag } from './baseline-names.ts';

interface Project {
  readonly description?: string;
  readonly source?: { readonly type?: string; readonly buildspec?: string };
  readonly environment?: {
    readonly image?: string;
    readonly environmentVariables?: readonly Variable[];
  };
  readonly serviceRole?: string;
  readonly timeoutInMinutes?: number;
}

interface Variable {
  readonly name?: string;
  readonly value?: string;
  readonly type?: string;
}

const plain = 'PLAINTEXT';

export interface RoleWaitOptions {
  /** Used to wait for a role that was just created; undefined: no wait. */
  readonly clock: Clock | undefined;
}

export async function convergeProject(
  codebuild: GenericCalls,
  desired: DesiredProject,
  { dry, clock }: ConvergeContext & RoleWaitOptions,
): Promise<readonly ResourceChange[]> {
  const resource = `project ${desired.name}`;
  const found = await readProject(codebuild, desired.name);
  if (!found) {
    if (!dry) await create(codebuild, desired, clock);
    return [{ resource, action: 'create', differences: [] }];
  }
  const differences = differencesOf(found, desired);
  if (differences.length === 0) return [];
  if (!dry)
    await retryUntilRoleIsKnown(clock, () => codebuild.call('UpdateProject', inputOf(desired)));
  return [{ resource, action: 'update', differences }];
}

async function readProject(codebuild: GenericCalls, name: string): Promise<Project | undefined> {
  const { projects } = await codebuild.call('BatchGetProjects', { names: [name] });
  return ((projects ?? []) as readonly Project[])[0];
}

async function create(
  codebuild: GenericCalls,
  desired: DesiredProject,
  clock: Clock | undefined,
): Promise<void> {
  // Only when the project is created: tags of an update replace all tags that others added.
  const input = { ...inputOf(desired), tags: [originTag] };
  try {
    await retryUntilRoleIsKnown(clock, () => codebuild.call('CreateProject', input));
  } catch (error) {
    // Another worker has created it meanwhile.
    if (classify(error).code !== 'ResourceAlreadyExistsException') throw error;
    await codebuild.call('UpdateProject', inputOf(desired));
  }
}

function differencesOf(found: Project, desired: DesiredProject): string[] {
  const { source, environment, serviceRole, description } = found;
  const variables = Object.fromEntries(
    (environment?.environmentVariables ?? [])
      .filter(({ type = plain }) => type === plain)
      .map(({ name = '', value }) => [name, value]),
  );
  const names = new Set([
    ...(environment?.environmentVariables ?? []).map(({ name = '' }) => name),
    ...Object.keys(desired.variables),
  ]);
  const changed = [...names].filter((name) => variables[name] !== desired.variables[name]);
  const named = [
    ...(source?.buildspec === desired.buildspec ? [] : ['the buildspec']),
    ...(environment?.image === desired.image ? [] : ['the image']),
    ...(serviceRole === desired.serviceRole ? [] : ['the role']),
    ...(description === desired.description ? [] : ['the description']),
    ...(found.timeoutInMinutes === buildTimeoutMinutes ? [] : ['the time-out']),
    ...changed.sort().map((name) => `variable ${name}`),
  ];
  return named.length > 0 || contains(found, fixed(desired)) ? named : ['other properties'];
}

/** Ignores members that AWS adds. */
function contains(found: unknown, desired: unknown): boolean {
  if (typeof desired !== 'object' || desired === null) return found === desired;
  if (typeof found !== 'object' || found === null) return false;
  const members = found as Readonly<Record<string, unknown>>;
  return Object.entries(desired).every(([key, value]) => contains(members[key], value));
}

function inputOf(desired: DesiredProject) {
  const { name, description, buildspec, image, serviceRole, variables } = desired;
  const { environment, source, ...rest } = fixed(desired);
  return {
    name,
    description,
    ...rest,
    source: { ...source, buildspec },
    environment: {
      ...environment,
      image,
      environmentVariables: Object.entries(variables).map(([key, value]) => ({
        name: key,
        value,
        type: plain,
      })),
    },
    serviceRole,
  };
}

/** The same for every project: changes that a holder makes are reverted. */
function fixed({ image }: DesiredProject) {
  return {
    source: { type: 'NO_SOURCE' },
    artifacts: { type: 'NO_ARTIFACTS' },
    cache: { type: 'NO_CACHE' },
    environment: {
      type: image.includes('aarch64') ? 'ARM_CONTAINER' : 'LINUX_CONTAINER',
      computeType: 'BUILD_GENERAL1_SMALL',
    },
    timeoutInMinutes: buildTimeoutMinutes,
    concurrentBuildLimit: 1,
    logsConfig: { cloudWatchLogs: { status: 'ENABLED' } },
  };
}
