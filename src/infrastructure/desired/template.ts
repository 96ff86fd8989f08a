/** The inventory role and its policies as a template of CloudFormation, for a stack set. */

import { toTagList } from '../../converge/tags.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type Installation, originTags } from '../settings.ts';
import { inventoryDescription, inventoryPath, policiesOf } from './inventory-role.ts';
import { inventoryTrust } from './trusts.ts';

/** Limit of CloudFormation for a template in the request. */
const maxBytes = 51_200;

/** Throws a `FlotillaError` if the permissions make it longer than CloudFormation accepts. */
export function inventoryTemplate(installation: Installation): object {
  const policies = policiesOf(installation);
  const ids = policies.map((_, at) => `Policy${at + 1}`);
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The role that an inventory reads this account with',
    Resources: {
      ...Object.fromEntries(
        policies.map((policy, at) => [
          ids[at],
          {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: {
              ManagedPolicyName: policy.name,
              Path: policy.path,
              Description: policy.description,
              PolicyDocument: policy.document,
            },
          },
        ]),
      ),
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: installation.settings.inventoryRole,
          Path: inventoryPath,
          Description: inventoryDescription,
          MaxSessionDuration: 3_600,
          AssumeRolePolicyDocument: inventoryTrust(installation),
          ManagedPolicyArns: ids.map((id) => ({ Ref: id })),
          Tags: toTagList(originTags),
        },
      },
    },
  };
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (bytes <= maxBytes) return template;
  throw new FlotillaError(
    'InvalidInput',
    `the template of the inventory role has ${bytes} bytes, and CloudFormation accepts ${maxBytes}; narrow it with --services or --types, or use --deploy-inventory-role fan-out`,
  );
}
