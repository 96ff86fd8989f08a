/** One type of CloudFormation's registry, as `models/` writes it for the simulated Cloud Control. */

export interface SimulatedType {
  /** The property that identifies a resource. */
  readonly id: string;
  /** The property with the ARN, where it differs from the identifier. */
  readonly arn?: string;
  /** The property that holds its tags. */
  readonly tags?: string;
  /** Properties that a listing requires; empty where the type cannot be listed. */
  readonly needs?: readonly string[];
}
