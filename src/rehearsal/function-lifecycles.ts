/**
 * The life cycle of every function, opened with a role of its own that has the permissions of a deployment, and nothing
 * else: what a role lacks is denied in a rehearsal as it would be on AWS.
 */

import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { openFleet } from '../aws/open-fleet.ts';
import type { DeployedFunction } from '../deployment/deployment.ts';
import { describeDeployment } from '../deployment/describe-deployment.ts';
import { type Lifecycle, type LifecycleOptions, openLifecycle } from '../lifecycle/lifecycle.ts';
import type { RouteName } from '../lifecycle/routes/routes.ts';
import type { SimulatedOrganization } from '../simulator/index.ts';

export interface FunctionLifecycles {
  readonly organization: SimulatedOrganization;
  /** Of the automation account. */
  readonly administratorArn: string;
  readonly lifecycle: Lifecycle;
  /** With the credentials of another identity. */
  readonly options: LifecycleOptions;
}

export async function openFunctionLifecycles({
  organization,
  administratorArn,
  lifecycle,
  options,
}: FunctionLifecycles): Promise<ReadonlyMap<RouteName, Lifecycle>> {
  const { hub, settings } = lifecycle;
  const { functions } = describeDeployment(settings, { ...hub, organizationId: organization.id });
  const iam = openFleet({ ...organization.access(administratorArn), clock: organization.clock });
  const opened = new Map<RouteName, Lifecycle>();
  for (const deployed of functions) {
    await createRole(iam.generic('iam'), deployed);
    const arn = `arn:${hub.partition}:iam::${hub.accountId}:role/${deployed.name}`;
    const credentials = roleCredentials(organization, arn);
    opened.set(
      deployed.route,
      await openLifecycle({ ...options, credentials, owner: deployed.name }),
    );
  }
  return opened;
}

async function createRole(
  iam: ReturnType<ReturnType<typeof openFleet>['generic']>,
  { name: RoleName, statements }: DeployedFunction,
): Promise<void> {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  await iam.call('CreateRole', { RoleName, AssumeRolePolicyDocument: documentOf([trust]) });
  await iam.call('PutRolePolicy', {
    RoleName,
    PolicyName: 'Function',
    PolicyDocument: documentOf(statements),
  });
}

function documentOf(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const sessionMs = 6 * 3_600_000;

/** Credentials of a role, renewed before they expire, like those of a function or a task. */
export function roleCredentials(
  organization: SimulatedOrganization,
  arn: string,
): AwsCredentialIdentityProvider {
  const { clock } = organization;
  let freshUntil = Number.NEGATIVE_INFINITY;
  let current: AwsCredentialIdentity | undefined;
  const provide = async () => {
    if (!current || clock.now() >= freshUntil) {
      current = organization.access(arn).credentials;
      freshUntil = clock.now() + sessionMs;
    }
    return current;
  };
  return Object.assign(provide, { memoized: true });
}
