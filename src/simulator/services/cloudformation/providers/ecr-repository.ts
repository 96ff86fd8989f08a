/** AWS::ECR::Repository */

import { membersOf } from '../template/value.ts';
import {
  booleanOf,
  documentText,
  type ExistingResource,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
} from './provider.ts';

export const ecrRepository: ResourceProvider = {
  properties: [
    'EmptyOnDelete',
    'EncryptionConfiguration',
    'ImageScanningConfiguration',
    'ImageTagMutability',
    'LifecyclePolicy',
    'RepositoryName',
    'RepositoryPolicyText',
    'Tags',
  ],
  replacedBy: ['RepositoryName', 'EncryptionConfiguration'],

  create: (request) => {
    const { access, properties, tags } = request;
    const name = String(properties.RepositoryName ?? request.generateName(256).toLowerCase());
    const { EncryptionConfiguration: encryption } = properties;
    access.call('ecr', 'CreateRepository', {
      repositoryName: name,
      ...(tags.length > 0 && { tags }),
      ...(encryption !== undefined && { encryptionConfiguration: encryptionOf(encryption) }),
    });
    configure(request, { physicalId: name, properties: {}, tags: [] });
    return provided(access, name);
  },

  update: (request, before) => {
    const { access, tags } = request;
    configure(request, before);
    const provides = provided(access, before.physicalId);
    const resourceArn = provides.attributes.Arn;
    const removed = removedTags(request, before);
    if (removed.length > 0) access.call('ecr', 'UntagResource', { resourceArn, tagKeys: removed });
    if (tags.length > 0) access.call('ecr', 'TagResource', { resourceArn, tags });
    return provides;
  },

  remove: (access, { physicalId, properties }) => {
    access.call('ecr', 'DeleteRepository', {
      repositoryName: physicalId,
      force: booleanOf(properties.EmptyOnDelete),
    });
  },
};

function encryptionOf(value: unknown) {
  const { EncryptionType, KmsKey } = membersOf(value);
  return { encryptionType: EncryptionType, ...(KmsKey !== undefined && { kmsKey: KmsKey }) };
}

function configure({ access, properties }: ResourceRequest, before: ExistingResource): void {
  const repositoryName = before.physicalId;
  access.call('ecr', 'PutImageTagMutability', {
    repositoryName,
    imageTagMutability: properties.ImageTagMutability ?? 'MUTABLE',
  });
  access.call('ecr', 'PutImageScanningConfiguration', {
    repositoryName,
    imageScanningConfiguration: {
      scanOnPush: booleanOf(membersOf(properties.ImageScanningConfiguration).ScanOnPush),
    },
  });
  const { RepositoryPolicyText: policy } = properties;
  if (policy !== undefined) {
    const policyText = documentText(policy);
    access.call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText });
  } else if (before.properties.RepositoryPolicyText !== undefined) {
    access.call('ecr', 'DeleteRepositoryPolicy', { repositoryName });
  }
  const { LifecyclePolicyText: rules } = membersOf(properties.LifecyclePolicy);
  if (rules !== undefined) {
    const lifecyclePolicyText = documentText(rules);
    access.call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  } else if (before.properties.LifecyclePolicy !== undefined) {
    access.call('ecr', 'DeleteLifecyclePolicy', { repositoryName });
  }
}

function provided(access: ProviderAccess, name: string): ProvidedResource {
  const { repositories } = access.call('ecr', 'DescribeRepositories', { repositoryNames: [name] });
  const { repositoryArn, repositoryUri } = membersOf((repositories as readonly unknown[])[0]);
  return { physicalId: name, attributes: { Arn: repositoryArn, RepositoryUri: repositoryUri } };
}
