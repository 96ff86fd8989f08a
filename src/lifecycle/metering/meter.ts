/** Counters for dashboards, collected and sent to CloudWatch in batches. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Clock } from '../../model/clock.ts';

/** Singular, as in the dashboards of users. */
export const metricNamespace = 'SustainablePersonalAccount';
/** CloudWatch accepts a thousand data points per call; fewer keep the call small. */
const maxData = 500;

export interface Meter {
  count(metric: string, dimensions: Readonly<Record<string, string>>): void;
  /** Notes a measured value. Of several in the same minute, the highest counts. */
  measure(metric: string, measured: Measured): void;
  /** Sends what was collected. Never throws for errors of CloudWatch: a counter must not stop an account. */
  flush(): Promise<void>;
  /** Data points that could not be sent, since the start. */
  readonly lost: () => number;
}

interface Measured {
  readonly value: number;
  readonly unit: 'Count' | 'Percent';
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
  readonly Unit: Measured['unit'];
}

interface NotedValue {
  readonly unit: Datum['Unit'];
  /** Of the value before in the same minute, or zero. */
  readonly combine: (before: number) => number;
}

export function createMeter({ cloudwatch, clock, environment }: MeterOptions): Meter {
  const waiting = new Map<string, Datum>();
  let lost = 0;

  const put = async (MetricData: readonly Datum[]) => {
    try {
      await cloudwatch().call('PutMetricData', { Namespace: metricNamespace, MetricData });
    } catch {
      lost += MetricData.length;
    }
  };

  /** CloudWatch has a resolution of minutes: values of the same minute are one data point. */
  const note = (
    metric: string,
    dimensions: Readonly<Record<string, string>>,
    { unit, combine }: NotedValue,
  ) => {
    const minute = Math.floor(clock.now() / 60_000) * 60_000;
    const all = { ...dimensions, Environment: environment };
    const key = JSON.stringify([metric, all, minute]);
    const known = waiting.get(key);
    if (known) {
      known.Value = combine(known.Value);
      return;
    }
    const Dimensions = Object.entries(all).map(([Name, Value]) => ({ Name, Value }));
    const datum = { MetricName: metric, Dimensions, Timestamp: new Date(minute) };
    waiting.set(key, { ...datum, Value: combine(0), Unit: unit });
  };

  return {
    count: (metric, dimensions) =>
      note(metric, dimensions, { unit: 'Count', combine: (before) => before + 1 }),
    measure: (metric, { value, unit }) =>
      note(metric, {}, { unit, combine: (before) => Math.max(before, value) }),
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
