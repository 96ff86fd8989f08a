/** The caller's CodeBuild in the region of the call. */

import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { noProject } from './errors.ts';
import type { Project } from './resources.ts';
import { type CodeBuildState, codebuildOf } from './state.ts';

/** The location of a project and its builds. */
export interface CodeBuildScope {
  readonly world: World;
  readonly account: SimulatedAccount;
  readonly region: string;
  readonly state: CodeBuildState;
}

export function codeBuildScope(context: CallContext): CodeBuildScope {
  const { world, region } = context;
  const account = callerAccount(context);
  return { world, account, region, state: codebuildOf(world, account, region) };
}

/** By name or by ARN. */
export function projectAt(scope: CodeBuildScope, name: string): Project {
  const bare = bareName(name);
  const project = scope.state.projects.get(bare);
  if (!project) throw noProject(arnOf(scope, 'project', bare));
  return project;
}

export function bareName(name: string): string {
  return name.startsWith('arn:') ? name.slice(name.indexOf('/') + 1) : name;
}

export function arnOf(
  { world, account, region }: Pick<CodeBuildScope, 'world' | 'account' | 'region'>,
  kind: 'project' | 'build',
  id: string,
): string {
  return `arn:${world.partition.name}:codebuild:${region}:${account.id}:${kind}/${id}`;
}
