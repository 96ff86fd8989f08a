/** `--deploy-inventory-role stackset`: CloudFormation places the role, and we place it where it does not reach. */

import { ListRootsCommand } from '@aws-sdk/client-organizations';
import { genericClient } from '../../aws/generic-client.ts';
import { iamIn, type KnownAccess } from '../../infrastructure/access.ts';
import { convergeInventoryRole } from '../../infrastructure/account/converge-inventory-role.ts';
import {
  desiredInventoryRole,
  inventoryResource,
} from '../../infrastructure/desired/inventory-role.ts';
import {
  failedFinding,
  findingsIn,
  type InfrastructureFinding,
} from '../../infrastructure/finding.ts';
import {
  applyStackSet,
  desiredStackSet,
  planStackSet,
  type StackSetAccess,
} from '../../infrastructure/members/stack-set.ts';
import type { Installation } from '../../infrastructure/settings.ts';
import { isAccountId } from '../../model/account.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { organizationsClient, unreadable } from '../../organization/organization-client.ts';
import type { Io } from '../io.ts';
import type { Given } from '../options/option.ts';

export interface Deployment {
  readonly installation: Installation;
  readonly given: Given;
  readonly dry: boolean;
}

export async function deployStackSet(
  access: KnownAccess,
  { installation, given, dry }: Deployment,
  io: Io,
): Promise<readonly InfrastructureFinding[]> {
  const rootId = await rootOf(access);
  const targets = targetsIn(given) ?? [rootId];
  const desired = desiredStackSet(installation, targets);
  const opened = stackSetAccess(access, installation, io);
  const work = dry ? planStackSet : applyStackSet;
  const findings = await work(opened, desired);
  if (!targets.includes(rootId)) return findings;
  return [...findings, ...(await inManagementAccount(access, { installation, dry }, io))];
}

export function stackSetAccess(
  access: KnownAccess,
  { settings, facts }: Installation,
  io: Io,
): StackSetAccess {
  const { billing, managementAccountId } = access;
  const isManagement = facts.billingAccountId === managementAccountId;
  return {
    cloudformation: billing.client(genericClient('cloudformation'), settings.region),
    accountId: facts.billingAccountId,
    callAs: isManagement ? 'SELF' : 'DELEGATED_ADMIN',
    region: settings.region,
    clock: billing.clock,
    signal: io.signal,
    onProgress: telling(io, billing.clock),
  };
}

/** A line a minute: operations in a thousand accounts take an hour. */
function telling({ stderr }: Io, clock: KnownAccess['billing']['clock']) {
  let toldAt = clock.now();
  return ({ status, failed }: { readonly status: string; readonly failed: number }) => {
    if (clock.now() - toldAt < 60_000) return;
    toldAt = clock.now();
    stderr.write(`stack set: ${status.toLowerCase()}, ${failed} failed so far\n`);
  };
}

export function targetsIn({ targets }: Given): readonly string[] | undefined {
  const ids = targets as readonly string[] | undefined;
  const wrong = ids?.find((id) => isAccountId(id) || !/^(ou|r)-/.test(id));
  if (wrong === undefined) return ids;
  throw new FlotillaError(
    'InvalidInput',
    `--targets: "${wrong}" is no OU or root; a stack set goes by OUs, and fan-out by accounts`,
  );
}

async function rootOf({ billing }: KnownAccess): Promise<string> {
  const client = await organizationsClient(billing);
  const { Roots } = await client.send(new ListRootsCommand({})).catch((error: unknown) => {
    throw unreadable(error, 'organizations:ListRoots');
  });
  return Roots?.[0]?.Id ?? '';
}

/** Stack sets that CloudFormation manages leave it out. */
async function inManagementAccount(
  access: KnownAccess,
  { installation, dry }: Pick<Deployment, 'installation' | 'dry'>,
  io: Io,
): Promise<readonly InfrastructureFinding[]> {
  const { managementAccountId: accountId, billing } = access;
  if (installation.facts.billingAccountId !== accountId) {
    io.stderr.write(
      `management account ${accountId} is reached by no stack set; place the role there with --deploy-inventory-role fan-out --targets ${accountId}\n`,
    );
    return [];
  }
  const desired = desiredInventoryRole(installation, accountId);
  try {
    const iam = await iamIn(access, accountId);
    const converging = { dry, clock: billing.clock };
    return findingsIn(accountId, await convergeInventoryRole(iam, desired, converging));
  } catch (error) {
    const resource = inventoryResource(installation);
    return [failedFinding({ accountId, resource }, error)];
  }
}
