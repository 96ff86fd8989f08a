/** A failure that has something to show: an operation throws it, and the outcome keeps its value. */

export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  /** Anything that JSON can hold; it is written to files, where a cause is not. */
  readonly value: unknown;

  constructor(message: string, { value, ...options }: ErrorOptions & { readonly value: unknown }) {
    super(message, options);
    this.value = value;
  }
}
