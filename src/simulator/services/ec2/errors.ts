/** Errors of EC2. */

import { AwsError } from '../../../wire/aws-error.ts';

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
  'network-acl': ['InvalidNetworkAclID.NotFound', 'networkAcl'],
  'route-table': ['InvalidRouteTableID.NotFound', 'routeTable'],
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
