/** A resource in the form of Cloud Control. */

export interface Resource {
  readonly identifier: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
