/** How many IAM users each account has: `flotilla run examples/count-users.ts`. */

import { IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
import type { Session } from 'flotilla';

export default async function countUsers(session: Session): Promise<number> {
  const client = session.client(IAMClient);
  let users = 0;
  for await (const page of paginateListUsers({ client }, {}, { abortSignal: session.signal })) {
    users += page.Users?.length ?? 0;
  }
  return users;
}
