/** What is kept when the stack is deleted: records that cannot be made again. */

import { RemovalPolicy } from 'aws-cdk-lib';

export interface RetainOption {
  readonly retain: boolean;
}

export function removalPolicyOf({ retain }: RetainOption): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
