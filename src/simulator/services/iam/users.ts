/** Users and their access keys. */

import type { IAM } from '@aws-sdk/client-iam';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { byName, callerIam, iamPage, userOf } from './caller-iam.ts';
import { addTags, checkName, checkPath, checkPolicyArn, checkTags, hasPath } from './checks.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import { makeUser, makeUserKey, registerUserKey } from './make.ts';
import type { User, UserKey } from './resources.ts';
import { toTags, toUser, toUserInFull } from './shapes.ts';

const maxUsers = 5_000;
const maxKeys = 2;

export const userHandlers: Handlers<IAM> = {
  CreateUser: (input, context) => {
    const { state, making: creation } = callerIam(context);
    checkName(input.UserName, 'userName', 64);
    checkPath(input.Path);
    if (input.PermissionsBoundary) checkPolicyArn(state, input.PermissionsBoundary);
    if (state.users.has(input.UserName.toLowerCase())) throw alreadyExists('User', input.UserName);
    if (state.users.size >= maxUsers) throw limitExceeded('UsersPerAccount', maxUsers);
    const user = makeUser(creation, {
      name: input.UserName,
      path: input.Path,
      boundary: input.PermissionsBoundary,
      tags: checkTags(input.Tags),
    });
    return { User: toUserInFull(user) };
  },

  GetUser: ({ UserName }, context) => {
    const { caller, now } = context;
    if (UserName === undefined && caller.kind === 'root') {
      const { joinedAt } = callerIam(context).account;
      return { User: rootUser(caller.accountId, caller.arn, Math.min(joinedAt, now)) };
    }
    return { User: toUserInFull(userOf(context, UserName)) };
  },

  ListUsers: (input, context) => {
    const users = byName(callerIam(context).state.users.values()).filter(hasPath(input.PathPrefix));
    const listing = { scope: `users ${input.PathPrefix}`, items: users, key: userKey };
    const { items, marker } = iamPage(context, input, listing);
    return { Users: items.map(toUser), ...marker };
  },

  DeleteUser: ({ UserName }, context) => {
    const user = userOf(context, UserName);
    if (user.keys.size > 0) throw deleteConflict('delete access keys');
    if (user.managed.size > 0) throw deleteConflict('detach all policies');
    if (user.inline.size > 0) throw deleteConflict('delete policies');
    if (user.groups.size > 0) throw deleteConflict('remove users from group');
    callerIam(context).state.users.delete(user.name.toLowerCase());
    return {};
  },

  TagUser: ({ UserName, Tags }, context) => {
    addTags(userOf(context, UserName).tags, Tags);
    return {};
  },

  UntagUser: ({ UserName, TagKeys }, context) => {
    const { tags } = userOf(context, UserName);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListUserTags: (input, context) => {
    const items = toTags(userOf(context, input.UserName).tags);
    const listing = { scope: `tags ${input.UserName}`, items, key: ({ Key = '' }) => Key };
    const page = iamPage(context, input, listing);
    return { Tags: [...page.items], ...page.marker };
  },

  PutUserPermissionsBoundary: ({ UserName, PermissionsBoundary }, context) => {
    checkPolicyArn(callerIam(context).state, PermissionsBoundary);
    userOf(context, UserName).boundary = PermissionsBoundary;
    return {};
  },

  DeleteUserPermissionsBoundary: ({ UserName }, context) => {
    delete userOf(context, UserName).boundary;
    return {};
  },

  CreateAccessKey: ({ UserName }, context) => {
    const user = userOf(context, UserName);
    if (user.keys.size >= maxKeys) throw limitExceeded('AccessKeysPerUser', maxKeys);
    const { key, secret } = makeUserKey(callerIam(context).making, user);
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: secret,
        CreateDate: new Date(key.createdAt),
      },
    };
  },

  ListAccessKeys: (input, context) => {
    const user = userOf(context, input.UserName);
    const listing = { scope: `keys ${user.id}`, items: user.keys.values(), key: keyKey };
    const { items, marker } = iamPage(context, input, listing);
    const metadata = items.map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.status,
      CreateDate: new Date(key.createdAt),
    }));
    return { AccessKeyMetadata: metadata, ...marker };
  },

  UpdateAccessKey: ({ UserName, AccessKeyId, Status }, context) => {
    const { world, now } = context;
    const user = userOf(context, UserName);
    const key = keyOf(user, AccessKeyId);
    key.status = Status === 'Active' ? 'Active' : 'Inactive';
    const secret = world.keys.find(key.id)?.secretAccessKey ?? '';
    registerUserKey(world, { accountId: context.caller.accountId, user, key, secret }, now);
    return {};
  },

  DeleteAccessKey: ({ UserName, AccessKeyId }, context) => {
    const user = userOf(context, UserName);
    keyOf(user, AccessKeyId);
    user.keys.delete(AccessKeyId);
    context.world.keys.remove(AccessKeyId);
    return {};
  },

  GetAccessKeyLastUsed: ({ AccessKeyId }, context) => {
    const { user, key } = ownerOf(context, AccessKeyId);
    const used = key.lastUsed;
    return {
      UserName: user.name,
      AccessKeyLastUsed: {
        LastUsedDate: used && new Date(used.at),
        Region: used?.region ?? 'N/A',
        ServiceName: used?.service ?? 'N/A',
      },
    };
  },
};

const userKey = ({ name }: User) => name;
const keyKey = ({ id }: UserKey) => id;

/** The root user of an account has no name, and the account's number as id. */
function rootUser(accountId: string, arn: string, createdAt: number) {
  return {
    Path: '/',
    UserName: '<root_account>',
    UserId: accountId,
    Arn: arn,
    CreateDate: new Date(createdAt),
  };
}

function keyOf(user: User, id: string): UserKey {
  const key = user.keys.get(id);
  if (!key) throw noSuchEntity('Access Key', id);
  return key;
}

function ownerOf(context: CallContext, id: string): { user: User; key: UserKey } {
  for (const user of callerIam(context).state.users.values()) {
    const key = user.keys.get(id);
    if (key) return { user, key };
  }
  const message = `User is not authorized to perform: iam:GetAccessKeyLastUsed on resource: ${id}`;
  throw new AwsError('AccessDenied', message, { status: 403 });
}
