/** What the simulated Cloud Control knows of a type. `models/` writes it. */

export interface SimulatedType {
  /** The property that identifies one. */
  readonly id: string;
  /** The property that is its ARN, where another than the identifier is. */
  readonly arn?: string;
  /** The property that holds its tags. */
  readonly tags?: string;
  /** Properties that a listing needs; empty where there is no listing at all. */
  readonly needs?: readonly string[];
}
