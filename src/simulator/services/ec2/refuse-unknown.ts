/** Input that the simulator does not keep is refused by name, never dropped. */

import { unsupported } from '../../refusals.ts';

export function refuseUnknown(input: object, operation: string, known: readonly string[]): void {
  const unknown = Object.entries(input).find(
    ([name, value]) => isRequest(value) && name !== 'DryRun' && !known.includes(name),
  );
  if (unknown) throw unsupported(`${unknown[0]} of ec2:${operation}`);
}

/** `false` and empty structures request what AWS does anyway. */
function isRequest(value: unknown): boolean {
  if (value === undefined || value === false) return false;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}
