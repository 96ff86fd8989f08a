/** What invokes a function, and where its events go that failed. */

import { CfnRule } from 'aws-cdk-lib/aws-events';
import {
  CfnEventInvokeConfig,
  CfnEventSourceMapping,
  CfnPermission,
  CfnUrl,
} from 'aws-cdk-lib/aws-lambda';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeployedFunction } from '../../src/deployment/deployment.ts';
import type { InstallationFunction } from './function.ts';

export interface TriggerProps {
  readonly deployed: DeployedFunction;
  /** By the end of its name: `Accounts`. */
  readonly queueOf: (name: string) => CfnQueue;
}

/** Of EventBridge, before Lambda has accepted an event; and of Lambda, after a function has failed. */
const maxEventAgeSeconds = 6 * 3_600;
const deliveryAttempts = 24;
const functionAttempts = 2;

/** Returns the URL of a function that requests invoke. */
export function addTrigger(
  target: InstallationFunction,
  { deployed, queueOf }: TriggerProps,
): CfnUrl | undefined {
  const { on } = deployed;
  if ('queue' in on) addQueue(target, { deployed, queue: queueOf(on.queue), on });
  else if ('http' in on) return addUrl(target);
  else addRule(target, { deployed, deadLetters: queueOf('DeadLetters'), on });
  return undefined;
}

interface QueueTrigger {
  readonly deployed: DeployedFunction;
  readonly queue: CfnQueue;
  readonly on: { readonly batchSize: number };
}

function addQueue(scope: InstallationFunction, { deployed, queue, on }: QueueTrigger): void {
  const { maxConcurrency } = deployed;
  new CfnEventSourceMapping(scope, 'Messages', {
    functionName: scope.resource.ref,
    eventSourceArn: queue.attrArn,
    batchSize: on.batchSize,
    functionResponseTypes: ['ReportBatchItemFailures'],
    ...(maxConcurrency !== undefined && {
      scalingConfig: { maximumConcurrency: maxConcurrency },
    }),
  });
}

interface RuleTrigger {
  readonly deployed: DeployedFunction;
  readonly deadLetters: CfnQueue;
  readonly on: { readonly pattern: object } | { readonly schedule: string };
}

function addRule(scope: InstallationFunction, { deployed, deadLetters, on }: RuleTrigger): void {
  const { resource } = scope;
  const rule = new CfnRule(scope, 'Rule', {
    ...(deployed.ruleName !== undefined && { name: deployed.ruleName }),
    description: deployed.description,
    ...('pattern' in on ? { eventPattern: on.pattern } : { scheduleExpression: on.schedule }),
    state: 'ENABLED',
    targets: [
      {
        id: 'Function',
        arn: resource.attrArn,
        deadLetterConfig: { arn: deadLetters.attrArn },
        retryPolicy: {
          maximumEventAgeInSeconds: maxEventAgeSeconds,
          maximumRetryAttempts: deliveryAttempts,
        },
      },
    ],
  });
  new CfnPermission(scope, 'Invoke', {
    functionName: resource.attrArn,
    action: 'lambda:InvokeFunction',
    principal: 'events.amazonaws.com',
    sourceArn: rule.attrArn,
  });
  new CfnEventInvokeConfig(scope, 'Failures', {
    functionName: resource.ref,
    qualifier: '$LATEST',
    maximumRetryAttempts: functionAttempts,
    maximumEventAgeInSeconds: maxEventAgeSeconds,
    destinationConfig: { onFailure: { destination: deadLetters.attrArn } },
  });
}

/**
 * Public: holders of accounts have no credentials, and the token in the link proves what they were sent. Both
 * permissions are needed: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function addUrl(scope: InstallationFunction): CfnUrl {
  const { attrArn } = scope.resource;
  const url = new CfnUrl(scope, 'Url', { targetFunctionArn: attrArn, authType: 'NONE' });
  addPublicPermission(scope, 'InvokeUrl', {
    functionName: attrArn,
    action: 'lambda:InvokeFunctionUrl',
    functionUrlAuthType: 'NONE',
  });
  addPublicPermission(scope, 'InvokeByUrl', {
    functionName: attrArn,
    action: 'lambda:InvokeFunction',
    invokedViaFunctionUrl: true,
  });
  return url;
}

interface PublicPermission {
  readonly functionName: string;
  readonly action: string;
  readonly functionUrlAuthType?: string;
  readonly invokedViaFunctionUrl?: boolean;
}

function addPublicPermission(scope: Construct, id: string, permission: PublicPermission): void {
  new CfnPermission(scope, id, { ...permission, principal: '*' });
}
