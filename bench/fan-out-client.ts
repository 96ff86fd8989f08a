/** Runs one client in a separate process: reads every account, once or in each region, and prints the cost as JSON. */

import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { alwaysOn } from '../src/aws/models/opt-in-regions.ts';
import { type Session, streamAcrossAccounts } from '../src/index.ts';

export interface ClientRun {
  readonly url: string;
  /**
   * `loop` is the code one would write without a library: list the accounts, then workers that assume a role and
   * call.
   */
  readonly client: 'flotilla' | 'loop';
  readonly concurrency: number;
  /** 1 lists the users of an account, which are global; more list the VPCs of each region. */
  readonly regions: number;
}

export interface ClientCost {
  readonly done: number;
  readonly failed: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'us-east-1';

/** The regions that every account has enabled. */
const allRegions = [...alwaysOn];

async function flotilla({
  url,
  concurrency,
  regions,
}: ClientRun): Promise<{ done: number; failed: number }> {
  let done = 0;
  let failed = 0;
  const aws = { endpoint: url, credentials, region };
  const read = async (session: Session) =>
    regions === 1 ? users(session.client(IAMClient)) : vpcs(session.client(EC2Client));
  const options = {
    aws,
    concurrency,
    ...(regions > 1 && { regions: allRegions.slice(0, regions) }),
  };
  for await (const { status } of streamAcrossAccounts(read, options)) {
    if (status === 'done') done++;
    if (status === 'failed') failed++;
  }
  return { done, failed };
}

async function loop({
  url,
  concurrency,
  regions,
}: ClientRun): Promise<{ done: number; failed: number }> {
  const requestHandler = new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 1024 } });
  const shared = { region, endpoint: url, requestHandler };
  const organizations = new OrganizationsClient({ ...shared, credentials });
  const sts = new STSClient({ ...shared, credentials });
  const accounts: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await organizations.send(
      new ListAccountsCommand({ ...(NextToken && { NextToken }) }),
    );
    accounts.push(...(page.Accounts ?? []).map(({ Id = '' }) => Id));
    NextToken = page.NextToken;
  } while (NextToken);
  const queue = accounts.slice(1); // The first is the management account.
  const counts = { done: 0, failed: 0 };
  const work = async () => {
    for (let id = queue.pop(); id; id = queue.pop()) {
      try {
        const RoleArn = `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`;
        const { Credentials } = await sts.send(
          new AssumeRoleCommand({ RoleArn, RoleSessionName: 'bench' }),
        );
        const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
        const own = {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
        };
        if (regions === 1) await users(new IAMClient({ ...shared, credentials: own }));
        else
          for (const one of allRegions.slice(0, regions))
            await vpcs(new EC2Client({ ...shared, region: one, credentials: own }));
        counts.done += regions;
      } catch {
        counts.failed++;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return counts;
}

async function users(client: IAMClient): Promise<number> {
  let count = 0;
  for await (const { Users } of paginateListUsers({ client }, {})) count += Users?.length ?? 0;
  return count;
}

async function vpcs(client: EC2Client): Promise<number> {
  const { Vpcs } = await client.send(new DescribeVpcsCommand({}));
  return Vpcs?.length ?? 0;
}

async function measure(run: ClientRun): Promise<ClientCost> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const counts = await (run.client === 'flotilla' ? flotilla(run) : loop(run));
  const { user, system } = process.cpuUsage(before);
  return {
    ...counts,
    wallMs: performance.now() - startedAt,
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

if (import.meta.main) {
  const cost = await measure(JSON.parse(process.argv[2] ?? '{}') as ClientRun);
  process.stdout.write(JSON.stringify(cost));
}
