/** The failure of a call, as a test compares it. */

/** Returns the name and the message of what the call throws; throws if it succeeds. */
export async function failureOf(
  call: () => Promise<unknown>,
): Promise<readonly [name: string, message: string]> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return [error.name, error.message];
    throw error;
  }
  throw new Error('the call succeeded');
}
