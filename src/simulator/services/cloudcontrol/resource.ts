/** A resource as Cloud Control tells it. */

export interface Resource {
  readonly identifier: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
