/** Configurations of aws-nuke: one per wave, for either line. */

import { stringify } from 'yaml';
import { type PurgeWave, unseenTypes, wavesOf } from './filters.ts';
import type { NukeLine } from './nuke-types.ts';
import type { PurgePolicy } from './purge-policy.ts';

export interface NukeConfiguration {
  readonly wave: PurgeWave['name'];
  readonly line: NukeLine;
  readonly yaml: string;
}

/** For aws-nuke 2.16, whose parser refuses keys that it does not know. A wave without types is left out. */
export function renderV2(policy: PurgePolicy): readonly NukeConfiguration[] {
  return render(policy, 'v2', (filters) => ({
    'account-blocklist': policy.blockedAccounts,
    'resource-types': { targets: [...filters.keys()] },
  }));
}

/** For aws-nuke 3. */
export function renderV3(policy: PurgePolicy): readonly NukeConfiguration[] {
  return render(policy, 'v3', (filters) => ({
    blocklist: policy.blockedAccounts,
    // Accounts have no alias by default.
    'bypass-alias-check-accounts': [policy.accountId],
    'resource-types': { includes: [...filters.keys()] },
  }));
}

function render(
  policy: PurgePolicy,
  line: NukeLine,
  head: (filters: PurgeWave['filters']) => object,
): readonly NukeConfiguration[] {
  const waves = wavesOf(policy, line).filter(({ filters }) => filters.size > 0);
  return waves.map(({ name, filters }) => {
    const account = { filters: Object.fromEntries(filters) };
    const configuration = {
      ...head(filters),
      ...places(policy, [...filters.keys()]),
      accounts: { [policy.accountId]: account },
    };
    const text = stringify(configuration, { lineWidth: 0, anchorPrefix: 'same' });
    return { wave: name, line, yaml: `${kept(policy, line, name)}${text}` };
  });
}

/** Lists the types that this wave cannot evaluate, for readers of the log. */
function kept(policy: PurgePolicy, line: NukeLine, wave: PurgeWave['name']): string {
  const types = unseenTypes(policy, line)[wave];
  if (types.length === 0) return '';
  const what = wave === 'aged' ? 'how old they are' : 'their tags';
  return `# kept, because aws-nuke does not show ${what}: ${types.join(', ')}\n`;
}

/**
 * A region with custom endpoints knows only the services that are listed, and uses the first whose name begins the
 * type's name. The empty one, last, is for everything else. Services without regions are called in one of these.
 */
function places({ regions, endpointUrl: url }: PurgePolicy, types: readonly string[]): object {
  if (url === undefined) return { regions };
  const regional = regions.filter((region) => region !== 'global');
  const names = ['sts', 'iam', ...types.map((type) => type.toLowerCase()), ''];
  const services = names.map((service) => ({ service, url }));
  return { regions: regional, endpoints: regional.map((region) => ({ region, services })) };
}
