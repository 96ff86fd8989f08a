/** The resource of an EventBridge call. */

import type { FindPermissions } from '../../service.ts';

export const eventsPermissions: FindPermissions = (operation, input, { world, caller, region }) => {
  const base = `arn:${world.partition.name}:events:${region}:${caller.accountId}`;
  if (operation === 'PutEvents') return busNeeds(input.Entries, base);
  if (operation === 'PutRule' || operation === 'DescribeRule' || operation === 'DeleteRule') {
    return [{ action: `events:${operation}`, resource: `${base}:rule/${input.Name}` }];
  }
  if (typeof input.Rule === 'string') {
    return [{ action: `events:${operation}`, resource: `${base}:rule/${input.Rule}` }];
  }
  return undefined;
};

/** Each bus once. Whether another account's bus allows the caller is checked entry by entry. */
function busNeeds(entries: unknown, base: string) {
  const names = (Array.isArray(entries) ? entries : []).map(
    (entry) => (entry as { readonly EventBusName?: string }).EventBusName ?? 'default',
  );
  return [...new Set(names)].map((name) => ({
    action: 'events:PutEvents',
    resource: name.startsWith('arn:') ? name : `${base}:event-bus/${name}`,
  }));
}
