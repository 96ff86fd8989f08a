/**
 * The cost of a call on the simulator's side of the wire: CPU of the gateway alone, and CPU of an HTTP server in a
 * separate process that verifies signatures. Run with `node bench/gateway.ts`.
 */

import { fork } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createGateway } from '../src/wire/gateway.ts';
import { serve } from '../src/wire/http-server.ts';
import { inProcessHandler } from '../src/wire/in-process.ts';
import type { CallHandler, WireRequest } from '../src/wire/message.ts';
import { verifySignature } from '../src/wire/signature.ts';

export interface GatewayRow {
  readonly call: string;
  readonly way: 'gateway' | 'gateway, signature verified' | 'http, signature verified';
  readonly cpuMicroseconds: number;
  /** The CPU time that the design allows. */
  readonly limitMicroseconds?: number;
}

const secretAccessKey = 'secret';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey };
const calls = ['ListAccounts', 'AssumeRole', 'GetCallerIdentity'] as const;
type Call = (typeof calls)[number];

const rounds = 20_000;
const httpRounds = 8_000;
const connections = 8;

export async function benchGateway(): Promise<GatewayRow[]> {
  const rows: GatewayRow[] = [];
  for (const call of calls) {
    const sent = await recorded(call, 'http://127.0.0.1:1');
    const limit = call === 'ListAccounts' ? { limitMicroseconds: 100 } : {};
    rows.push({ call, way: 'gateway', cpuMicroseconds: await perCall(sent, false), ...limit });
    const verified = await perCall(sent, true);
    rows.push({ call, way: 'gateway, signature verified', cpuMicroseconds: verified });
  }
  return [...rows, ...(await overHttp())];
}

const ok: Readonly<Record<Call, object>> = {
  ListAccounts: {
    Accounts: Array.from({ length: 20 }, (_, index) => ({
      Id: String(100_000_000_000 + index),
      Arn: `arn:aws:organizations::100000000000:account/o-example123/${100_000_000_000 + index}`,
      Email: `account-${index}@example.com`,
      Name: `account ${index}`,
      State: 'ACTIVE',
      Status: 'ACTIVE',
      JoinedMethod: 'CREATED',
      JoinedTimestamp: new Date(1_700_000_000_000),
      Paths: ['o-example123/r-root/ou-root-one/'],
    })),
    NextToken: 'next',
  },
  AssumeRole: {
    Credentials: {
      AccessKeyId: 'ASIAEXAMPLE',
      SecretAccessKey: 'another secret',
      SessionToken: 'token'.repeat(40),
      Expiration: new Date(1_700_000_000_000),
    },
    AssumedRoleUser: {
      AssumedRoleId: 'AROAEXAMPLE:run',
      Arn: 'arn:aws:sts::100000000001:assumed-role/FleetRole/run',
    },
  },
  GetCallerIdentity: {
    Account: '100000000000',
    Arn: 'arn:aws:iam::100000000000:user/hub',
    UserId: 'AIDAEXAMPLE',
  },
};

function gateway(verify: boolean) {
  const answer: CallHandler = async ({ operation, request }) => {
    if (verify) verifySignature(request, secretAccessKey, Date.now());
    return ok[operation.name as Call];
  };
  return createGateway({ services: ['organizations', 'sts'], answer });
}

/** The request that the real client makes. */
async function recorded(call: Call, endpoint: string): Promise<WireRequest> {
  const sent: WireRequest[] = [];
  const handle = gateway(true);
  const requestHandler = inProcessHandler((request) => {
    sent.push(request);
    return handle(request);
  });
  const config = { region: 'us-east-1', credentials, endpoint, requestHandler };
  await send(call, config);
  const [request] = sent;
  if (!request) throw new Error(`${call} sent nothing`);
  return request;
}

function send(call: Call, config: object): Promise<unknown> {
  if (call === 'ListAccounts') {
    return new OrganizationsClient(config).send(new ListAccountsCommand({ MaxResults: 20 }));
  }
  const sts = new STSClient(config);
  if (call === 'GetCallerIdentity') return sts.send(new GetCallerIdentityCommand({}));
  const RoleArn = 'arn:aws:iam::100000000001:role/FleetRole';
  return sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run', DurationSeconds: 900 }));
}

async function perCall(request: WireRequest, verify: boolean): Promise<number> {
  const handle = gateway(verify);
  for (let round = 0; round < rounds / 4; round += 1) await handle(request);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await handle(request);
  return microseconds(process.cpuUsage(before)) / rounds;
}

function microseconds({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

async function overHttp(): Promise<GatewayRow[]> {
  const child = fork(import.meta.filename, ['serve']);
  const report = () => new Promise<unknown>((resolve) => child.once('message', resolve));
  const cpu = async (): Promise<number> => {
    child.send('cpu');
    return (await report()) as number;
  };
  try {
    const url = (await report()) as string;
    const rows: GatewayRow[] = [];
    for (const call of calls) {
      const request = await recorded(call, url);
      await load(url, request, httpRounds / 4);
      const before = await cpu();
      await load(url, request, httpRounds);
      const cpuMicroseconds = ((await cpu()) - before) / httpRounds;
      const limit = call === 'ListAccounts' ? { limitMicroseconds: 250 } : {};
      rows.push({ call, way: 'http, signature verified', cpuMicroseconds, ...limit });
    }
    return rows;
  } finally {
    child.kill();
  }
}

async function load(url: string, request: WireRequest, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await post(url, request, agent);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
}

function post(url: string, { headers, body }: WireRequest, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method: 'POST', headers, agent }, (incoming) => {
      if (incoming.statusCode !== 200) reject(new Error(`status ${incoming.statusCode}`));
      incoming.resume().once('end', resolve);
    });
    outgoing.once('error', reject).end(body);
  });
}

async function serveForParent(): Promise<void> {
  const { url } = await serve(gateway(true), { port: 0 });
  process.on('message', () => process.send?.(microseconds(process.cpuUsage())));
  process.send?.(url);
}

function line({ call, way, cpuMicroseconds, limitMicroseconds }: GatewayRow): string {
  const limit = limitMicroseconds === undefined ? '' : ` (at most ${limitMicroseconds})`;
  return `${call.padEnd(18)} ${way.padEnd(28)} ${cpuMicroseconds.toFixed(1).padStart(7)} µs CPU${limit}\n`;
}

if (import.meta.main) {
  if (process.argv[2] === 'serve') await serveForParent();
  else for (const row of await benchGateway()) process.stdout.write(line(row));
}
