/** AWS::SSM::Parameter */

import {
  type ProvidedResource,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
  required,
} from './provider.ts';

export const ssmParameter: ResourceProvider = {
  properties: [
    'AllowedPattern',
    'DataType',
    'Description',
    'Name',
    'Tags',
    'Tier',
    'Type',
    'Value',
  ],
  replacedBy: ['Name', 'Type'],

  create: (request) => {
    const { access, properties, tags } = request;
    const name = String(properties.Name ?? request.generateName(500));
    access.call('ssm', 'PutParameter', {
      ...inputOf(request, name),
      ...(tags.length > 0 && { Tags: tags }),
    });
    return provided(request, name);
  },

  update: (request, before) => {
    const { access, tags } = request;
    const name = before.physicalId;
    access.call('ssm', 'PutParameter', { ...inputOf(request, name), Overwrite: true });
    const target = { ResourceType: 'Parameter', ResourceId: name };
    const removed = removedTags(request, before);
    if (removed.length > 0) {
      access.call('ssm', 'RemoveTagsFromResource', { ...target, TagKeys: removed });
    }
    if (tags.length > 0) access.call('ssm', 'AddTagsToResource', { ...target, Tags: tags });
    return provided(request, name);
  },

  remove: (access, { physicalId }) => {
    access.call('ssm', 'DeleteParameter', { Name: physicalId });
  },
};

function inputOf(request: ResourceRequest, Name: string) {
  const { Description, AllowedPattern, Tier, DataType } = request.properties;
  return {
    Name,
    Type: required(request, 'Type'),
    Value: String(required(request, 'Value')),
    Description,
    AllowedPattern,
    Tier,
    DataType,
  };
}

function provided({ properties }: ResourceRequest, name: string): ProvidedResource {
  const { Type, Value } = properties;
  return { physicalId: name, attributes: { Type, Value: String(Value) } };
}
