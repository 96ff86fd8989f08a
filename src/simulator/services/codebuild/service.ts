/** AWS CodeBuild: projects, and builds that are modelled or really run. */

import { requestTagConditions } from '../../request-tags.ts';
import { defineService, type FindPermissions, type RequiredPermission } from '../../service.ts';
import { buildHandlers } from './builds.ts';
import { bareName } from './codebuild-scope.ts';
import { projectHandlers } from './projects.ts';

const permissions: FindPermissions = (operation, input, { world, caller, region }) => {
  const action = `codebuild:${operation}`;
  const role = input.serviceRole ?? input.serviceRoleOverride;
  const passing: readonly RequiredPermission[] =
    typeof role === 'string' && role.startsWith('arn:')
      ? [
          {
            action: 'iam:PassRole',
            resource: role,
            conditions: { 'iam:PassedToService': 'codebuild.amazonaws.com' },
          },
        ]
      : [];
  const names = projectsOf(input);
  if (names.length === 0) return undefined;
  const arn = `arn:${world.partition.name}:codebuild:${region}:${caller.accountId}:project/`;
  const conditions = requestTagConditions(upperCase(input.tags));
  return [...names.map((name) => ({ action, resource: arn + name, conditions })), ...passing];
};

/** Builds belong to their project: permissions are granted for projects alone. */
function projectsOf(input: Readonly<Record<string, unknown>>): readonly string[] {
  const { name, names, projectName, id, ids } = input;
  const all = [name, projectName, id, names, ids].flat();
  const bare = all.flatMap((one) => (typeof one === 'string' ? [bareName(one)] : []));
  return [...new Set(bare.map((one) => one.replace(/:.*$/, '')))];
}

function upperCase(tags: unknown): unknown {
  if (!Array.isArray(tags)) return undefined;
  return tags.map(({ key, value }: { key?: string; value?: string }) => ({
    Key: key,
    Value: value,
  }));
}

export const codebuildService = defineService({
  name: 'codebuild',
  operations: { ...projectHandlers, ...buildHandlers },
  permissions,
});
