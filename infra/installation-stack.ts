/** The stack of an installation: constructs of what `describeDeployment` returns, and nothing that is decided here. */

import { join } from 'node:path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import type { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Deployment } from '../src/deployment/deployment.ts';
import { addAlarm } from './constructs/alarm.ts';
import { addBucket } from './constructs/bucket.ts';
import { type FunctionDefaults, InstallationFunction } from './constructs/function.ts';
import { addQueue } from './constructs/queue.ts';
import { addTable } from './constructs/table.ts';
import { addTopic } from './constructs/topic.ts';
import { addTrigger } from './constructs/trigger.ts';

export interface InstallationStackProps {
  readonly deployment: Deployment;
  /** The settings document on the disk, and its digest. */
  readonly settings: { readonly path: string; readonly digest: string };
  /** With a folder for each route. */
  readonly functionsFolder: string;
  readonly logLevel: string;
  /** Whether tables and the bucket stay when the stack is deleted. */
  readonly retain: boolean;
}

export class InstallationStack extends Stack {
  readonly #deployment: Deployment;
  readonly #props: InstallationStackProps;

  constructor(scope: Construct, props: InstallationStackProps) {
    const { deployment } = props;
    const { stackName, accountId, region, tags } = deployment;
    super(scope, stackName, {
      stackName,
      env: { account: accountId, region },
      tags: { ...tags },
      description: 'Life cycle of personal accounts',
      analyticsReporting: false,
    });
    this.#deployment = deployment;
    this.#props = props;
    this.#addStorage();
    const queues = this.#addQueues();
    this.#addFunctions(queues);
    this.#addMonitoring(this.#addTopics());
    this.#addParameters();
    this.#addBusPolicy();
    this.#addOutputs();
  }

  #addStorage(): void {
    const { tables, buckets } = this.#deployment;
    const { retain } = this.#props;
    for (const deployed of tables) addTable(this, this.#idOf(deployed.name), { deployed, retain });
    for (const deployed of buckets) addBucket(this, 'Reports', { deployed, retain });
  }

  /** By their names. The queue of dead letters comes first. */
  #addQueues(): ReadonlyMap<string, CfnQueue> {
    const added = new Map<string, CfnQueue>();
    for (const deployed of this.#deployment.queues) {
      const deadLetters = added.get(deployed.deadLetters?.queue ?? '');
      const id = `${this.#idOf(deployed.name)}Queue`;
      added.set(
        deployed.name,
        addQueue(this, id, { deployed, ...(deadLetters && { deadLetters }) }),
      );
    }
    return added;
  }

  #addFunctions(queues: ReadonlyMap<string, CfnQueue>): void {
    const defaults = this.#functionDefaults();
    const queueOf = (name: string) => {
      const queue = queues.get(`${this.#deployment.stackName}${name}`);
      if (!queue) throw new Error(`the deployment has no queue ${name}`);
      return queue;
    };
    for (const deployed of this.#deployment.functions) {
      const code = new Asset(this, `${deployed.route}Code`, {
        path: join(this.#props.functionsFolder, deployed.route),
      });
      const added = new InstallationFunction(this, deployed.route, { ...defaults, deployed, code });
      const url = addTrigger(added, { deployed, queueOf });
      if (url) this.#outputUrl(deployed.route, url);
    }
  }

  #functionDefaults(): FunctionDefaults {
    const { settings, logLevel } = this.#props;
    const { partition, architecture } = this.#deployment;
    const { s3BucketName, s3ObjectKey } = new Asset(this, 'Settings', { path: settings.path });
    return {
      architecture,
      logLevel,
      settingsArn: `arn:${partition}:s3:::${s3BucketName}/${s3ObjectKey}`,
      environment: {
        SETTINGS_BUCKET: s3BucketName,
        SETTINGS_KEY: s3ObjectKey,
        SETTINGS_DIGEST: settings.digest,
      },
    };
  }

  #addTopics(): readonly CfnTopic[] {
    return this.#deployment.topics.map((deployed) =>
      addTopic(this, `${this.#idOf(deployed.name)}Topic`, deployed),
    );
  }

  #addMonitoring([topic]: readonly CfnTopic[]): void {
    const { alarms, dashboard } = this.#deployment;
    const scope = new Construct(this, 'Alarms');
    if (topic) {
      for (const deployed of alarms) {
        addAlarm(scope, this.#idOf(deployed.name), { deployed, topic });
      }
    }
    new CfnDashboard(this, 'Cockpit', {
      dashboardName: dashboard.name,
      dashboardBody: JSON.stringify(dashboard.body),
    });
  }

  #addParameters(): void {
    const scope = new Construct(this, 'Parameters');
    for (const { name, value, tier, description } of this.#deployment.parameters) {
      new CfnParameter(scope, name.split('/').slice(2).join('-'), {
        name,
        value,
        type: 'String',
        tier,
        description,
      });
    }
  }

  #addBusPolicy(): void {
    for (const { Sid, ...statement } of this.#deployment.busStatements) {
      new CfnEventBusPolicy(this, Sid, {
        eventBusName: 'default',
        statementId: Sid,
        statement,
      });
    }
  }

  #addOutputs(): void {
    const { partition, region, accountId, buckets, queues, dashboard } = this.#deployment;
    const values: Readonly<Record<string, string>> = {
      BusArn: `arn:${partition}:events:${region}:${accountId}:event-bus/default`,
      ReportsBucket: buckets[0]?.name ?? '',
      DeadLetterQueue: queues[0]?.name ?? '',
      DashboardUrl: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.name}`,
    };
    for (const [id, value] of Object.entries(values)) new CfnOutput(this, id, { value });
  }

  #outputUrl(route: string, url: CfnUrl): void {
    new CfnOutput(this, `${route}Url`, { value: url.attrFunctionUrl });
  }

  /** Without the environment: `OnSweepErrors`. */
  #idOf(name: string): string {
    return name.slice(this.#deployment.stackName.length);
  }
}
