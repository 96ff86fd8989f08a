/** Where a generated resource belongs, and its ARN. */

/** The identity of a generated resource. */
export interface ResourceOrigin {
  readonly partition: string;
  /** The service name in ARNs. */
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
}

export function arnOf(
  { partition, service, region, accountId }: ResourceOrigin,
  noun: string,
  id: string,
): string {
  // Lambda separates with a colon, `layer:tools`.
  const separator = service === 'lambda' ? ':' : '/';
  return `arn:${partition}:${service}:${region}:${accountId}:${kebab(noun)}${separator}${id}`;
}

/** `DBInstance` → `db-instance`. */
export function kebab(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
