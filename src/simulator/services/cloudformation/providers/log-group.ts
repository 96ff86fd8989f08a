/** AWS::Logs::LogGroup */

import {
  numberOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
  tagMap,
} from './provider.ts';

export const logGroup: ResourceProvider = {
  properties: ['KmsKeyId', 'LogGroupClass', 'LogGroupName', 'RetentionInDays', 'Tags'],
  replacedBy: ['LogGroupName', 'LogGroupClass', 'KmsKeyId'],

  create: (request) => {
    const { access, properties, tags } = request;
    const name = String(properties.LogGroupName ?? request.generateName(512));
    access.call('logs', 'CreateLogGroup', {
      logGroupName: name,
      ...(properties.KmsKeyId !== undefined && { kmsKeyId: properties.KmsKeyId }),
      ...(properties.LogGroupClass !== undefined && { logGroupClass: properties.LogGroupClass }),
      tags: tagMap(tags),
    });
    if (properties.RetentionInDays !== undefined) setRetention(request, name);
    return provided(access, name);
  },

  update: (request, before) => {
    const { access, tags } = request;
    const logGroupName = before.physicalId;
    setRetention(request, logGroupName);
    const removed = removedTags(request, before);
    if (removed.length > 0) access.call('logs', 'UntagLogGroup', { logGroupName, tags: removed });
    if (tags.length > 0) access.call('logs', 'TagLogGroup', { logGroupName, tags: tagMap(tags) });
    return provided(access, logGroupName);
  },

  remove: (access, { physicalId }) => {
    access.call('logs', 'DeleteLogGroup', { logGroupName: physicalId });
  },
};

function setRetention({ access, properties }: ResourceRequest, logGroupName: string): void {
  const retentionInDays = numberOf(properties.RetentionInDays);
  if (retentionInDays === undefined) access.call('logs', 'DeleteRetentionPolicy', { logGroupName });
  else access.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
}

function provided({ context }: ProviderAccess, name: string): ProvidedResource {
  const { world, region, caller } = context;
  const arn = `arn:${world.partition.name}:logs:${region}:${caller.accountId}:log-group:${name}:*`;
  return { physicalId: name, attributes: { Arn: arn } };
}
