/** The function that the tour runs in every account, and prints as it is here. */

import type { TargetOperation } from '../../../fleet/run-targets.ts';

const countUsers: TargetOperation<number> = async (session) => {
  const iam = session.generic('iam');
  let users = 0;
  for await (const { Users } of iam.pages('ListUsers', {}, session.signal)) {
    users += [Users].flat().length;
  }
  return users;
};

export default countUsers;
