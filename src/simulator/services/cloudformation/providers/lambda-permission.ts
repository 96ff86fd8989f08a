/** AWS::Lambda::Permission. Every change replaces the statement. */

import { booleanOf, type ResourceProvider, required } from './provider.ts';

const members = [
  'Action',
  'FunctionUrlAuthType',
  'Principal',
  'PrincipalOrgID',
  'SourceAccount',
  'SourceArn',
];
const properties = [...members, 'FunctionName', 'InvokedViaFunctionUrl'];

export const lambdaPermission: ResourceProvider = {
  properties,
  replacedBy: properties,
  create: (request) => {
    const { access, properties: supplied } = request;
    const StatementId = request.generateName(100);
    const chosen = members.flatMap((name) =>
      supplied[name] === undefined ? [] : [[name, supplied[name]]],
    );
    access.call('lambda', 'AddPermission', {
      FunctionName: required(request, 'FunctionName'),
      StatementId,
      ...Object.fromEntries(chosen),
      ...(booleanOf(supplied.InvokedViaFunctionUrl) && { InvokedViaFunctionUrl: true }),
    });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  update: (_, { physicalId }) => ({ physicalId, attributes: { Id: physicalId } }),
  remove: (access, { physicalId, properties: before }) => {
    access.call('lambda', 'RemovePermission', {
      FunctionName: before.FunctionName,
      StatementId: physicalId,
    });
  },
};
