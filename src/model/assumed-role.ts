/** The role of a target's session. */

/** The role that is assumed in an account, as it was requested. What was not requested is absent. */
export interface AssumedRole {
  /** `arn:aws:iam::111111111111:role/team/Auditor`. */
  readonly arn: string;
  /** With its path, `team/Auditor`. */
  readonly name: string;
  /** CloudTrail shows it. */
  readonly sessionName: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, …. */
  readonly partition: string;
  /** The external ID that was sent to the role's trust policy. */
  readonly externalId?: string;
  /** The session policy, JSON text: the session may do what the role may *and* this allows. */
  readonly policy?: string;
  /** Managed policies that are used as session policies. */
  readonly policyArns?: readonly string[];
}
