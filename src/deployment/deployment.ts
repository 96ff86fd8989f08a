/**
 * What an installation in the automation account consists of, as data. The CDK app makes constructs of it; permission
 * tests, estimates and checks read it. Physical names are those that operators know; ARNs are complete.
 */

import type { RouteName, RouteTrigger } from '../lifecycle/routes/routes.ts';

export interface Deployment {
  /** `environment_identifier` of the settings. */
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** `o-…`. */
  readonly organizationId: string;
  /** Of every resource. */
  readonly tags: Readonly<Record<string, string>>;
  readonly architecture: 'arm64' | 'x86_64';
  readonly functions: readonly DeployedFunction[];
  readonly tables: readonly DeployedTable[];
  readonly queues: readonly DeployedQueue[];
  readonly buckets: readonly DeployedBucket[];
  readonly topics: readonly DeployedTopic[];
  /** Parameters that consumers of the installation read. Functions read the settings document. */
  readonly parameters: readonly DeployedParameter[];
  readonly busStatements: readonly BusStatement[];
  readonly alarms: readonly DeployedAlarm[];
  readonly dashboard: DeployedDashboard;
  /** What an operator must know: what was left out, and what the account must allow. */
  readonly notes: readonly string[];
}

export interface DeployedFunction {
  readonly route: RouteName;
  /** `SpaDemoOnSweep`. */
  readonly name: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number;
  /** Besides the location of the settings. */
  readonly environment: Readonly<Record<string, string>>;
  /** All that its role may do, besides its own log, its traces and reading the settings. */
  readonly statements: readonly PolicyStatement[];
  readonly on: RouteTrigger;
  /** Name of the rule of a schedule. Undefined: CloudFormation makes one. */
  readonly ruleName?: string;
  /** Batches of a queue that are in progress at once. */
  readonly maxConcurrency?: number;
  /** Name of the queue of events that it could not handle after retries; those of a queue stay in the queue. */
  readonly deadLetters?: string;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** With the keys `Identifier` and `Order`, expiring by `Expiration`; retained when the stack is deleted. */
export interface DeployedTable {
  readonly name: string;
}

export interface DeployedQueue {
  readonly name: string;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** Name of the queue of messages that were given up. Undefined: this is that queue. */
  readonly deadLetters?: { readonly queue: string; readonly maxReceiveCount: number };
  /** Of its policy. */
  readonly statements: readonly object[];
}

/** Versioned, without public access; retained when the stack is deleted. */
export interface DeployedBucket {
  readonly name: string;
  /** Of its policy. */
  readonly statements: readonly object[];
  /** Days until earlier versions are deleted. */
  readonly earlierVersionsDays: number;
}

export interface DeployedTopic {
  readonly name: string;
  readonly displayName: string;
  /** Addresses of mail; each must confirm. */
  readonly subscribers: readonly string[];
  /** Of its policy. */
  readonly statements: readonly object[];
}

export interface DeployedParameter {
  readonly name: string;
  readonly value: string;
  /** Standard parameters have at most 4,096 characters. */
  readonly tier: 'Standard' | 'Advanced';
  readonly description: string;
}

/** Who may put events on the default bus, besides the account itself. */
interface BusStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: string;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface DeployedAlarm {
  readonly name: string;
  /** What it means, and what to do. */
  readonly description: string;
  readonly metric: AlarmMetric;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  /** Whether missing data is an alarm, such as a sweep that no longer runs. */
  readonly missingDataIsAlarm: boolean;
  readonly comparison: 'above' | 'below';
}

export interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
  readonly periodSeconds: number;
}

export interface DeployedDashboard {
  readonly name: string;
  /** CloudWatch's own form. */
  readonly body: object;
}
