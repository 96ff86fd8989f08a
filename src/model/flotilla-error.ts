/** An error that an operator must fix. Printed on one line, without a stack, by the edge that catches it. */

/** The cause of a `FlotillaError`. Codes are stable: a program may decide by them. */
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
  /** A stored record was written by another version, or is damaged. */
  | 'StoredRecord'
  /** The simulated organization cannot be served. */
  | 'Simulator';

/**
 * Thrown when the operator must change something before a run can start. Failures inside accounts are outcomes, and are
 * not thrown.
 *
 * @example
 * ```ts
 * import { acrossAccounts, FlotillaError } from 'flotilla';
 *
 * try {
 *   await acrossAccounts(countUsers, { targets: ['ou-ab12-11111111'] });
 * } catch (error) {
 *   if (!(error instanceof FlotillaError)) throw error;
 *   console.error(`${error.code}: ${error.message}`);
 *   process.exitCode = 1;
 * }
 * ```
 */
export class FlotillaError extends Error {
  override readonly name = 'FlotillaError';
  readonly code: FlotillaErrorCode;

  /** `message` quotes the value and says what to do. */
  constructor(code: FlotillaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
