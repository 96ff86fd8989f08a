/** The errors of calls that must fail. */

export interface CallRefusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** Returns what clients see of a refusal. Rejects when the call succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<CallRefusal> {
  const { name, message, $metadata } = await errorOf(call);
  const { httpStatusCode } = ($metadata ?? {}) as { readonly httpStatusCode?: number };
  return { name, message, status: httpStatusCode };
}

/** The name alone, where the rest does not matter. */
export async function errorNameOf(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).name;
}

/** Returns the whole error of the client. Rejects when the call succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('the call succeeded');
}
