/** Input that the simulator does not keep is refused by name, never dropped. */

import { AwsError } from '../../../wire/aws-error.ts';

export function refuseUnknown(input: object, operation: string, known: readonly string[]): void {
  const unknown = Object.entries(input).find(
    ([name, value]) => isRequest(value) && name !== 'DryRun' && !known.includes(name),
  );
  if (!unknown) return;
  const message = `The simulator does not know ${unknown[0]} of ec2:${operation} yet.`;
  throw new AwsError('NotImplemented', message, { status: 501 });
}

/** `false` and empty structures request what AWS does anyway. */
function isRequest(value: unknown): boolean {
  if (value === undefined || value === false) return false;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}
