/** AWS::CDK::Metadata: usage data of the CDK, without any resource behind it. */

import type { ResourceProvider } from './provider.ts';

export const cdkMetadata: ResourceProvider = {
  properties: ['Analytics'],
  replacedBy: [],
  create: ({ generateName }) => ({ physicalId: generateName(128), attributes: {} }),
  update: (_, { physicalId }) => ({ physicalId, attributes: {} }),
  remove: () => {},
};
