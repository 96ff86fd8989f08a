/** The variables of a build's commands: as defined in the project, or fetched with the role's permissions. */

import { selectorOf } from '../ssm/caller-parameters.ts';
import { parameterArn } from '../ssm/parameter.ts';
import { findVersion } from '../ssm/read-parameters.ts';
import { ssmOf } from '../ssm/state.ts';
import type { CodeBuildScope } from './codebuild-scope.ts';
import type { Build, BuildFailure, BuildVariable } from './resources.ts';
import type { RolePermissions } from './role-permissions.ts';

export interface BuildEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  readonly failure?: BuildFailure;
}

export function environmentOf(
  scope: CodeBuildScope,
  build: Build,
  role: RolePermissions,
): BuildEnvironment {
  const variables: Record<string, string> = {};
  for (const variable of build.definition.environment.environmentVariables ?? []) {
    const value = readVariable(scope, variable, role);
    if (typeof value !== 'string') return { variables, failure: value };
    variables[variable.name] = value;
  }
  return { variables };
}

function readVariable(
  scope: CodeBuildScope,
  { type, value }: BuildVariable,
  role: RolePermissions,
): string | BuildFailure {
  if (type === 'PARAMETER_STORE') return parameterOf(scope, value, role);
  if (type === 'SECRETS_MANAGER') return failure(`Secrets Manager is not simulated: ${value}`);
  return value;
}

/** With the role's permissions. */
export function parameterOf(
  { world, account, region }: CodeBuildScope,
  selector: string,
  role: RolePermissions,
): string | BuildFailure {
  const { name } = selectorOf(selector);
  const resource = parameterArn(world, { accountId: account.id, region }, name);
  if (!role.may('ssm:GetParameters', resource)) {
    return failure(
      `AccessDeniedException: User: ${role.arn} is not authorized to perform: ssm:GetParameters on resource: ${resource}`,
    );
  }
  const found = findVersion(ssmOf(world, account, region), selector);
  return found ? found[1].value : failure(`[${selector}]: ParameterNotFound`);
}

function failure(message: string): BuildFailure {
  return { phase: 'DOWNLOAD_SOURCE', code: 'Decrypted Variables Error', message };
}
