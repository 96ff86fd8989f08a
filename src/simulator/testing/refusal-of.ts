/** For tests: the error that refused a call. */

export interface CallRefusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** Rejects when the call succeeded. */
export async function refusalOf(call: Promise<unknown>): Promise<CallRefusal> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('The call was not refused.');
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return { name: error.name, message: error.message, status: metadata?.httpStatusCode };
}

/** The name alone, where the rest does not matter. */
export async function nameOf(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).name;
}
