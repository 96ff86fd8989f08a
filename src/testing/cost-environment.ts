/** An organization with cost centers, OUs, a closed account, and costs of one month that are known to the cent. */

import { s3ReportStore } from '../reports/store/s3-report-store.ts';
import type { FeatureSettings } from '../settings/settings.ts';
import type { AddedCost } from '../simulator/index.ts';
import { openReportEnvironment, type ReportEnvironment } from './report-environment.ts';

export interface CostEnvironment extends ReportEnvironment {
  /** The source of rates. */
  readonly fetch: (url: string) => Promise<Response>;
  /** The last responses are repeated. Default: rates of EUR and JPY. */
  respond(...responses: readonly (() => Response)[]): void;
  /** Content of an object of the bucket. */
  bytes(key: string): Promise<Buffer>;
}

/** The time of the final report of March. */
const april14 = Date.UTC(2026, 3, 14, 2, 42);

export const accountIds = {
  alpha: '111111111111',
  beta: '222222222222',
  gamma: '333333333333',
  delta: '444444444444',
  closed: '555555555555',
} as const;

const rates = { EUR: 0.9234, JPY: 151.37 };

export async function openCostEnvironment(
  features: Partial<FeatureSettings> = {},
): Promise<CostEnvironment> {
  const environment = await openReportEnvironment({ features, startMs: april14 });
  const { organization, lifecycle } = environment;
  const research = organization.addOu({ name: 'Research', id: 'ou-demo-22222222' }).id;
  const sandboxes = 'ou-demo-11111111';
  const add = (name: keyof typeof accountIds, ou: string | undefined, center?: string) =>
    organization.addAccount({
      name: name === 'delta' ? '=delta' : name,
      id: accountIds[name],
      ...(ou !== undefined && { ou }),
      ...(center !== undefined && { tags: { 'cost-center': center } }),
    });
  add('alpha', sandboxes, 'Product A');
  add('beta', research, 'Product A');
  add('gamma', sandboxes, 'B/C');
  add('delta', undefined);
  add('closed', sandboxes, 'Product A');
  organization.setState(accountIds.closed, 'SUSPENDED');
  organization.setCosts(marchCosts(organization.managementAccountId));
  let responses = [() => Response.json({ result: 'success', rates: { USD: 1, ...rates } })];
  return {
    ...environment,
    fetch: async () => {
      const [next] = responses;
      if (responses.length > 1) responses = responses.slice(1);
      return next?.() ?? Response.error();
    },
    respond: (...next) => {
      responses = [...next];
    },
    bytes: async (key) => {
      const { Body } = await lifecycle
        .inHub('s3')
        .call('GetObject', { Bucket: s3ReportStore(lifecycle).name.slice(5), Key: key });
      const content = Body as { transformToByteArray(): Promise<Uint8Array> };
      return Buffer.from(await content.transformToByteArray());
    },
  };
}

function marchCosts(management: string): readonly AddedCost[] {
  const { alpha, beta, gamma, delta, closed } = accountIds;
  const s3 = { service: 'Amazon Simple Storage Service', usageType: 'TimedStorage-ByteHrs' };
  return [
    // The first and the last day count; their neighbours do not.
    { account: alpha, day: '2026-02-28', amount: '1000' },
    { account: alpha, day: '2026-03-01', amount: '10.004' },
    { account: alpha, day: '2026-03-31', amount: '1.0005' },
    { account: alpha, day: '2026-04-01', amount: '1000' },
    { account: alpha, day: '2026-03-10', amount: '0.0000123541', ...s3 },
    { account: alpha, day: '2026-03-31', amount: '-3.5', recordType: 'Credit' },
    { account: beta, day: '2026-03-15', amount: '1234567.895' },
    { account: beta, day: '2026-03-15', amount: '0.333', ...s3 },
    { account: gamma, day: '2026-03-02', amount: '7.777' },
    { account: gamma, day: '2026-03-20', amount: '-0.125', recordType: 'Refund' },
    { account: delta, day: '2026-03-03', amount: '0.005' },
    { account: closed, day: '2026-03-05', amount: '42' },
    { account: management, day: '2026-03-01', amount: '123.45', recordType: 'Tax', service: 'Tax' },
    {
      account: management,
      day: '2026-03-01',
      amount: '29',
      recordType: 'Support',
      service: 'AWS Support (Developer)',
    },
    {
      account: management,
      day: '2026-03-01',
      amount: '12.5',
      recordType: 'SavingsPlanRecurringFee',
      service: 'Savings Plans for AWS Compute usage',
    },
  ];
}
