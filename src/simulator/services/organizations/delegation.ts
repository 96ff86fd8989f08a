/** Delegated administrators, and the services that the organization trusts. */

import type { Organizations } from '@aws-sdk/client-organizations';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Handlers } from '../../service.ts';
import { requireManagement, requireReader } from './access.ts';
import { constraint } from './errors.ts';
import { accountOf } from './find.ts';
import { organizationsPage } from './page.ts';
import { toAccount } from './shapes.ts';

const pairKey = ([key]: readonly [string, unknown]) => key;

export const delegationHandlers: Handlers<Organizations> = {
  RegisterDelegatedAdministrator: ({ AccountId, ServicePrincipal }, context) => {
    requireManagement(context);
    const { world, now } = context;
    const { delegatedAdministrators: all, managementAccountId } = world.organization;
    const { id } = accountOf(world, AccountId);
    if (id === managementAccountId) {
      const message = 'You cannot register the management account as a delegated administrator.';
      throw constraint('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', message);
    }
    const services = all.get(id) ?? new Map<string, number>();
    if (services.has(ServicePrincipal)) {
      const message = 'The account is already a delegated administrator for this service.';
      throw new AwsError('AccountAlreadyRegisteredException', message);
    }
    all.set(id, services.set(ServicePrincipal, now));
    return {};
  },

  DeregisterDelegatedAdministrator: ({ AccountId, ServicePrincipal }, context) => {
    requireManagement(context);
    const { world } = context;
    const all = world.organization.delegatedAdministrators;
    const { id } = accountOf(world, AccountId);
    const services = all.get(id);
    if (!services?.delete(ServicePrincipal)) {
      const message = 'The account is not a delegated administrator for this service.';
      throw new AwsError('AccountNotRegisteredException', message);
    }
    if (services.size === 0) all.delete(id);
    return {};
  },

  ListDelegatedAdministrators: (input, context) => {
    requireReader(context);
    const { world } = context;
    const service = input.ServicePrincipal;
    const all = [...world.organization.delegatedAdministrators];
    const { items, token } = organizationsPage(context, input, {
      scope: `administrators ${service}`,
      items: all.filter(([, services]) => service === undefined || services.has(service)),
      key: pairKey,
    });
    const administrators = items.map(([id, services]) => ({
      ...withoutPaths(toAccount(world, accountOf(world, id))),
      DelegationEnabledDate: new Date(Math.min(...services.values())),
    }));
    return { DelegatedAdministrators: administrators, ...token };
  },

  ListDelegatedServicesForAccount: (input, context) => {
    requireReader(context);
    const { world } = context;
    const { id } = accountOf(world, input.AccountId);
    const services = world.organization.delegatedAdministrators.get(id);
    if (!services) {
      const message = 'The account is not a delegated administrator.';
      throw new AwsError('AccountNotRegisteredException', message);
    }
    const listing = { scope: `services of ${id}`, items: [...services], key: pairKey };
    const { items, token } = organizationsPage(context, input, listing);
    return { DelegatedServices: items.map(([name, at]) => toService(name, at)), ...token };
  },

  EnableAWSServiceAccess: ({ ServicePrincipal }, context) => {
    requireManagement(context);
    context.world.organization.trustedServices.set(ServicePrincipal, context.now);
    return {};
  },

  DisableAWSServiceAccess: ({ ServicePrincipal }, context) => {
    requireManagement(context);
    context.world.organization.trustedServices.delete(ServicePrincipal);
    return {};
  },

  ListAWSServiceAccessForOrganization: (input, context) => {
    requireReader(context);
    const items = [...context.world.organization.trustedServices];
    const page = organizationsPage(context, input, { scope: 'trusted', items, key: pairKey });
    const enabled = page.items.map(([name, at]) => ({
      ServicePrincipal: name,
      DateEnabled: new Date(at),
    }));
    return { EnabledServicePrincipals: enabled, ...page.token };
  },
};

function toService(name: string, at: number) {
  return { ServicePrincipal: name, DelegationEnabledDate: new Date(at) };
}

function withoutPaths<T extends { readonly Paths?: unknown }>({ Paths: _, ...rest }: T) {
  return rest;
}
