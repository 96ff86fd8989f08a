/** AWS::IAM::Policy: an inline policy of roles, users and groups. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { TemplateMembers } from '../template/value.ts';
import {
  documentText,
  type ResourceProvider,
  type ResourceRequest,
  required,
  textsOf,
} from './provider.ts';

export const iamPolicy: ResourceProvider = {
  properties: ['Groups', 'PolicyDocument', 'PolicyName', 'Roles', 'Users'],
  replacedBy: ['PolicyName'],

  create: (request) => {
    put(request);
    const physicalId = request.generateName(128);
    return { physicalId, attributes: { Id: physicalId } };
  },

  update: (request, { physicalId, properties }) => {
    put(request);
    const kept = new Set(targetsOf(request.properties).map(([, name]) => name));
    for (const [kind, name] of targetsOf(properties)) {
      if (kept.has(name)) continue;
      const input = { [`${kind}Name`]: name, PolicyName: properties.PolicyName };
      request.access.call('iam', `Delete${kind}Policy`, input);
    }
    return { physicalId, attributes: { Id: physicalId } };
  },

  remove: (access, { properties }) => {
    for (const [kind, name] of targetsOf(properties)) {
      const input = { [`${kind}Name`]: name, PolicyName: properties.PolicyName };
      access.call('iam', `Delete${kind}Policy`, input);
    }
  },
};

function targetsOf(
  properties: TemplateMembers,
): readonly (readonly [kind: string, name: string])[] {
  const of = (kind: string) => textsOf(properties[`${kind}s`]).map((name) => [kind, name] as const);
  return [...of('Role'), ...of('User'), ...of('Group')];
}

function put(request: ResourceRequest): void {
  const targets = targetsOf(request.properties);
  if (targets.length === 0) {
    throw new AwsError(
      'ValidationError',
      'At least one of [Groups,Roles,Users] must be non-empty.',
    );
  }
  for (const [kind, name] of targets) {
    request.access.call('iam', `Put${kind}Policy`, {
      [`${kind}Name`]: name,
      PolicyName: required(request, 'PolicyName'),
      PolicyDocument: documentText(required(request, 'PolicyDocument')),
    });
  }
}
