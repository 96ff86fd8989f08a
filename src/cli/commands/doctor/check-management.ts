/** What only the management account can read: whether events are forwarded, and whether stack sets may reach accounts. */

import { type Fleet, openFleet } from '../../../aws/open-fleet.ts';
import { planPrerequisites } from '../../../deployment/prerequisites/converge-prerequisites.ts';
import { prerequisiteStacks } from '../../../deployment/prerequisites/prerequisite-stacks.ts';
import { readOrganization } from '../../../organization/call-organizations.ts';
import { readOrganizationId } from '../../../organization/organization-id.ts';
import type { CommandContext } from '../../command-context.ts';
import { errorLine } from '../../error-line.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { expectManagementAccount } from '../prerequisites/read-facts.ts';
import { skipped } from './check-aws.ts';
import type { CheckedInstallation } from './checked-installation.ts';
import type { DoctorCheck } from './command.ts';

const stackSets = 'member.org.stacksets.cloudformation.amazonaws.com';

interface ManagementValues extends AwsOptionValues {
  readonly managementProfile?: string | undefined;
}

export async function* checkManagement(
  installation: CheckedInstallation,
  { managementProfile, ...values }: ManagementValues,
  context: CommandContext,
): AsyncGenerator<DoctorCheck> {
  if (managementProfile === undefined) {
    const advice = 'name an administrator of the management account with --management-profile';
    for (const check of ['forwarding', 'stack-sets'] as const)
      yield { ...skipped(check, 'the management account is not read'), advice };
    return;
  }
  const fleet = openFleet(context.fleetOptions({ ...values, profile: managementProfile }));
  try {
    yield* checkPrerequisites(fleet, installation, context);
  } catch (error) {
    context.signal.throwIfAborted();
    yield { check: 'forwarding', status: 'failed', detail: errorLine(error) };
  } finally {
    fleet.close();
  }
}

async function* checkPrerequisites(
  fleet: Fleet,
  installation: CheckedInstallation,
  { signal }: CommandContext,
): AsyncGenerator<DoctorCheck> {
  await expectManagementAccount(fleet, installation.settings);
  const facts = { ...installation, organizationId: await readOrganizationId(fleet) };
  const stacks = prerequisiteStacks(facts);
  const own = stacks.filter(({ kind }) => kind === 'stack');
  const findings = await planPrerequisites({ fleet, facts, clock: fleet.clock, signal }, own);
  const advice = 'run flotilla prerequisites apply with credentials of the management account';
  yield findings.length === 0
    ? { check: 'forwarding', status: 'ok', detail: `${own.length} stacks are current` }
    : {
        check: 'forwarding',
        status: 'failed',
        detail: findings.map(({ resource, action }) => `${resource}: ${action}`).join(', '),
        advice,
      };
  yield own.length === stacks.length
    ? skipped('stack-sets', 'the role in accounts needs no stack set')
    : await checkTrustedAccess(fleet);
}

async function checkTrustedAccess(fleet: Fleet): Promise<DoctorCheck> {
  const check = 'stack-sets';
  const isTrusted = (await trustedServices(fleet)).includes(stackSets);
  if (isTrusted) return { check, status: 'ok', detail: 'CloudFormation may reach accounts' };
  const advice = 'run aws cloudformation activate-organizations-access in the management account';
  return { check, status: 'failed', detail: 'stack sets may not reach accounts', advice };
}

async function trustedServices(fleet: Fleet): Promise<readonly string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const input = NextToken === undefined ? {} : { NextToken };
    const page = await readOrganization(fleet, 'ListAWSServiceAccessForOrganization', input);
    found.push(
      ...(page.EnabledServicePrincipals ?? []).map(({ ServicePrincipal = '' }) => ServicePrincipal),
    );
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found;
}
