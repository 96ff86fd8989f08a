/** Amazon EC2. */

import type { EC2 } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { type CallContext, defineService, type Handlers } from '../../service.ts';
import { instanceAttributeHandlers } from './instance-attributes.ts';
import { instanceHandlers } from './instances.ts';
import { gatewayHandlers } from './internet-gateways.ts';
import { regionHandlers } from './regions.ts';
import { ec2Permissions } from './required-permissions.ts';
import { securityGroupHandlers } from './security-groups.ts';
import { subnetHandlers } from './subnets.ts';
import { tagHandlers } from './tags.ts';
import { volumeHandlers } from './volumes.ts';
import { vpcDefaultHandlers } from './vpc-defaults.ts';
import { vpcHandlers } from './vpcs.ts';

export const ec2Service = defineService<EC2>({
  name: 'ec2',
  operations: withDryRun({
    ...regionHandlers,
    ...vpcHandlers,
    ...subnetHandlers,
    ...gatewayHandlers,
    ...securityGroupHandlers,
    ...instanceHandlers,
    ...instanceAttributeHandlers,
    ...vpcDefaultHandlers,
    ...volumeHandlers,
    ...tagHandlers,
  }),
  permissions: ec2Permissions,
});

type AnyHandler = (input: { readonly DryRun?: boolean }, context: CallContext) => object;

/** The caller is authorized at this point: a dry run ends here, with AWS's DryRunOperation error. */
function withDryRun(handlers: Handlers<EC2>): Handlers<EC2> {
  const entries = Object.entries(handlers) as [string, AnyHandler][];
  const checked = entries.map(([name, handler]): [string, AnyHandler] => [
    name,
    (input, context) => {
      if (input.DryRun) {
        const message = 'Request would have succeeded, but DryRun flag is set.';
        throw new AwsError('DryRunOperation', message, { status: 412 });
      }
      return handler(input, context);
    },
  ]);
  return Object.fromEntries(checked) as Handlers<EC2>;
}
