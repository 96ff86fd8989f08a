/** ListMetrics, GetMetricStatistics and GetMetricData. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { invalidCombination, invalidValue, missing } from './errors.ts';
import { type Dimension, keyOf, type Metric, type Metrics, metricsOf } from './state.ts';
import { checkPeriod, checkRange, pointsOf, statisticOf } from './statistics.ts';

interface ListInput {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
  readonly NextToken?: string;
  readonly RecentlyActive?: string;
}

interface StatisticsInput {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly Period: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
  readonly Unit?: string;
}

interface Query {
  readonly Id: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace?: string;
      readonly MetricName?: string;
      readonly Dimensions?: readonly Dimension[];
    };
    readonly Period: number;
    readonly Stat: string;
    readonly Unit?: string;
  };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
}

interface DataInput {
  readonly MetricDataQueries: readonly Query[];
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly NextToken?: string;
  readonly ScanBy?: string;
  readonly MaxDatapoints?: number;
}

export const readHandlers = {
  ListMetrics: (input: ListInput, context: CallContext) => {
    const { Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken } = input;
    const { now } = context;
    const since = now - (RecentlyActive === 'PT3H' ? 3 * hourMs : listedMs);
    const items = [...callerMetrics(context).values()].filter(
      ({ namespace, name, dimensions, lastAt }) =>
        lastAt >= since &&
        (Namespace === undefined || Namespace === namespace) &&
        (MetricName === undefined || MetricName === name) &&
        Dimensions.every((requested) =>
          dimensions.some(
            ({ Name, Value }) =>
              Name === requested.Name &&
              (requested.Value === undefined || Value === requested.Value),
          ),
        ),
    );
    const page = callPage(context, {
      items,
      key: keyOf,
      token: NextToken,
      size: 500,
      scope: `${Namespace} ${MetricName} ${JSON.stringify(Dimensions)} ${RecentlyActive}`,
      invalidToken: badToken,
    });
    return {
      Metrics: page.items.map(described),
      ...page.token,
    };
  },

  GetMetricStatistics: (input: StatisticsInput, context: CallContext) => {
    const { Namespace, MetricName, Dimensions = [], Statistics = [], Unit, Period } = input;
    const { StartTime, EndTime, ExtendedStatistics = [] } = input;
    if (ExtendedStatistics.length > 0) {
      throw invalidValue('The simulator keeps no values for percentiles.');
    }
    if (Statistics.length === 0) throw missing('Statistics');
    checkRange(StartTime, EndTime);
    const periodMs = checkPeriod(Period);
    const [startMs, endMs] = [StartTime.getTime(), EndTime.getTime()];
    if ((endMs - startMs) / periodMs > maxPoints) {
      throw invalidCombination(
        `You have requested up to ${Math.ceil((endMs - startMs) / periodMs)} datapoints, which exceeds the limit of ${maxPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    }
    const key = keyOf({ namespace: Namespace, name: MetricName, dimensions: Dimensions });
    const points = pointsOf(callerMetrics(context).get(key), {
      startMs,
      endMs,
      periodMs,
      unit: Unit,
    });
    return {
      Label: MetricName,
      Datapoints: points.map(({ at, unit, value }) => ({
        Timestamp: new Date(at),
        Unit: unit,
        ...Object.fromEntries(Statistics.map((name) => [name, statisticOf(value, name)])),
      })),
    };
  },

  GetMetricData: (input: DataInput, context: CallContext) => {
    const { MetricDataQueries, ScanBy, MaxDatapoints = 100_800, NextToken } = input;
    checkRange(input.StartTime, input.EndTime);
    const metrics = callerMetrics(context);
    const requested = MetricDataQueries.filter(({ ReturnData = true }) => ReturnData);
    const values = requested.flatMap((query) => {
      const found = valuesOf(metrics, query, input);
      return ScanBy === 'TimestampAscending' ? found : found.toReversed();
    });
    const page = callPage(context, {
      items: values,
      key: ({ id, at, unit }) => `${id} ${at} ${unit}`,
      token: NextToken,
      size: MaxDatapoints,
      isUnlimited: true,
      scope: JSON.stringify({ ...input, NextToken: '' }),
      invalidToken: badToken,
    });
    return {
      MetricDataResults: requested.map(({ Id, Label, MetricStat }) => {
        const own = page.items.filter(({ id }) => id === Id);
        return {
          Id,
          Label: Label ?? MetricStat?.Metric.MetricName ?? Id,
          Timestamps: own.map(({ at }) => new Date(at)),
          Values: own.map(({ value }) => value),
          StatusCode: page.next === undefined ? 'Complete' : 'PartialData',
        };
      }),
      Messages: [],
      ...page.token,
    };
  },
};

const hourMs = 3_600_000;
/** A metric without a value for two weeks is not listed any more. */
const listedMs = 14 * 24 * hourMs;
const maxPoints = 1_440;

function callerMetrics(context: CallContext): Metrics {
  return metricsOf.ofCall(context);
}

function valuesOf(metrics: Metrics, query: Query, { StartTime, EndTime }: DataInput) {
  const { Id, MetricStat, Expression } = query;
  if (!/^[a-z][A-Za-z0-9_]*$/.test(Id)) throw validation(`The Id ${Id} is not valid.`);
  if (Expression !== undefined || !MetricStat) {
    throw validation(`The simulator evaluates no metric math: ${Expression ?? Id}.`);
  }
  const { Metric, Period, Stat, Unit } = MetricStat;
  const { Namespace = '', MetricName = '', Dimensions = [] } = Metric;
  const key = keyOf({ namespace: Namespace, name: MetricName, dimensions: Dimensions });
  const points = pointsOf(metrics.get(key), {
    startMs: StartTime.getTime(),
    endMs: EndTime.getTime(),
    periodMs: checkPeriod(Period),
    unit: Unit,
  });
  return points.map(({ at, unit, value }) => ({
    id: Id,
    at,
    unit,
    value: statisticOf(value, Stat),
  }));
}

function described({ namespace, name, dimensions }: Metric) {
  return { Namespace: namespace, MetricName: name, Dimensions: dimensions };
}

function validation(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

function badToken(): AwsError {
  return new AwsError('InvalidNextToken', 'The next token is not valid.');
}
