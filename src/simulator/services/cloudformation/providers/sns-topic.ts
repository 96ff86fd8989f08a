/** AWS::SNS::Topic */

import { topicByArn } from '../../sns/state.ts';
import {
  alreadyExists,
  booleanOf,
  type ExistingResource,
  listOf,
  type ProvidedResource,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
} from './provider.ts';

/** Properties that are attributes of the same name. */
const attributes = ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'];

export const snsTopic: ResourceProvider = {
  properties: [...attributes, 'FifoTopic', 'Subscription', 'Tags', 'TopicName'],
  replacedBy: ['TopicName', 'FifoTopic'],

  create: (request) => {
    const { access, properties, type, tags, generateName } = request;
    const isFifo = booleanOf(properties.FifoTopic);
    const generated = () => (isFifo ? `${generateName(251)}.fifo` : generateName(256));
    const name = String(properties.TopicName ?? generated());
    const { world, region, caller } = access.context;
    const arn = `arn:${world.partition.name}:sns:${region}:${caller.accountId}:${name}`;
    if (topicByArn(world, arn)) throw alreadyExists(type, arn);
    const supplied = attributes.filter((one) => properties[one] !== undefined);
    access.call('sns', 'CreateTopic', {
      Name: name,
      Attributes: {
        ...Object.fromEntries(supplied.map((one) => [one, String(properties[one])])),
        ...(isFifo && { FifoTopic: 'true' }),
      },
      Tags: tags,
    });
    subscribe(request, arn, undefined);
    return provided(arn);
  },

  update: (request, before) => {
    const { access, properties, tags } = request;
    const TopicArn = before.physicalId;
    for (const name of attributes) {
      const value = properties[name];
      if (value === before.properties[name]) continue;
      const AttributeValue = String(value ?? '');
      access.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: name, AttributeValue });
    }
    subscribe(request, TopicArn, before);
    const removed = removedTags(request, before);
    const ResourceArn = TopicArn;
    if (removed.length > 0) access.call('sns', 'UntagResource', { ResourceArn, TagKeys: removed });
    if (tags.length > 0) access.call('sns', 'TagResource', { ResourceArn, Tags: tags });
    return provided(TopicArn);
  },

  remove: (access, { physicalId }) => {
    access.call('sns', 'DeleteTopic', { TopicArn: physicalId });
  },
};

function provided(arn: string): ProvidedResource {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } };
}

function subscribe(
  { access, properties }: ResourceRequest,
  TopicArn: string,
  before: ExistingResource | undefined,
): void {
  const keyOf = (one: object) => JSON.stringify(one);
  const known = new Set(listOf(before?.properties.Subscription).map(keyOf));
  for (const one of listOf(properties.Subscription)) {
    if (!known.has(keyOf(one))) access.call('sns', 'Subscribe', { TopicArn, ...one });
  }
}
