/**
 * The bus, queues and topics.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */

import { baselineNames } from '../../lifecycle/baseline/baseline-names.ts';
import { exceptionsTopicArn } from '../../lifecycle/hub/exceptions-topic.ts';
import { deadLetterQueue, functionName, hubArn, queueArn } from '../../lifecycle/hub/names.ts';
import { accountsQueue, alertsQueue, inventoryQueue } from '../../lifecycle/routes/routes.ts';
import { allow, type PermissionSet } from './statement.ts';

export const publishEvents: PermissionSet = (installation) => [
  allow(
    'PublishEvents',
    ['events:PutEvents'],
    [hubArn(installation, 'events', 'event-bus/default')],
  ),
];

export const sendAccounts = sendTo(accountsQueue);

export const sendInventory = sendTo(inventoryQueue);

function sendTo(queue: string): PermissionSet {
  return (installation) => {
    const arn = queueArn(installation, functionName(installation, queue));
    return [allow('SendAccounts', ['sqs:GetQueueUrl', 'sqs:SendMessage'], [arn])];
  };
}

/** What Lambda itself calls for a function that a queue invokes. */
export function receiveFrom(queue: string): PermissionSet {
  return (installation) => {
    const actions = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
    const arn = queueArn(installation, functionName(installation, queue));
    return [allow('ReceiveMessages', actions, [arn])];
  };
}

/** Lambda sends what a function could not handle, in the function's name. */
export const sendDeadLetters: PermissionSet = (installation) => {
  const arn = queueArn(installation, deadLetterQueue(installation));
  return [allow('SendDeadLetters', ['sqs:SendMessage'], [arn])];
};

/** Only the queue of alerts, to the topics of accounts of this organization. */
export const subscribeAlerts: PermissionSet = (installation) => {
  const { hub, settings, organizationId } = installation;
  const { topic } = baselineNames(settings);
  const endpoint = queueArn(installation, functionName(installation, alertsQueue));
  return [
    allow(
      'SubscribeAlerts',
      ['sns:Subscribe'],
      [`arn:${hub.partition}:sns:${hub.region}:*:${topic}`],
      {
        StringEquals: {
          'aws:ResourceOrgID': organizationId,
          'sns:Endpoint': endpoint,
          'sns:Protocol': 'sqs',
        },
      },
    ),
  ];
};

export const publishExceptions: PermissionSet = (installation) => [
  allow('PublishExceptions', ['sns:Publish'], [exceptionsTopicArn(installation)]),
];
