/**
 * What holders keep in some of the accounts: instances that are exempt, marked for deletion, or just there. A purge
 * deletes by the policy of the settings; whoever planted them knows what should never go.
 */

import { type GenericCalls, genericClient } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { baselineNames } from '../lifecycle/baseline/baseline-names.ts';
import { evaluate, type NukeResource } from '../lifecycle/purge-policy/evaluate.ts';
import { maximumAgeHours } from '../lifecycle/purge-policy/maximum-age.ts';
import { type PurgePolicy, purgePolicyOf } from '../lifecycle/purge-policy/purge-policy.ts';
import type { ModelledBuild } from '../simulator/services/codebuild/settings.ts';
import type { OpenService } from './builds.ts';
import type { Stage } from './stage.ts';

/** More accounts would cost time and show nothing new. */
const mostAccounts = 20;

export interface Deleted {
  readonly id: string;
  /** It carried the tag that exempts it, or was younger than the settings say. */
  readonly exempt: boolean;
}

export interface Belongings {
  /** Deletes what the policy says, as a purge does; answers what the report says. */
  purge(build: ModelledBuild, open: OpenService): Promise<string>;
}

export async function plantBelongings(
  stage: Stage,
  accounts: readonly string[],
  onDeleted: (deleted: Deleted) => void,
): Promise<Belongings> {
  const exempt = new Set<string>();
  const planted = new Set(accounts.slice(0, mostAccounts));
  for (const accountId of planted) exempt.add(await plant(stage, accountId));
  return {
    async purge(build, open) {
      if (!planted.has(build.accountId)) return 'nothing to purge';
      const policy = policyFor(stage, build);
      const ec2 = open('ec2');
      const found = await instances(ec2);
      const { clock } = stage;
      const doomed = found.filter(
        (one) => evaluate(policy, one, { now: clock.now() }).verdict === 'delete',
      );
      if (doomed.length === 0) return 'nothing to purge';
      const InstanceIds = doomed.map(({ identifier }) => identifier);
      await ec2.call('TerminateInstances', { InstanceIds });
      for (const one of doomed) {
        const isYoung =
          ageHours(one, clock.now()) < maximumAgeHours(build.environment.MAXIMUM_AGE ?? '6M');
        const isMarked = one.properties['tag:purge'] === 'me';
        onDeleted({
          id: one.identifier,
          exempt: exempt.has(one.identifier) || (isYoung && !isMarked),
        });
      }
      return `${doomed.length} deleted`;
    },
  };
}

/** Three instances: exempt, marked, and neither. Answers the id of the first. */
async function plant(
  { organization, clock, lifecycle }: Stage,
  accountId: string,
): Promise<string> {
  const role = lifecycle.settings.automation.roleNameToManageCodebuild;
  const access = organization.access(`arn:aws:iam::${accountId}:role/${role}`);
  const ec2 = openFleet({ ...access, clock }).client(genericClient('ec2'), lifecycle.hub.region);
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

function policyFor({ lifecycle, organization }: Stage, build: ModelledBuild): PurgePolicy {
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
