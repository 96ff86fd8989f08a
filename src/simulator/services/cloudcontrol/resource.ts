/** A resource in the form of Cloud Control. */

export interface CloudControlResource {
  readonly identifier: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
