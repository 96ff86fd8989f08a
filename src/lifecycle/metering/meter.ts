/** Counters for dashboards, collected and sent to CloudWatch in batches. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Clock } from '../../model/clock.ts';

/** Singular, as in the dashboards of users. */
const Namespace = 'SustainablePersonalAccount';
/** CloudWatch accepts a thousand data points per call; fewer keep the call small. */
const maxData = 500;

export interface Meter {
  count(metric: string, dimensions: Readonly<Record<string, string>>): void;
  /** Sends what was collected. Never throws for errors of CloudWatch: a counter must not stop an account. */
  flush(): Promise<void>;
  /** Data points that could not be sent, since the start. */
  readonly lost: () => number;
}

export interface MeterOptions {
  readonly cloudwatch: () => GenericCalls;
  readonly clock: Clock;
  readonly environment: string;
}

interface Datum {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Timestamp: Date;
  Value: number;
  readonly Unit: 'Count';
}

export function createMeter({ cloudwatch, clock, environment }: MeterOptions): Meter {
  const waiting = new Map<string, Datum>();
  let lost = 0;

  const put = async (MetricData: readonly Datum[]) => {
    try {
      await cloudwatch().call('PutMetricData', { Namespace, MetricData });
    } catch {
      lost += MetricData.length;
    }
  };

  return {
    count(metric, dimensions) {
      // CloudWatch has a resolution of minutes: events of the same minute are one data point.
      const minute = Math.floor(clock.now() / 60_000) * 60_000;
      const all = { ...dimensions, Environment: environment };
      const key = JSON.stringify([metric, all, minute]);
      const known = waiting.get(key);
      if (known) {
        known.Value++;
        return;
      }
      const Dimensions = Object.entries(all).map(([Name, Value]) => ({ Name, Value }));
      const datum = { MetricName: metric, Dimensions, Timestamp: new Date(minute) };
      waiting.set(key, { ...datum, Value: 1, Unit: 'Count' });
    },
    async flush() {
      const data = [...waiting.values()];
      waiting.clear();
      for (let start = 0; start < data.length; start += maxData) {
        await put(data.slice(start, start + maxData));
      }
    },
    lost: () => lost,
  };
}
