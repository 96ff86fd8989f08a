/** AWS::Lambda::EventInvokeConfig */

import { numberOf, type ResourceProvider, type ResourceRequest, required } from './provider.ts';

export const lambdaEventInvokeConfig: ResourceProvider = {
  properties: [
    'DestinationConfig',
    'FunctionName',
    'MaximumEventAgeInSeconds',
    'MaximumRetryAttempts',
    'Qualifier',
  ],
  replacedBy: ['FunctionName', 'Qualifier'],
  create: put,
  update: put,
  remove: (access, { properties: { FunctionName, Qualifier } }) => {
    access.call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier });
  },
};

function put(request: ResourceRequest) {
  const { access, properties } = request;
  const FunctionName = required(request, 'FunctionName');
  const Qualifier = required(request, 'Qualifier');
  const { DestinationConfig } = properties;
  const retries = numberOf(properties.MaximumRetryAttempts);
  const age = numberOf(properties.MaximumEventAgeInSeconds);
  access.call('lambda', 'PutFunctionEventInvokeConfig', {
    FunctionName,
    Qualifier,
    ...(DestinationConfig !== undefined && { DestinationConfig }),
    ...(retries !== undefined && { MaximumRetryAttempts: retries }),
    ...(age !== undefined && { MaximumEventAgeInSeconds: age }),
  });
  return { physicalId: `${FunctionName}|${Qualifier}`, attributes: {} };
}
