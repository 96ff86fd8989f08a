/** Amazon EC2. */

import type { EC2 } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import type { AnyService, CallContext, Handlers } from '../../service.ts';
import { instanceHandlers } from './instances.ts';
import { gatewayHandlers } from './internet-gateways.ts';
import { ec2Needs } from './needs.ts';
import { regionHandlers } from './regions.ts';
import { securityGroupHandlers } from './security-groups.ts';
import { subnetHandlers } from './subnets.ts';
import { tagHandlers } from './tags.ts';
import { volumeHandlers } from './volumes.ts';
import { vpcHandlers } from './vpcs.ts';

const handlers: Handlers<EC2> = {
  ...regionHandlers,
  ...vpcHandlers,
  ...subnetHandlers,
  ...gatewayHandlers,
  ...securityGroupHandlers,
  ...instanceHandlers,
  ...volumeHandlers,
  ...tagHandlers,
};

export const ec2Service: AnyService = {
  name: 'ec2',
  handlers: Object.fromEntries(
    Object.entries(handlers as AnyService['handlers']).map(([name, handler]) => [
      name,
      handler && withDryRun(handler),
    ]),
  ),
  needs: ec2Needs,
};

type Handler = NonNullable<AnyService['handlers'][string]>;

/** The caller is authorized at this point: a dry run ends here, with AWS's DryRunOperation error. */
function withDryRun(handler: Handler): Handler {
  return (input: never, context: CallContext) => {
    if ((input as { readonly DryRun?: boolean }).DryRun) {
      const message = 'Request would have succeeded, but DryRun flag is set.';
      throw new AwsError('DryRunOperation', message, { status: 412 });
    }
    return handler(input, context);
  };
}
