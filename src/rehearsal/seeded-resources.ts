/**
 * Seeded resources in some of the accounts: instances that are exempt, marked for deletion, or neither. A purge
 * deletes by the policy of the settings; the seeder knows what must never be deleted.
 */

import type { GenericCalls } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { baselineNames } from '../lifecycle/baseline/baseline-names.ts';
import { evaluate, type NukeResource } from '../lifecycle/purge/evaluate.ts';
import { maximumAgeHours } from '../lifecycle/purge/maximum-age.ts';
import { type PurgePolicy, purgePolicyOf } from '../lifecycle/purge/purge-policy.ts';
import type { ModelledBuild } from '../simulator/services/codebuild/settings.ts';
import type { OpenService } from './builds.ts';
import type { RehearsalEnvironment } from './rehearsal-environment.ts';

/** More accounts would cost time and add no coverage. */
const maxAccounts = 20;

export interface DeletedInstance {
  readonly id: string;
  /** It carried the exemption tag, or was younger than the maximum age in the settings. */
  readonly exempt: boolean;
}

export interface SeededResources {
  /** Deletes what the policy says, as a purge does. Returns the text of the report. */
  purge(build: ModelledBuild, open: OpenService): Promise<string>;
}

export async function seedResources(
  environment: RehearsalEnvironment,
  accounts: readonly string[],
  onDeleted: (deleted: DeletedInstance) => void,
): Promise<SeededResources> {
  const exempt = new Set<string>();
  const seeded = new Set(accounts.slice(0, maxAccounts));
  for (const accountId of seeded) exempt.add(await seedInstances(environment, accountId));
  return {
    async purge(build, open) {
      if (!seeded.has(build.accountId)) return 'nothing to purge';
      const policy = policyFor(environment, build);
      const ec2 = open('ec2');
      const found = await instances(ec2);
      const { clock } = environment;
      const toDelete = found.filter(
        (one) => evaluate(policy, one, { now: clock.now() }).verdict === 'delete',
      );
      if (toDelete.length === 0) return 'nothing to purge';
      const InstanceIds = toDelete.map(({ identifier }) => identifier);
      await ec2.call('TerminateInstances', { InstanceIds });
      for (const one of toDelete) {
        const isYoung =
          ageHours(one, clock.now()) < maximumAgeHours(build.environment.MAXIMUM_AGE ?? '6M');
        const isMarked = one.properties['tag:purge'] === 'me';
        onDeleted({
          id: one.identifier,
          exempt: exempt.has(one.identifier) || (isYoung && !isMarked),
        });
      }
      return `${toDelete.length} deleted`;
    },
  };
}

/** Launches three instances: exempt, marked, and neither. Returns the id of the first. */
async function seedInstances(
  { organization, clock, lifecycle }: RehearsalEnvironment,
  accountId: string,
): Promise<string> {
  const role = lifecycle.settings.automation.roleNameToManageCodebuild;
  const access = organization.access(`arn:aws:iam::${accountId}:role/${role}`);
  const ec2 = openFleet({ ...access, clock }).generic('ec2', lifecycle.hub.region);
  const run = async (tag?: string) => {
    const Tags = [{ Key: 'purge', Value: tag }];
    const { Instances } = await ec2.call('RunInstances', {
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      ...(tag !== undefined && { TagSpecifications: [{ ResourceType: 'instance', Tags }] }),
    });
    return String((Instances as { readonly InstanceId?: string }[])[0]?.InstanceId);
  };
  const exempt = await run('exempt');
  await run('me');
  await run();
  return exempt;
}

interface Instance {
  readonly InstanceId?: string;
  readonly LaunchTime?: Date;
  readonly State?: { readonly Name?: string };
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

async function instances(ec2: GenericCalls): Promise<NukeResource[]> {
  const found: NukeResource[] = [];
  for await (const { Reservations } of ec2.pages('DescribeInstances')) {
    const all = (Reservations ?? []) as readonly { readonly Instances?: readonly Instance[] }[];
    for (const instance of all.flatMap(({ Instances = [] }) => Instances)) {
      if (instance.State?.Name !== 'terminated') found.push(toResource(instance));
    }
  }
  return found;
}

function toResource({ InstanceId = '', LaunchTime, Tags = [] }: Instance): NukeResource {
  const tags = Tags.map(({ Key, Value = '' }) => [`tag:${Key}`, Value] as const);
  const properties = { LaunchTime: LaunchTime?.toISOString() ?? '', ...Object.fromEntries(tags) };
  return { type: 'EC2Instance', identifier: InstanceId, properties };
}

function policyFor(
  { lifecycle, organization }: RehearsalEnvironment,
  build: ModelledBuild,
): PurgePolicy {
  const { settings, hub } = lifecycle;
  const names = baselineNames(settings);
  return purgePolicyOf({
    accountId: build.accountId,
    blockedAccounts: [hub.accountId, organization.managementAccountId],
    regions: [build.region],
    ownNames: [names.preparation, names.purge, names.buildRole, names.eventsRole],
    variables: build.environment,
  });
}

function ageHours({ properties }: NukeResource, now: number): number {
  return (now - Date.parse(properties.LaunchTime ?? '')) / 3_600_000;
}
