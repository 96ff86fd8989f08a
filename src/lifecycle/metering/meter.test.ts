import { expect, test } from 'vitest';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { virtualClock } from '../../simulator/index.ts';
import { createMeter } from './meter.ts';

const start = Date.UTC(2026, 0, 5, 12, 0, 30);

interface Put {
  readonly Namespace: string;
  readonly MetricData: readonly { readonly MetricName: string; readonly Value: number }[];
}

/** CloudWatch as a list of the calls it received. */
function gathering(refuses = false) {
  const puts: Put[] = [];
  const clock = virtualClock(start);
  const cloudwatch = {
    async call(_: string, input: unknown) {
      if (refuses) throw new Error('no');
      puts.push(input as Put);
      return {};
    },
  } as unknown as GenericCalls;
  const meter = createMeter({ cloudwatch: () => cloudwatch, clock, environment: 'Spa' });
  return { puts, clock, meter };
}

test('events of one minute are one data point, with the dimensions of the dashboards', async () => {
  const { puts, clock, meter } = gathering();
  meter.count('AccountEventsByLabel', { Label: 'CreatedAccount' });
  meter.count('AccountEventsByLabel', { Label: 'CreatedAccount' });
  meter.count('AccountEventsByLabel', { Label: 'ReleasedAccount' });
  await clock.advance(60_000);
  meter.count('AccountEventsByLabel', { Label: 'CreatedAccount' });
  await meter.flush();

  const datum = (Label: string, minute: number, Value: number) => ({
    MetricName: 'AccountEventsByLabel',
    Dimensions: [
      { Name: 'Label', Value: Label },
      { Name: 'Environment', Value: 'Spa' },
    ],
    Timestamp: new Date(Date.UTC(2026, 0, 5, 12, minute)),
    Value,
    Unit: 'Count',
  });
  expect(puts).toEqual([
    {
      Namespace: 'SustainablePersonalAccount',
      MetricData: [
        datum('CreatedAccount', 0, 2),
        datum('ReleasedAccount', 0, 1),
        datum('CreatedAccount', 1, 1),
      ],
    },
  ]);
});

test('of several measured values of one minute, the highest counts', async () => {
  const { puts, meter } = gathering();
  for (const value of [20, 50, 10]) meter.measure('WindowFailedShare', { value, unit: 'Percent' });
  await meter.flush();

  expect(puts.flatMap(({ MetricData }) => MetricData)).toEqual([
    {
      MetricName: 'WindowFailedShare',
      Dimensions: [{ Name: 'Environment', Value: 'Spa' }],
      Timestamp: new Date(Date.UTC(2026, 0, 5, 12)),
      Value: 50,
      Unit: 'Percent',
    },
  ]);
});

test('many data points are sent in several calls, and none is sent twice', async () => {
  const { puts, meter } = gathering();
  for (let n = 0; n < 501; n++) meter.count('AccountEventsByAccount', { Account: String(n) });
  await meter.flush();
  await meter.flush();

  expect(puts.map(({ MetricData }) => MetricData.length)).toEqual([500, 1]);
});

test('data that CloudWatch refuses are counted as lost, and the run continues', async () => {
  const { meter } = gathering(true);
  meter.count('AccountEventsByLabel', { Label: 'CreatedAccount' });
  meter.count('AccountEventsByLabel', { Label: 'ReleasedAccount' });
  await meter.flush();

  expect(meter.lost()).toBe(2);
});
