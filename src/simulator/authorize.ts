/** Authorizes a call: collects the policies that apply to the caller and evaluates them. */

import { compiledPolicy } from '../policy/compiled.ts';
import {
  type AuthorizationDecision,
  decide,
  type PolicyLayers,
  type ResourceLayer,
} from '../policy/decide.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { PrincipalFacts } from '../policy/evaluate.ts';
import type { ConditionLookup } from '../policy/pattern.ts';
import { permissionWatchers } from './permission-watchers.ts';
import { conditionKeys } from './principal-keys.ts';
import type { CallContext, RequiredPermission } from './service.ts';
import { policyText } from './services/iam/make-policy.ts';
import type { IamState, Identity } from './services/iam/resources.ts';
import { findRole, findUser, iamOf } from './services/iam/state.ts';
import type { SimulatedAccount } from './world/account.ts';
import type { CallerIdentity } from './world/caller.ts';
import { policyLevels } from './world/organization-policies.ts';
import type { World } from './world/world.ts';

export function authorize(context: CallContext, need: RequiredPermission): AuthorizationDecision {
  const decision = decideAbout(context, need);
  const { allowed } = decision;
  const { action, resource } = need;
  for (const watcher of permissionWatchers(context.world)) {
    watcher({ principal: context.caller.arn, action, resource, allowed });
  }
  return decision;
}

function decideAbout(context: CallContext, need: RequiredPermission): AuthorizationDecision {
  const account = context.world.accounts.get(context.caller.accountId);
  // Anonymous callers have no identity policies: the resource policy alone decides.
  const layers: PolicyLayers = account
    ? layersOf(context, account, need)
    : { identity: 'everything', serviceControl: [], resource: resourceLayer(context, need) };
  return decide(layers, {
    action: need.action,
    resource: need.resource,
    principal: principalFacts(context),
    lookUp: lookUpIn(conditionKeys(context, need)),
  });
}

/** Identity policies of a user or role by name, because SimulatePrincipalPolicy evaluates other principals. */
export function identityPolicies(state: IamState, identity: Identity): readonly PolicyDocument[] {
  const managed = [...identity.managed].flatMap((arn) => policyText(state, arn) ?? []);
  const groups = 'groups' in identity ? groupPolicies(state, identity.groups as Set<string>) : [];
  const own = [...managed, ...identity.inline.values()];
  return [...own.map((text) => compiledPolicy(text, 'identity')), ...groups];
}

export function serviceControl(
  world: World,
  account: SimulatedAccount,
): readonly (readonly PolicyDocument[])[] {
  const { organization } = world;
  const isExempt = account.id === organization.managementAccountId;
  if (isExempt || !organization.policyTypes.has('SERVICE_CONTROL_POLICY')) return [];
  return policyLevels(organization, account, 'SERVICE_CONTROL_POLICY').map((level) =>
    level.map((text) => compiledPolicy(text, 'identity')),
  );
}

export function boundaryOf(state: IamState, arn: string | undefined): PolicyDocument | undefined {
  const text = arn === undefined ? undefined : policyText(state, arn);
  return text === undefined ? undefined : compiledPolicy(text, 'identity');
}

export function lookUpIn(
  keys: Readonly<Record<string, string | readonly string[]>>,
): ConditionLookup {
  const values = new Map(
    Object.entries(keys).map(([key, value]) => [
      key.toLowerCase(),
      typeof value === 'string' ? [value] : value,
    ]),
  );
  return (key) => values.get(key);
}

function layersOf(
  context: CallContext,
  account: SimulatedAccount,
  need: RequiredPermission,
): PolicyLayers {
  const { world, caller } = context;
  const state = iamOf(world, account);
  const identity = identityOf(state, caller);
  const boundary = boundaryOf(state, identity?.boundary);
  const session = caller.session?.policies.map((text) => compiledPolicy(text, 'identity'));
  const resource = resourceLayer(context, need);
  return {
    // A session outlives its role, but not the role's permissions.
    identity:
      caller.kind === 'root' ? 'everything' : identity ? identityPolicies(state, identity) : [],
    ...(boundary && { boundary }),
    ...(session && session.length > 0 && { session }),
    serviceControl: serviceControl(world, account),
    ...(resource && { resource }),
  };
}

function identityOf(state: IamState, caller: CallerIdentity) {
  return caller.kind === 'role' ? findRole(state, caller.name) : findUser(state, caller.name);
}

function groupPolicies(state: IamState, names: ReadonlySet<string>): readonly PolicyDocument[] {
  return [...names].flatMap((name) => {
    const group = state.groups.get(name.toLowerCase());
    return group ? identityPolicies(state, group) : [];
  });
}

function resourceLayer({ caller }: CallContext, need: RequiredPermission): ResourceLayer {
  const { resourcePolicy: policy } = need;
  return {
    document: policy && compiledPolicy(policy.text, policy.kind),
    trust: policy?.kind === 'trust',
    foreign: caller.kind === 'anonymous' || (need.owner ?? caller.accountId) !== caller.accountId,
  };
}

function principalFacts({ world, caller }: CallContext): PrincipalFacts {
  const { accountId, arn, userId, kind, name } = caller;
  if (kind === 'anonymous') return { accountId: '', names: [] };
  if (kind !== 'role') return { accountId, names: [arn, userId] };
  const account = world.accounts.get(accountId);
  const role = account && findRole(iamOf(world, account), name);
  const [roleId = ''] = userId.split(':');
  return { accountId, names: [arn, userId], roleNames: [roleId, ...(role ? [role.arn] : [])] };
}
