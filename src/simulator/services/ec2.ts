/** Amazon EC2. */

import type { EC2 } from '@aws-sdk/client-ec2';
import { AwsError } from '../../wire/aws-error.ts';
import type { AnyService, CallContext, Handlers } from '../service.ts';
import { instanceHandlers } from './ec2/instances.ts';
import { gatewayHandlers } from './ec2/internet-gateways.ts';
import { ec2Needs } from './ec2/needs.ts';
import { regionHandlers } from './ec2/regions.ts';
import { securityGroupHandlers } from './ec2/security-groups.ts';
import { subnetHandlers } from './ec2/subnets.ts';
import { tagHandlers } from './ec2/tags.ts';
import { volumeHandlers } from './ec2/volumes.ts';
import { vpcHandlers } from './ec2/vpcs.ts';

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
