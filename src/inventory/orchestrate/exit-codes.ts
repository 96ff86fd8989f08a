/** Exit codes by which a runner's container says whether another attempt can help. */

/** Another attempt would fail in the same way: the Job fails at once. */
export const permanentFailureExitCode = 4 as const;
