/** What only the management account can read: whether events are forwarded, and whether stack sets may reach accounts. */

import { classify } from '../../../aws/failures.ts';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import { type Fleet, openFleet } from '../../../aws/open-fleet.ts';
import {
  busArn,
  type PrerequisiteFacts,
} from '../../../deployment/prerequisites/prerequisite-facts.ts';
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
  yield await checkForwarding(fleet, facts, signal);
  yield stacks.every(({ kind }) => kind === 'stack')
    ? skipped('stack-sets', 'the role in accounts needs no stack set')
    : await checkTrustedAccess(fleet);
}

/** A rule that was made by hand forwards as well as one of a stack. */
async function checkForwarding(
  fleet: Fleet,
  facts: PrerequisiteFacts,
  signal: AbortSignal,
): Promise<DoctorCheck> {
  const check = 'forwarding';
  const needed = prerequisiteStacks(facts).filter(({ rule }) => rule !== undefined);
  const missing: string[] = [];
  for (const { rule = '', region } of needed) {
    const isThere = await forwardsTo(fleet.generic('events', region), rule, {
      bus: busArn(facts),
      signal,
    });
    if (!isThere) missing.push(`${rule} in ${region}`);
  }
  if (missing.length === 0) {
    return { check, status: 'ok', detail: `${needed.length} rules forward events` };
  }
  return {
    check,
    status: 'failed',
    detail: `no rule forwards to the bus: ${missing.join(', ')}`,
    advice: 'run flotilla prerequisites apply with credentials of the management account',
  };
}

async function forwardsTo(
  events: GenericCalls,
  Rule: string,
  { bus, signal }: { readonly bus: string; readonly signal: AbortSignal },
): Promise<boolean> {
  try {
    const { State } = await events.call('DescribeRule', { Name: Rule }, signal);
    const { Targets } = await events.call('ListTargetsByRule', { Rule }, signal);
    const targets = (Targets ?? []) as readonly { readonly Arn?: string }[];
    return State === 'ENABLED' && targets.some(({ Arn }) => Arn === bus);
  } catch (error) {
    if (classify(error).kind === 'not-found') return false;
    throw error;
  }
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
