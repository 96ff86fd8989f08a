/** AWS::Lambda::Url */

import type { TemplateMembers } from '../template/value.ts';
import { type ResourceProvider, type ResourceRequest, required } from './provider.ts';

export const lambdaUrl: ResourceProvider = {
  properties: ['AuthType', 'Cors', 'InvokeMode', 'Qualifier', 'TargetFunctionArn'],
  replacedBy: ['Qualifier', 'TargetFunctionArn'],
  create: (request) => {
    return provided(
      request.access.call('lambda', 'CreateFunctionUrlConfig', {
        FunctionName: required(request, 'TargetFunctionArn'),
        AuthType: required(request, 'AuthType'),
        ...settingsOf(request),
      }),
    );
  },
  update: (request) =>
    provided(
      request.access.call('lambda', 'UpdateFunctionUrlConfig', {
        FunctionName: required(request, 'TargetFunctionArn'),
        AuthType: required(request, 'AuthType'),
        ...settingsOf(request),
      }),
    ),
  remove: (access, { properties: { TargetFunctionArn: FunctionName, Qualifier } }) => {
    access.call('lambda', 'DeleteFunctionUrlConfig', { FunctionName, Qualifier });
  },
};

function settingsOf({ properties: { Cors, InvokeMode, Qualifier } }: ResourceRequest): object {
  return {
    ...(Cors !== undefined && { Cors }),
    ...(InvokeMode !== undefined && { InvokeMode }),
    ...(Qualifier !== undefined && { Qualifier }),
  };
}

function provided({ FunctionArn, FunctionUrl }: TemplateMembers) {
  return { physicalId: String(FunctionArn), attributes: { FunctionArn, FunctionUrl } };
}
