/** Reads the organization: the root, OUs and accounts, downwards and upwards. */

import type { Organizations } from '@aws-sdk/client-organizations';
import { isAccountId, isOuId } from '../../../model/account.ts';
import type { Handlers } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { OrganizationNode } from '../../world/organization.ts';
import type { World } from '../../world/world.ts';
import { requireReader } from './access.ts';
import { invalidInput, notFound } from './errors.ts';
import { accountOf, ouOf, parentOf } from './find.ts';
import { organizationsPage } from './page.ts';
import { organizationsArn, toAccount, toOu, toRoot } from './shapes.ts';

const accountKey = ({ id }: SimulatedAccount) => id;
const nodeKey = ({ id }: OrganizationNode) => id;

export const treeHandlers: Handlers<Organizations> = {
  // Members may call this one to find their management account.
  DescribeOrganization: (_, { world }) => {
    const { id, managementAccountId } = world.organization;
    const arn = organizationsArn(world, 'account', managementAccountId);
    return {
      Organization: {
        Id: id,
        Arn: organizationsArn(world, 'organization'),
        FeatureSet: 'ALL',
        MasterAccountId: managementAccountId,
        MasterAccountArn: arn,
        MasterAccountEmail: accountOf(world, managementAccountId).email,
        AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
      },
    };
  },

  DescribeAccount: ({ AccountId }, context) => {
    requireReader(context);
    return { Account: toAccount(context.world, accountOf(context.world, AccountId)) };
  },

  DescribeOrganizationalUnit: ({ OrganizationalUnitId }, context) => {
    requireReader(context);
    return { OrganizationalUnit: toOu(context.world, ouOf(context.world, OrganizationalUnitId)) };
  },

  ListRoots: (input, context) => {
    requireReader(context);
    const listing = { scope: 'roots', items: [toRoot(context.world)], key: () => 'root' };
    const { items, token } = organizationsPage(context, input, listing);
    return { Roots: [...items], ...token };
  },

  ListAccounts: (input, context) => {
    requireReader(context);
    const { world } = context;
    const listing = { scope: 'accounts', items: world.organization.accounts, key: accountKey };
    const { items, token } = organizationsPage(context, input, listing);
    return { Accounts: items.map((account) => toAccount(world, account)), ...token };
  },

  ListAccountsForParent: (input, context) => {
    requireReader(context);
    const { world } = context;
    const node = parentOf(world, input.ParentId);
    const accounts = accountsOf(world, node);
    const listing = { scope: `accounts ${node.id}`, items: accounts, key: accountKey };
    const { items, token } = organizationsPage(context, input, listing);
    return { Accounts: items.map((account) => toAccount(world, account)), ...token };
  },

  ListOrganizationalUnitsForParent: (input, context) => {
    requireReader(context);
    const { world } = context;
    const node = parentOf(world, input.ParentId);
    const listing = { scope: `units ${node.id}`, items: ousOf(world, node), key: nodeKey };
    const { items, token } = organizationsPage(context, input, listing);
    return { OrganizationalUnits: items.map((unit) => toOu(world, unit)), ...token };
  },

  ListChildren: (input, context) => {
    requireReader(context);
    const { ParentId, ChildType } = input;
    if (ChildType !== 'ACCOUNT' && ChildType !== 'ORGANIZATIONAL_UNIT') {
      throw invalidInput('INVALID_ENUM');
    }
    const node = parentOf(context.world, ParentId);
    const ids = [...(ChildType === 'ACCOUNT' ? node.accountIds : node.ouIds)];
    const listing = { scope: `${ChildType} ${ParentId}`, items: ids, key: (id: string) => id };
    const { items, token } = organizationsPage(context, input, listing);
    return { Children: items.map((Id) => ({ Id, Type: ChildType })), ...token };
  },

  ListParents: (input, context) => {
    requireReader(context);
    const { world } = context;
    const id = parentIdOf(world, input.ChildId);
    const listing = { scope: `parents ${input.ChildId}`, items: [id], key: () => id };
    const { items, token } = organizationsPage(context, input, listing);
    const type = id === world.organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return { Parents: items.map((Id) => ({ Id, Type: type })), ...token };
  },
};

function parentIdOf(world: World, childId: string): string {
  if (!isAccountId(childId) && !isOuId(childId)) throw invalidInput('INVALID_PATTERN');
  const parentId =
    world.accounts.get(childId)?.parentId ?? world.organization.nodes.get(childId)?.parentId;
  if (parentId === undefined) throw notFound('Child');
  return parentId;
}

function accountsOf(world: World, node: OrganizationNode): readonly SimulatedAccount[] {
  return [...node.accountIds].flatMap((id) => world.accounts.get(id) ?? []);
}

function ousOf(world: World, node: OrganizationNode): readonly OrganizationNode[] {
  return [...node.ouIds].flatMap((id) => world.organization.nodes.get(id) ?? []);
}
