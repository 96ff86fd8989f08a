/** A second process that works on the same installation. */

import { type Lifecycle, openLifecycle } from '../../lifecycle/lifecycle.ts';
import type { TestEnvironment } from './test-environment.ts';

export function hubRole({ lifecycle }: TestEnvironment): string {
  return `arn:aws:iam::${lifecycle.hub.accountId}:role/OrganizationAccountAccessRole`;
}

export function openSecondWorker(env: TestEnvironment): Promise<Lifecycle> {
  const { organization, clock, lifecycle } = env;
  const { credentials, requestHandler } = organization.access(hubRole(env));
  const { settings, hub } = lifecycle;
  const access = { credentials, requestHandler, clock, region: hub.region };
  return openLifecycle({ ...access, settings, owner: 'second worker' });
}
