/**
 * Default VPCs that remain in the fleet: `flotilla run examples/default-vpcs.ts --regions enabled`. AWS creates one
 * in each region of every new account, and resources attached to them are easily overlooked.
 */

import { EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import type { Session } from 'flotilla';

export default async function defaultVpcs(session: Session): Promise<string[]> {
  const client = session.client(EC2Client);
  const onlyDefaults = { Filters: [{ Name: 'is-default', Values: ['true'] }] };
  const found: string[] = [];
  for await (const page of paginateDescribeVpcs({ client }, onlyDefaults, {
    abortSignal: session.signal,
  })) {
    for (const { VpcId } of page.Vpcs ?? []) if (VpcId) found.push(VpcId);
  }
  return found;
}
