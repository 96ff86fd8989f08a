/** Policies that are resources of their own: of queues, topics and buckets. */

import { defaultPolicy } from '../../sns/state.ts';
import {
  documentText,
  type ExistingResource,
  type ProviderAccess,
  type ResourceProvider,
  required,
} from './provider.ts';

interface AttachedPolicy {
  /** Property that names what the policy is attached to. */
  readonly property: string;
  readonly put: (access: ProviderAccess, target: string, policy: string) => void;
  readonly remove: (access: ProviderAccess, target: string) => void;
  /** Whether the physical id is the target's own. */
  readonly isNamedByTarget?: boolean;
}

function attachedPolicy(options: AttachedPolicy): ResourceProvider {
  const { property, put, remove, isNamedByTarget = false } = options;
  return {
    properties: [property, 'PolicyDocument'],
    replacedBy: isNamedByTarget ? [property] : [],
    create: (request) => {
      const targets = [required(request, property)].flat().map(String);
      const text = documentText(required(request, 'PolicyDocument'));
      for (const target of targets) put(request.access, target, text);
      const physicalId = isNamedByTarget ? String(targets[0]) : request.generateName(80);
      return { physicalId, attributes: isNamedByTarget ? {} : { Id: physicalId } };
    },
    update: (request, before) => {
      const targets = [required(request, property)].flat().map(String);
      const text = documentText(required(request, 'PolicyDocument'));
      for (const target of targets) put(request.access, target, text);
      for (const target of targetsOf(before, property)) {
        if (!targets.includes(target)) remove(request.access, target);
      }
      const { physicalId } = before;
      return { physicalId, attributes: isNamedByTarget ? {} : { Id: physicalId } };
    },
    remove: (access, existing) => {
      for (const target of targetsOf(existing, property)) remove(access, target);
    },
  };
}

function targetsOf({ properties }: ExistingResource, property: string): readonly string[] {
  return [properties[property]].flat().map(String);
}

export const sqsQueuePolicy = attachedPolicy({
  property: 'Queues',
  put: (access, QueueUrl, Policy) => {
    access.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  },
  remove: (access, QueueUrl) => {
    access.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } });
  },
});

export const s3BucketPolicy = attachedPolicy({
  property: 'Bucket',
  isNamedByTarget: true,
  put: (access, Bucket, Policy) => {
    access.call('s3', 'PutBucketPolicy', { Bucket, Policy });
  },
  remove: (access, Bucket) => {
    access.call('s3', 'DeleteBucketPolicy', { Bucket });
  },
});

export const snsTopicPolicy = attachedPolicy({
  property: 'Topics',
  put: (access, TopicArn, policy) => {
    const input = { TopicArn, AttributeName: 'Policy', AttributeValue: policy };
    access.call('sns', 'SetTopicAttributes', input);
  },
  // A topic always has a policy: it gets AWS's default again.
  remove: (access, TopicArn) => {
    const [, , , , owner = ''] = TopicArn.split(':');
    const input = {
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: defaultPolicy(TopicArn, owner),
    };
    access.call('sns', 'SetTopicAttributes', input);
  },
});
