/** The caller's EC2 in the region of the call. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import type { Ec2State } from './resources.ts';
import { ec2Of } from './state.ts';

export function callerEc2(context: CallContext): Ec2State {
  return ec2Of.ofCall(context);
}

/** `arn:aws:ec2:eu-west-1:111122223333:instance/i-…`. */
export function ec2Arn(
  { world, caller, region }: Pick<CallContext, 'world' | 'caller' | 'region'>,
  kind: string,
  id: string,
): string {
  return `arn:${world.partition.name}:ec2:${region}:${caller.accountId}:${kind}/${id}`;
}

export function ec2Error(code: string, message: string): AwsError {
  return new AwsError(code, message, { status: 400 });
}

/** Each kind has an error of its own: `InvalidVpcID.NotFound`. */
export function notFound(kind: string, ids: readonly string[]): AwsError {
  const [code, name] = notFoundNames[kind] ?? [`Invalid${kind}ID.NotFound`, kind];
  const plural = ids.length > 1 ? 's' : '';
  const verb = ids.length > 1 ? 'do' : 'does';
  return ec2Error(code, `The ${name} ID${plural} '${ids.join(', ')}' ${verb} not exist`);
}

const notFoundNames: Readonly<Record<string, readonly [code: string, name: string]>> = {
  instance: ['InvalidInstanceID.NotFound', 'instance'],
  'internet-gateway': ['InvalidInternetGatewayID.NotFound', 'internetGateway'],
  'security-group': ['InvalidGroup.NotFound', 'security group'],
  subnet: ['InvalidSubnetID.NotFound', 'subnet'],
  volume: ['InvalidVolume.NotFound', 'volume'],
  vpc: ['InvalidVpcID.NotFound', 'vpc'],
};

/** The resource with this id, or the error of its kind. */
export function requireResource<T>(resources: ReadonlyMap<string, T>, kind: string, id: string): T {
  const resource = resources.get(id);
  if (resource === undefined) throw notFound(kind, [id]);
  return resource;
}
