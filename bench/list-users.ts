/** The operation that the interrupted run performs in each account. */

import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import type { Session } from '../src/index.ts';

export default async function countUsers(session: Session): Promise<number | undefined> {
  const { Users } = await session.client(IAMClient).send(new ListUsersCommand({}));
  return Users?.length;
}
