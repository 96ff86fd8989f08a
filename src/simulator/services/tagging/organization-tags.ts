/** Tags of accounts and OUs in the tagging API: for the management account, in the partition's global region. */

import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { organizationsArn } from '../organizations/shapes.ts';
import type { TaggedResource, TagSource } from './tagged-resource.ts';

export const organizationTags: TagSource = {
  list: (world, account, region) =>
    isVisible(world, account, region) ? [...accounts(world), ...units(world)] : [],

  find: (world, account, region, arn) => {
    if (!isVisible(world, account, region)) return undefined;
    const [kind, , id = ''] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
    if (kind === undefined || organizationsArn(world, kind, id) !== arn) return undefined;
    const tagged = world.accounts.get(id);
    if (kind === 'account' && tagged) {
      tagged.tags ??= new Map();
      return tagged.tags;
    }
    if (kind !== 'ou' || !world.organization.nodes.has(id)) return undefined;
    const { tags } = world.organization;
    const known = tags.get(id) ?? new Map<string, string>();
    tags.set(id, known);
    return known;
  },
};

function isVisible(world: World, account: SimulatedAccount, region: string): boolean {
  const isManagement = account.id === world.organization.managementAccountId;
  return isManagement && region === world.partition.globalRegion;
}

function accounts(world: World): readonly TaggedResource[] {
  return world.organization.accounts.flatMap(({ id, tags }) =>
    tags
      ? [{ arn: organizationsArn(world, 'account', id), type: 'organizations:account', tags }]
      : [],
  );
}

function units(world: World): readonly TaggedResource[] {
  const { nodes, tags, rootId } = world.organization;
  return [...tags].flatMap(([id, values]) =>
    nodes.has(id) && id !== rootId
      ? [{ arn: organizationsArn(world, 'ou', id), type: 'organizations:ou', tags: values }]
      : [],
  );
}
