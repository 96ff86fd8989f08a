/** The states of a personal account, stored as a tag on the account in AWS Organizations. */

/** In the order in which an account first passes them. */
export const lifecycleStates = ['vanilla', 'assigned', 'released', 'expired'] as const;

/** A state of a personal account. */
export type LifecycleState = (typeof lifecycleStates)[number];

export function isLifecycleState(text: string | undefined): text is LifecycleState {
  return (lifecycleStates as readonly (string | undefined)[]).includes(text);
}
