/** Removes our resources from the billing and the security account: only those that carry our tag. */

import type { GenericCalls } from '../aws/generic-client.ts';
import type { ConvergeContext } from '../converge/change.ts';
import { findRole } from '../converge/converge-role.ts';
import { removeRole } from '../converge/remove-identity.ts';
import { carries } from '../converge/tags.ts';
import { iamIn, type KnownAccess, s3Anywhere, s3In } from './access.ts';
import { findProvider } from './account/converge-provider.ts';
import { removeBucket } from './bucket/remove-bucket.ts';
import { type DesiredResource, desiredInfrastructure } from './desired/desired-infrastructure.ts';
import type { DesiredProvider } from './desired/providers.ts';
import { removeFiles } from './files/remove-files.ts';
import { type FollowOptions, followEach, type InfrastructureFinding, notOurs } from './finding.ts';
import { type InfrastructureSettings, type Installation, originTags } from './settings.ts';

/** In the reverse order of creation. Test roles are removed too, whether or not a test cluster is configured. */
export async function removeCoreAccounts(
  access: KnownAccess,
  settings: InfrastructureSettings,
  converging: Pick<ConvergeContext, 'dry'> & FollowOptions,
): Promise<readonly InfrastructureFinding[]> {
  const all = everythingOf({ settings, facts: access.facts }).toReversed();
  return followEach(all, converging, (desired) => removeOne(access, desired, converging));
}

/** The files name only the configured test roles. */
function everythingOf(installation: Installation): readonly DesiredResource[] {
  const { settings } = installation;
  const { oidcProviderTest = settings.oidcProvider } = settings;
  const selected = desiredInfrastructure(installation);
  const withTestRoles = desiredInfrastructure({
    ...installation,
    settings: { ...settings, oidcProviderTest },
  });
  return [
    ...withTestRoles.filter(({ kind }) => kind !== 'files'),
    ...selected.filter(({ kind }) => kind === 'files'),
  ];
}

async function removeOne(
  access: KnownAccess,
  one: DesiredResource,
  { dry }: Pick<ConvergeContext, 'dry'>,
): Promise<readonly InfrastructureFinding[]> {
  const { accountId, resource } = one;
  const removing = { accountId, resource, dry };
  switch (one.kind) {
    case 'provider':
      return removeProvider(await iamIn(access, accountId), one.desired, removing);
    case 'role':
      return removeOwnRole(await iamIn(access, accountId), one.desired.name, removing);
    case 'bucket':
      return removeBucket(s3In(access, one.desired.region), one.desired, { dry });
    case 'files':
      return removeFiles(await s3Anywhere(access), { ...one.desired, ownerId: accountId }, { dry });
  }
}

interface Removing {
  readonly accountId: string;
  readonly resource: string;
  readonly dry: boolean;
}

async function removeOwnRole(
  iam: GenericCalls,
  name: string,
  { accountId, resource, dry }: Removing,
): Promise<readonly InfrastructureFinding[]> {
  const found = await findRole(iam, name);
  if (!found) return [];
  const place = { accountId, resource };
  if (!carries(found, originTags)) return [{ ...place, action: 'keep', differences: [notOurs] }];
  if (!dry) await removeRole(iam, name);
  return [{ ...place, action: 'delete', differences: [] }];
}

/** Roles of others may use the provider, so it is removed only if we created it. */
async function removeProvider(
  iam: GenericCalls,
  { arn: OpenIDConnectProviderArn }: DesiredProvider,
  { accountId, resource, dry }: Removing,
): Promise<readonly InfrastructureFinding[]> {
  const found = await findProvider(iam, OpenIDConnectProviderArn);
  if (!found) return [];
  const place = { accountId, resource };
  if (!carries(found, originTags)) return [{ ...place, action: 'keep', differences: [notOurs] }];
  if (!dry) await iam.call('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn });
  return [{ ...place, action: 'delete', differences: [] }];
}
