/** What the simulated Cloud Control knows about a type. `models/` writes it. */

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
