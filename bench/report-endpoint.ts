/**
 * A separate process that serves an organization with a month of costs over HTTP, so that its cost is not counted as
 * that of the reports. Started by `startReportEndpoint`.
 */

import { fork } from 'node:child_process';
import type { AwsCredentialIdentity } from '@smithy/types';
import { openRehearsalEnvironment } from '../src/rehearsal/rehearsal-environment.ts';
import { rehearsalSettings, sandboxes } from '../src/rehearsal/settings.ts';
import type { SimulatedOrganization } from '../src/simulator/index.ts';
import { administratorArn } from '../src/testing/account-access.ts';

export interface ReportEndpoint {
  readonly url: string;
  /** Of the automation account. */
  readonly credentials: AwsCredentialIdentity;
  /** Megabytes that the simulator has used at most. */
  peakMb(): Promise<number>;
  close(): Promise<void>;
}

interface EndpointSize {
  readonly accounts: number;
  readonly services: number;
}

/** The final report of March is made on this day. */
export const reportDay = Date.UTC(2026, 3, 14, 2, 42);
export const reportMonth = '2026-03';
const centers = 50;
const tickMs = 50;

export async function startReportEndpoint(size: EndpointSize): Promise<ReportEndpoint> {
  const child = fork(import.meta.filename, [JSON.stringify(size)]);
  const next = <T>() =>
    new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)));
  const started = await next<Pick<ReportEndpoint, 'url' | 'credentials'>>();
  return {
    ...started,
    peakMb: async () => {
      const peak = next<number>();
      child.send('peak');
      return await peak;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill();
      await closed;
    },
  };
}

async function serve(size: EndpointSize): Promise<void> {
  const environment = await openRehearsalEnvironment({
    settings: rehearsalSettings(),
    seed: 1,
    startMs: reportDay,
    // Cost Explorer's largest page in the simulator; AWS documents none.
    pageSize: 5_000,
  });
  const { organization, clock, lifecycle } = environment;
  addAccounts(organization, size);
  // The quotas of AWS are in force, and need a clock that moves.
  setInterval(() => void clock.advance(tickMs), tickMs);
  const { url } = await organization.serve({ port: 0 });
  const { credentials } = organization.access(administratorArn(lifecycle.hub.accountId));
  process.on('message', () => {
    process.send?.(Math.round(process.resourceUsage().maxRSS / 1024));
  });
  process.send?.({ url, credentials });
}

/** Each account uses every service, pays tax, and some have a credit. */
function addAccounts(organization: SimulatedOrganization, { accounts, services }: EndpointSize) {
  const ids = Array.from(
    { length: accounts },
    (_, index) =>
      organization.addAccount({
        name: `holder-${index}`,
        ou: sandboxes,
        role: false,
        tags: { 'cost-center': `Center ${index % centers}` },
      }).id,
  );
  const day = `${reportMonth}-15`;
  organization.setCosts(
    ids.flatMap((account, index) => [
      ...Array.from({ length: services }, (_, service) => ({
        ...{ account, day },
        service: `Service ${service}`,
        usageType: `EUW1-Usage:${service}`,
        amount: `${(index * 7 + service * 13) % 997}.${1_000_000_000 + ((index * 7919 + service * 104_729) % 999_999_999)}`,
      })),
      { account, day, service: 'Tax', recordType: 'Tax', amount: `${index % 31}.19` },
      ...(index % 5 === 0 ? [{ account, day, recordType: 'Credit', amount: '-3.14159' }] : []),
    ]),
  );
}

if (import.meta.main) await serve(JSON.parse(process.argv[2] ?? '{}') as EndpointSize);
