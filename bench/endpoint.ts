/**
 * A separate process that serves a simulated organization over HTTP, so that its cost is not counted as the client's.
 * Started by `startEndpoint` and controlled by messages.
 */

import { fork } from 'node:child_process';
import type { Limit } from '../src/simulator/index.ts';
import { simulateOrganization } from '../src/simulator/index.ts';

export interface EndpointOptions {
  readonly accounts: number;
  /** Added to every call. */
  readonly latencyMs?: number;
  readonly limits?: readonly Limit[];
  /** Accounts without a role: every AssumeRole is denied. */
  readonly refusing?: boolean;
}

export interface BenchEndpoint {
  readonly url: string;
  /** Calls by operation since the start, and the server's CPU milliseconds. */
  report(): Promise<EndpointReport>;
  close(): Promise<void>;
}

export interface EndpointReport {
  readonly calls: Readonly<Record<string, number>>;
  readonly cpuMs: number;
}

export async function startEndpoint(options: EndpointOptions): Promise<BenchEndpoint> {
  const child = fork(import.meta.filename, [JSON.stringify(options)]);
  const next = <T>() =>
    new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)));
  const { url } = await next<{ readonly url: string }>();
  return {
    url,
    report: async () => {
      const report = next<EndpointReport>();
      child.send('report');
      return report;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill();
      await closed;
    },
  };
}

async function serve({ accounts, refusing, ...options }: EndpointOptions): Promise<void> {
  const organization = simulateOrganization({ limits: [], keepCalls: 10, ...options });
  for (let index = 0; index < accounts; index++) {
    const role = refusing ? { role: false as const } : {};
    organization.addAccount({ name: `account-${index}`, seeded: true, ...role });
  }
  const { url } = await organization.serve({ port: 0 });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ calls: organization.journal.byOperation(), cpuMs: (user + system) / 1000 });
  });
  process.send?.({ url });
}

if (import.meta.main) await serve(JSON.parse(process.argv[2] ?? '{}') as EndpointOptions);
