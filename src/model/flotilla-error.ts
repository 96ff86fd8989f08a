/** An error that an operator must fix. Printed on one line, without a stack, by the edge that catches it. */

export type FlotillaErrorCode =
  /** A value given on the command line, in a file or to a function is invalid. */
  | 'InvalidInput'
  /** Missing or expired credentials, or ones that AWS rejects. */
  | 'Credentials'
  /** This caller may not read the organization. */
  | 'OrganizationUnreadable'
  /** The selection names something that is not in the organization, or matches no account. */
  | 'Selection'
  /** A resource with that name exists, and belongs to another owner or is of another kind. */
  | 'Conflict'
  /** A resume file was written by another run. */
  | 'ResumeMismatch'
  /** A file cannot be read or written. */
  | 'File'
  /** Kubernetes cannot be reached, or refuses. */
  | 'Cluster'
  /** The simulated organization cannot be served. */
  | 'Simulator';

export class FlotillaError extends Error {
  override readonly name = 'FlotillaError';
  readonly code: FlotillaErrorCode;

  /** `message` quotes the value and says what to do. */
  constructor(code: FlotillaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
