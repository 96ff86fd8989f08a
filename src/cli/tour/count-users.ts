/** The function that the tour runs everywhere, and shows as it stands here. */

import type { TargetOperation } from '../../fleet/run-targets.ts';

export const countUsers: TargetOperation<number> = async (session) => {
  const iam = session.generic('iam');
  let users = 0;
  for await (const { Users } of iam.pages('ListUsers', {}, session.signal)) {
    users += [Users].flat().length;
  }
  return users;
};
