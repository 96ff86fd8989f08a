/** Instance profiles: containers that pass a role to an instance. */

import type { IAM } from '@aws-sdk/client-iam';
import type { CallContext, Handlers } from '../../service.ts';
import { uniqueId } from '../../world/ids.ts';
import { byName, callerIam, iamPage, roleOf } from './caller-iam.ts';
import { checkName, checkPath, checkTags, hasPath } from './checks.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import type { InstanceProfile } from './resources.ts';
import { toInstanceProfile } from './shapes.ts';

export const instanceProfileHandlers: Handlers<IAM> = {
  CreateInstanceProfile: ({ InstanceProfileName, Path = '/', Tags }, context) => {
    const { state, account } = callerIam(context);
    checkName(InstanceProfileName, 'instanceProfileName', 128);
    checkPath(Path);
    const key = InstanceProfileName.toLowerCase();
    if (state.instanceProfiles.has(key)) {
      throw alreadyExists('Instance Profile', InstanceProfileName);
    }
    const { name: partition } = context.world.partition;
    const profile: InstanceProfile = {
      id: uniqueId('AIPA', context.world.random),
      name: InstanceProfileName,
      path: Path,
      arn: `arn:${partition}:iam::${account.id}:instance-profile${Path}${InstanceProfileName}`,
      createdAt: context.now,
      tags: new Map(checkTags(Tags)),
    };
    state.instanceProfiles.set(key, profile);
    return { InstanceProfile: toInstanceProfile(state, profile) };
  },

  GetInstanceProfile: ({ InstanceProfileName }, context) => {
    const { state } = callerIam(context);
    return { InstanceProfile: toInstanceProfile(state, profileOf(context, InstanceProfileName)) };
  },

  ListInstanceProfiles: (input, context) => {
    const { state } = callerIam(context);
    const profiles = byName(state.instanceProfiles.values()).filter(hasPath(input.PathPrefix));
    const listing = { scope: `profiles ${input.PathPrefix}`, items: profiles, key: profileKey };
    const { items, marker } = iamPage(context, input, listing);
    return {
      InstanceProfiles: items.map((profile) => toInstanceProfile(state, profile)),
      ...marker,
    };
  },

  ListInstanceProfilesForRole: (input, context) => {
    const { state } = callerIam(context);
    const role = roleOf(context, input.RoleName);
    const profiles = [...state.instanceProfiles.values()].filter(
      ({ roleName }) => roleName === role.name,
    );
    const listing = { scope: `profiles of ${role.id}`, items: profiles, key: profileKey };
    const { items, marker } = iamPage(context, input, listing);
    return {
      InstanceProfiles: items.map((profile) => toInstanceProfile(state, profile)),
      ...marker,
    };
  },

  AddRoleToInstanceProfile: ({ InstanceProfileName, RoleName }, context) => {
    const profile = profileOf(context, InstanceProfileName);
    const role = roleOf(context, RoleName);
    if (profile.roleName !== undefined)
      throw limitExceeded('InstanceSessionsPerInstanceProfile', 1);
    profile.roleName = role.name;
    return {};
  },

  RemoveRoleFromInstanceProfile: ({ InstanceProfileName, RoleName }, context) => {
    const profile = profileOf(context, InstanceProfileName);
    if (profile.roleName?.toLowerCase() !== RoleName.toLowerCase()) {
      throw noSuchEntity('role in the instance profile', RoleName);
    }
    delete profile.roleName;
    return {};
  },

  DeleteInstanceProfile: ({ InstanceProfileName }, context) => {
    const profile = profileOf(context, InstanceProfileName);
    if (profile.roleName !== undefined) throw deleteConflict('remove roles from instance profile');
    callerIam(context).state.instanceProfiles.delete(profile.name.toLowerCase());
    return {};
  },
};

const profileKey = ({ name }: InstanceProfile) => name;

function profileOf(context: CallContext, name: string): InstanceProfile {
  const profile = callerIam(context).state.instanceProfiles.get(name.toLowerCase());
  if (!profile) throw noSuchEntity('Instance Profile', name);
  return profile;
}
