/** The permission checks of CodeBuild with a build's role, before the build starts. */

import { authorize } from '../../authorize.ts';
import type { Role } from '../iam/resources.ts';
import type { CodeBuildScope } from './codebuild-scope.ts';
import type { Build } from './resources.ts';

export interface RolePermissions {
  /** `arn:aws:sts::<account>:assumed-role/<role>/AWSCodeBuild-<uuid>`. */
  readonly arn: string;
  readonly may: (action: string, resource: string) => boolean;
}

export function rolePermissions(
  { world, account, region }: CodeBuildScope,
  build: Build,
  role: Role,
): RolePermissions {
  const session = sessionName(build);
  const arn = `arn:${world.partition.name}:sts::${account.id}:assumed-role/${role.name}/${session}`;
  const caller = {
    accountId: account.id,
    kind: 'role',
    arn,
    userId: `${role.id}:${session}`,
    name: role.name,
    accessKeyId: '',
  } as const;
  const now = world.clock.now();
  const context = { world, caller, region, host: '', requestId: build.id, now };
  return { arn, may: (action, resource) => authorize(context, { action, resource }).allowed };
}

export function sessionName({ id }: Build): string {
  return `AWSCodeBuild-${id.slice(id.indexOf(':') + 1)}`;
}
