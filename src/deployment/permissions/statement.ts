/** A named set of permissions, and the statement that it is made of. */

import type { PolicyStatement } from '../deployment.ts';
import type { LifecycleInstallation } from '../lifecycle-installation.ts';

/** Returns nothing where the settings have no use for it. */
export type PermissionSet = (installation: LifecycleInstallation) => readonly PolicyStatement[];

export function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}
