/** The service role of a build. */

import type { Access } from '../../access.ts';
import { trustsService } from '../../service-trust.ts';
import type { World } from '../../world/world.ts';
import type { Role } from '../iam/resources.ts';
import { findRole, iamOf } from '../iam/state.ts';
import { type IssuedSession, issueRoleSession } from '../sts/session.ts';
import type { CodeBuildScope } from './codebuild-scope.ts';
import { invalid } from './errors.ts';
import type { Build } from './resources.ts';
import { sessionName } from './role-permissions.ts';
import { buildSettings } from './settings.ts';

const service = 'codebuild.amazonaws.com';

/** Throws unless the role exists and trusts CodeBuild: creating, updating and starting all check it. */
export function checkServiceRole(scope: CodeBuildScope, arn: string, projectArn: string): Role {
  const pattern = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?[\w+=,.@-]+$/;
  const owner = pattern.exec(arn)?.[1];
  if (owner === undefined) throw invalid(`Invalid service role: ${arn} is not the ARN of a role`);
  const role = serviceRoleOf(scope, arn, projectArn);
  if (!role) throw invalid(`CodeBuild is not authorized to perform: sts:AssumeRole on ${arn}`);
  return role;
}

/** Undefined when CodeBuild may not, or cannot, assume it. */
export function serviceRoleOf(
  scope: CodeBuildScope,
  arn: string,
  projectArn: string,
): Role | undefined {
  const { world, account } = scope;
  const role = findRole(iamOf(world, account), arn.slice(arn.lastIndexOf('/') + 1));
  if (role?.arn !== arn) return undefined;
  const call = { service, accountId: account.id, sourceArn: projectArn };
  return trustsService(role, call) ? role : undefined;
}

/** A session of the role, created on first use, and valid for the maximum duration of the build. */
export function roleAccess({ world, account, region }: CodeBuildScope, build: Build, role: Role) {
  let made: Access | undefined;
  return (): Access => {
    if (made) return made;
    const issuedAt = world.clock.now();
    const { credentials } = issueRoleSession(world, {
      accountId: account.id,
      role,
      sessionName: sessionName(build),
      session: {
        issuedAt,
        expiresAt: issuedAt + (build.definition.timeoutInMinutes + 60) * 60_000,
        policies: [],
        tags: {},
        transitiveTagKeys: [],
        hasMfa: false,
      },
    });
    made = accessWith(world, credentials, region);
    return made;
  };
}

function accessWith(world: World, credentials: IssuedSession['credentials'], region: string) {
  const { access } = buildSettings(world);
  if (!access) throw new Error('Builds have no access to the simulator.');
  return access(
    {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretAccessKey,
      sessionToken: credentials.SessionToken,
    },
    region,
  );
}
