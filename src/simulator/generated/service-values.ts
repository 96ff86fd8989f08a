/** Members that have values of the service's own, which callers filter by. */

import type { NamingContext } from './naming-context.ts';

/**
 * The API of RDS returns the resources of DocumentDB and Neptune as well, and a filter selects by engine:
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DescribeDBClusters.html
 */
const engines = ['aurora-mysql', 'aurora-postgresql', 'docdb', 'neptune'];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html and the pages of the other shapes. */
const ec2States: Readonly<Record<string, string>> = {
  image: 'available',
  natgateway: 'available',
  snapshot: 'completed',
  transitgateway: 'available',
  transitgatewayattachment: 'available',
  vpcendpoint: 'available',
};

/** `member` is in lower case. Undefined where any word will do. */
export function valuesOf(
  member: string,
  { origin, noun }: Pick<NamingContext, 'origin' | 'noun'>,
): readonly string[] | undefined {
  if (origin.service === 'rds' && member === 'engine') return engines;
  const state = origin.service === 'ec2' && member === 'state' && ec2States[noun.toLowerCase()];
  return state ? [state] : undefined;
}
