/**
 * Seeded resources in some of the accounts: instances that are exempt, marked for deletion, or neither. A modelled
 * purge deletes by the variables of its build. What must go and what must stay is judged by the settings.
 */

import type { GenericCalls } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { baselineNames } from '../lifecycle/baseline/baseline-names.ts';
import { evaluate, type NukeResource } from '../lifecycle/purge/evaluate.ts';
import { type PurgePolicy, purgePolicyOf } from '../lifecycle/purge/purge-policy.ts';
import { findEntry } from '../settings/find-entry.ts';
import type { ModelledBuild } from '../simulator/index.ts';
import type { OpenService } from './builds.ts';
import type { RehearsalEnvironment } from './rehearsal-environment.ts';

/** More accounts would cost time and add no coverage. */
const maxAccounts = 20;
const hourMs = 3_600_000;

export interface DeletedInstance {
  readonly id: string;
  /** It carried the exemption tag, or was younger than the maximum age and not marked, by the settings. */
  readonly exempt: boolean;
}

/** What a purge should have done and has not, by instance id. */
export interface PurgeResult {
  /** Should be deleted, and still exist. */
  readonly left: readonly string[];
  /** Deleted, although the settings say that nothing is. */
  readonly gone: readonly string[];
}

export interface SeededResources {
  /** Deletes what the policy says, as a purge does. Returns the text of the report. */
  purge(build: ModelledBuild, open: OpenService): Promise<string>;
  /** Reads the account after a purge that began then. Undefined where nothing is seeded, or nothing can be read. */
  inspect(accountId: string, startedAt: number): Promise<PurgeResult | undefined>;
}

export async function seedResources(
  environment: RehearsalEnvironment,
  accounts: readonly string[],
  onDeleted: (deleted: DeletedInstance) => void,
): Promise<SeededResources> {
  const { clock } = environment;
  const seeded = new Map<string, AccountPolicy>();
  const existing = new Map<string, ReadonlySet<string>>();
  for (const accountId of accounts.slice(0, maxAccounts)) {
    const policy = accountPolicy(environment, accountId);
    seeded.set(accountId, policy);
    existing.set(accountId, await seedInstances(environment, accountId, policy));
  }
  return {
    async purge(build, open) {
      const policy = seeded.get(build.accountId);
      if (!policy) return 'nothing to purge';
      const ec2 = open('ec2');
      const { accountId, environment: variables } = build;
      const own = policyWith(environment, accountId, variables);
      const toDelete = await instancesToDelete(ec2, own, clock.now());
      if (toDelete.length === 0) return 'nothing to purge';
      if (variables.PURGE_MODE !== '--force') return `${toDelete.length} would be deleted`;
      const InstanceIds = toDelete.map(({ identifier }) => identifier);
      await ec2.call('TerminateInstances', { InstanceIds });
      for (const one of toDelete) {
        onDeleted({ id: one.identifier, exempt: isExempt(policy, one, clock.now()) });
      }
      return `${toDelete.length} deleted`;
    },
    async inspect(accountId, startedAt) {
      const policy = seeded.get(accountId);
      if (!policy) return undefined;
      const found = await instances(openEc2(environment, accountId)).catch(() => undefined);
      if (!found) return undefined;
      const ids = new Set(found.map(({ identifier }) => identifier));
      const before = existing.get(accountId) ?? ids;
      existing.set(accountId, ids);
      if (policy.isDryRun) return { left: [], gone: [...before].filter((id) => !ids.has(id)) };
      const mustGo = found.filter((one) => isToDelete(policy.policy, one, startedAt));
      return { left: mustGo.map(({ identifier }) => identifier), gone: [] };
    },
  };
}

/** What the settings say about an account. */
interface AccountPolicy {
  readonly policy: PurgePolicy;
  readonly isDryRun: boolean;
}

function accountPolicy(environment: RehearsalEnvironment, accountId: string): AccountPolicy {
  const { lifecycle, organization } = environment;
  const entry = findEntry(lifecycle.settings, organization.account(accountId));
  const variables = entry?.purge.variables ?? {};
  const isDryRun = variables.PURGE_MODE !== '--force';
  return { policy: policyWith(environment, accountId, variables), isDryRun };
}

function policyWith(
  { lifecycle, organization }: RehearsalEnvironment,
  accountId: string,
  variables: Readonly<Record<string, string>>,
): PurgePolicy {
  const { settings, hub } = lifecycle;
  const names = baselineNames(settings);
  return purgePolicyOf({
    accountId,
    blockedAccounts: [hub.accountId, organization.managementAccountId],
    regions: [hub.region],
    ownNames: [names.preparation, names.purge, names.buildRole, names.eventsRole],
    variables,
  });
}

function isToDelete(policy: PurgePolicy, resource: NukeResource, now: number): boolean {
  return evaluate(policy, resource, { now }).verdict === 'delete';
}

/** Does not use the evaluation of the policy, which it judges. */
function isExempt({ policy }: AccountPolicy, { properties }: NukeResource, now: number): boolean {
  const hasTag = ({ key, value }: { readonly key: string; readonly value: string }) =>
    properties[`tag:${key}`] === value;
  const ageHours = (now - Date.parse(properties.LaunchTime ?? '')) / hourMs;
  return hasTag(policy.exempt) || (ageHours < policy.aged.hours && !hasTag(policy.tagged));
}

/** With the role that a person of the organization uses, not with the one of the build. */
function openEc2(environment: RehearsalEnvironment, accountId: string): GenericCalls {
  const { organization, clock, lifecycle } = environment;
  const role = lifecycle.settings.automation.roleNameToManageCodebuild;
  const access = organization.access(`arn:aws:iam::${accountId}:role/${role}`);
  return openFleet({ ...access, clock }).generic('ec2', lifecycle.hub.region);
}

/** Launches three instances: exempt, marked, and neither. Returns their ids. */
async function seedInstances(
  environment: RehearsalEnvironment,
  accountId: string,
  { policy }: AccountPolicy,
): Promise<ReadonlySet<string>> {
  const ec2 = openEc2(environment, accountId);
  const ids = new Set<string>();
  for (const tag of [policy.exempt, policy.tagged, undefined]) {
    const Tags = tag && [{ Key: tag.key, Value: tag.value }];
    const { Instances } = await ec2.call('RunInstances', {
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      ...(Tags && { TagSpecifications: [{ ResourceType: 'instance', Tags }] }),
    });
    ids.add(String((Instances as readonly Instance[])[0]?.InstanceId));
  }
  return ids;
}

interface Instance {
  readonly InstanceId?: string;
  readonly LaunchTime?: Date;
  readonly State?: { readonly Name?: string };
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

async function instancesToDelete(
  ec2: GenericCalls,
  policy: PurgePolicy,
  now: number,
): Promise<readonly NukeResource[]> {
  return (await instances(ec2)).filter((one) => isToDelete(policy, one, now));
}

async function instances(ec2: GenericCalls): Promise<NukeResource[]> {
  const found: NukeResource[] = [];
  for await (const { Reservations } of ec2.pages('DescribeInstances')) {
    const all = (Reservations ?? []) as readonly { readonly Instances?: readonly Instance[] }[];
    for (const instance of all.flatMap(({ Instances = [] }) => Instances)) {
      if (!isGone(instance)) found.push(toResource(instance));
    }
  }
  return found;
}

function isGone({ State }: Instance): boolean {
  return State?.Name === 'terminated' || State?.Name === 'shutting-down';
}

function toResource({ InstanceId = '', LaunchTime, Tags = [] }: Instance): NukeResource {
  const tags = Tags.map(({ Key, Value = '' }) => [`tag:${Key}`, Value] as const);
  const properties = { LaunchTime: LaunchTime?.toISOString() ?? '', ...Object.fromEntries(tags) };
  return { type: 'EC2Instance', identifier: InstanceId, properties };
}
