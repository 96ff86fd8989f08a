/** AWS::SQS::Queue */

import { queueByArn } from '../../sqs/state.ts';
import type { TemplateMembers } from '../template/value.ts';
import {
  alreadyExists,
  booleanOf,
  documentText,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  removedTags,
  tagMap,
} from './provider.ts';

/** Properties that are attributes of the same name. */
const attributes = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

export const sqsQueue: ResourceProvider = {
  properties: [...attributes, 'FifoQueue', 'QueueName', 'Tags'],
  replacedBy: ['QueueName', 'FifoQueue'],

  create: ({ access, type, properties, tags, generateName }) => {
    const isFifo = booleanOf(properties.FifoQueue);
    const generated = () => (isFifo ? `${generateName(75)}.fifo` : generateName(80));
    const name = String(properties.QueueName ?? generated());
    if (queueByArn(access.context.world, arnOf(access, name))) throw alreadyExists(type, name);
    const { QueueUrl } = access.call('sqs', 'CreateQueue', {
      QueueName: name,
      Attributes: { ...attributesOf(properties), ...(isFifo && { FifoQueue: 'true' }) },
      ...(tags.length > 0 && { tags: tagMap(tags) }),
    });
    return provided(access, String(QueueUrl));
  },

  /** An attribute that the template no longer names has its default again. */
  update: (request, before) => {
    const { access, properties, tags } = request;
    const QueueUrl = before.physicalId;
    const dropped = Object.keys(attributesOf(before.properties)).filter(
      (name) => !(name in properties),
    );
    const Attributes = {
      ...Object.fromEntries(dropped.map((name) => [name, ''])),
      ...attributesOf(properties),
    };
    access.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    const removed = removedTags(request, before);
    if (removed.length > 0) access.call('sqs', 'UntagQueue', { QueueUrl, TagKeys: removed });
    if (tags.length > 0) access.call('sqs', 'TagQueue', { QueueUrl, Tags: tagMap(tags) });
    return provided(access, QueueUrl);
  },

  remove: (access, { physicalId }) => {
    access.call('sqs', 'DeleteQueue', { QueueUrl: physicalId });
  },
};

function attributesOf(properties: TemplateMembers): Readonly<Record<string, string>> {
  const supplied = attributes.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(supplied.map((name) => [name, documentText(properties[name])]));
}

function arnOf({ context: { world, region, caller } }: ProviderAccess, name: string): string {
  return `arn:${world.partition.name}:sqs:${region}:${caller.accountId}:${name}`;
}

function provided(access: ProviderAccess, url: string): ProvidedResource {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return {
    physicalId: url,
    attributes: { Arn: arnOf(access, name), QueueName: name, QueueUrl: url },
  };
}
