/** A process that makes the final report of a month and nothing else. Started by `bench/reports.ts`; prints its figures. */

import type { AwsCredentialIdentity } from '@smithy/types';
import { openLifecycle } from '../src/lifecycle/lifecycle.ts';
import { wallClock } from '../src/model/clock.ts';
import { rehearsalSettings } from '../src/rehearsal/settings.ts';
import { publishCosts, readCostReport } from '../src/reports/costs/publish-costs.ts';
import type { CostStatement } from '../src/reports/statement/statement.ts';
import { s3ReportStore } from '../src/reports/store/s3-report-store.ts';
import { reportDay, reportMonth } from './report-endpoint.ts';

export interface ReportRun {
  readonly url: string;
  readonly credentials: AwsCredentialIdentity;
}

export interface ReportFigures {
  readonly readSeconds: number;
  readonly seconds: number;
  readonly peakMb: number;
  /** Of Cost Explorer. */
  readonly requests: number;
  readonly statement: CostStatement;
}

async function makeReports({ url, credentials }: ReportRun): Promise<ReportFigures> {
  const settings = rehearsalSettings();
  const startedAt = Date.now();
  let requests = 0;
  const lifecycle = await openLifecycle({
    settings: {
      ...settings,
      features: { ...settings.features, withCostExtraCurrencies: ['EUR', 'JPY'] },
    },
    ...{ endpoint: url, credentials, region: settings.automation.region ?? '' },
    // A call that was refused costs nothing.
    onAttempt: ({ service, result }) => {
      if (service === 'cost explorer' && result === 'ok') requests++;
    },
    clock: { ...wallClock, now: () => reportDay + Date.now() - startedAt },
  });
  const fetch = async () =>
    Response.json({ result: 'success', rates: { EUR: 0.9234, JPY: 151.37 } });
  const store = s3ReportStore(lifecycle);
  const report = await readCostReport(lifecycle, {
    month: reportMonth,
    kind: 'final',
    rates: store,
    fetch,
  });
  const readSeconds = (Date.now() - startedAt) / 1000;
  const { statement } = await publishCosts(report, store);
  await lifecycle.close();
  return {
    readSeconds,
    seconds: (Date.now() - startedAt) / 1000,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    requests,
    statement,
  };
}

if (import.meta.main) {
  const figures = await makeReports(JSON.parse(process.argv[2] ?? '{}') as ReportRun);
  process.stdout.write(JSON.stringify(figures));
}
