/**
 * A failure with a value. An operation throws it; the outcome has the value, and so does the line in a file of
 * outcomes.
 *
 * @example
 * ```ts
 * import { OperationFailed, type Session } from 'flotilla';
 *
 * export default async function checkUsers(session: Session): Promise<void> {
 *   const withoutMfa = await usersWithoutMfa(session);
 *   if (withoutMfa.length > 0) {
 *     throw new OperationFailed(`${withoutMfa.length} users have no MFA device`, { value: withoutMfa });
 *   }
 * }
 * ```
 */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  /** Any value that JSON can hold; it is written to files, where a cause is not. */
  readonly value: unknown;

  /** `message` is one line for people; `options.value` is kept, and `options.cause` is the error behind it. */
  constructor(message: string, { value, ...options }: ErrorOptions & { readonly value: unknown }) {
    super(message, options);
    this.value = value;
  }
}
