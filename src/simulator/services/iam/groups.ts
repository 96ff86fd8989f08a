/** Groups and their members. */

import type { IAM } from '@aws-sdk/client-iam';
import type { Handlers } from '../../service.ts';
import { byName, callerIam, groupOf, iamPage, userOf } from './caller-iam.ts';
import { checkName, checkPath, hasPath } from './checks.ts';
import { alreadyExists, deleteConflict, noSuchEntity } from './errors.ts';
import { makeGroup } from './make.ts';
import type { Group, IamState, User } from './resources.ts';
import { toGroup, toUser } from './shapes.ts';

export const groupHandlers: Handlers<IAM> = {
  CreateGroup: ({ GroupName, Path }, context) => {
    const { state, making: creation } = callerIam(context);
    checkName(GroupName, 'groupName', 128);
    checkPath(Path);
    if (state.groups.has(GroupName.toLowerCase())) throw alreadyExists('Group', GroupName);
    return { Group: toGroup(makeGroup(creation, GroupName, Path)) };
  },

  GetGroup: (input, context) => {
    const group = groupOf(context, input.GroupName);
    const users = membersOf(callerIam(context).state, group);
    const listing = { scope: `members ${group.id}`, items: users, key: nameKey };
    const { items, marker } = iamPage(context, input, listing);
    return { Group: toGroup(group), Users: items.map(toUser), ...marker };
  },

  ListGroups: (input, context) => {
    const groups = byName(callerIam(context).state.groups.values()).filter(
      hasPath(input.PathPrefix),
    );
    const listing = { scope: `groups ${input.PathPrefix}`, items: groups, key: nameKey };
    const { items, marker } = iamPage(context, input, listing);
    return { Groups: items.map(toGroup), ...marker };
  },

  DeleteGroup: ({ GroupName }, context) => {
    const { state } = callerIam(context);
    const group = groupOf(context, GroupName);
    if (membersOf(state, group).length > 0) throw deleteConflict('remove users from group');
    if (group.managed.size > 0) throw deleteConflict('detach all policies');
    if (group.inline.size > 0) throw deleteConflict('delete policies');
    state.groups.delete(group.name.toLowerCase());
    return {};
  },

  AddUserToGroup: ({ GroupName, UserName }, context) => {
    const group = groupOf(context, GroupName);
    userOf(context, UserName).groups.add(group.name);
    return {};
  },

  RemoveUserFromGroup: ({ GroupName, UserName }, context) => {
    const group = groupOf(context, GroupName);
    const user = userOf(context, UserName);
    if (!user.groups.delete(group.name)) throw noSuchEntity('user in the group', user.name);
    return {};
  },

  ListGroupsForUser: (input, context) => {
    const user = userOf(context, input.UserName);
    const groups = [...user.groups].map((name) => groupOf(context, name));
    const listing = { scope: `groups of ${user.id}`, items: byName(groups), key: nameKey };
    const { items, marker } = iamPage(context, input, listing);
    return { Groups: items.map(toGroup), ...marker };
  },
};

const nameKey = ({ name }: { readonly name: string }) => name;

function membersOf({ users }: IamState, group: Group): readonly User[] {
  return byName([...users.values()].filter(({ groups }) => groups.has(group.name)));
}
