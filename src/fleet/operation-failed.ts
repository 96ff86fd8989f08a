/** A failure with a value: an operation throws it, and the outcome keeps the value. */

export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  /** Any JSON value; it is written to files, where a cause is not. */
  readonly value: unknown;

  constructor(message: string, { value, ...options }: ErrorOptions & { readonly value: unknown }) {
    super(message, options);
    this.value = value;
  }
}
