/** A client for AWS Organizations, and advice for the operator when it refuses. */

import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { credentialsError } from '../aws/caller.ts';
import { classify } from '../aws/failures.ts';
import { type Fleet, fallbackRegion } from '../aws/open-fleet.ts';
import { FlotillaError } from '../model/flotilla-error.ts';

/** The service is global: any region of the caller's partition finds it. */
export async function organizationsClient(fleet: Fleet): Promise<OrganizationsClient> {
  return fleet.client(OrganizationsClient, (await fleet.region()) ?? fallbackRegion);
}

/** One sentence that names the missing permission, for the operator who has to grant it. */
export function unreadable(cause: unknown, action: string): unknown {
  const { kind, code, message } = classify(cause);
  if (kind === 'cancelled') return cause;
  const credentials = credentialsError(cause);
  if (credentials) return credentials;
  return new FlotillaError(
    'OrganizationUnreadable',
    `the organization cannot be read (${code}: ${message}); ${adviceFor(kind, code, action)}`,
    { cause },
  );
}

function adviceFor(kind: string, code: string, action: string): string {
  if (code === 'AWSOrganizationsNotInUseException') {
    return 'this account is not in an organization; name the accounts by id';
  }
  return kind === 'denied'
    ? `allow ${action} and call from the management account or a delegated administrator, or name the accounts by id`
    : 'try again';
}
