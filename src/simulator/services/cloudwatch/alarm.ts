/** An alarm, as data. */

import type { Dimension } from './state.ts';

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Members by AWS's own names, defaults filled in. */
export interface AlarmDefinition {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Statistic: string;
  readonly Dimensions: readonly Dimension[];
  /** Seconds. */
  readonly Period: number;
  readonly Unit?: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
}

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly data: string;
  readonly at: number;
}

export interface AlarmHistoryItem {
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  readonly data: string;
}

export interface Alarm {
  readonly accountId: string;
  readonly region: string;
  readonly arn: string;
  definition: AlarmDefinition;
  definedAt: number;
  state: AlarmState;
  /** When the value last changed. */
  changedAt: number;
  readonly history: AlarmHistoryItem[];
  /** Whether the next evaluation is scheduled. */
  isWatched: boolean;
}
