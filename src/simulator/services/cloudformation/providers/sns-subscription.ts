/** AWS::SNS::Subscription */

import { topicByArn } from '../../sns/state.ts';
import { type ResourceProvider, required } from './provider.ts';

export const snsSubscription: ResourceProvider = {
  properties: ['Endpoint', 'Protocol', 'TopicArn'],
  replacedBy: ['Endpoint', 'Protocol', 'TopicArn'],

  /** A subscription that waits for its confirmation has an ARN too. */
  create: (request) => {
    const TopicArn = String(required(request, 'TopicArn'));
    const Protocol = required(request, 'Protocol');
    const Endpoint = required(request, 'Endpoint');
    const { access } = request;
    access.call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint });
    const topic = topicByArn(access.context.world, TopicArn);
    const made = [...(topic?.subscriptions.values() ?? [])].find(
      ({ protocol, endpoint }) => protocol === Protocol && endpoint === Endpoint,
    );
    const arn = made?.arn ?? TopicArn;
    return { physicalId: arn, attributes: { Arn: arn } };
  },

  update: (_, { physicalId }) => ({ physicalId, attributes: { Arn: physicalId } }),

  remove: (access, { physicalId }) => {
    access.call('sns', 'Unsubscribe', { SubscriptionArn: physicalId });
  },
};
