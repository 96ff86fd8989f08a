/** Policies that name a role or user that does not exist: IAM and S3 refuse them. */

import { compiledPolicy } from '../policy/compiled.ts';
import type { PolicyKind } from '../policy/document.ts';
import { findRole, findUser, iamOf } from './services/iam/state.ts';
import type { World } from './world/world.ts';

/** The first such ARN. Accounts outside the world are unknown, so they pass. */
export function unknownPrincipal(world: World, text: string, kind: PolicyKind): string | undefined {
  const named = compiledPolicy(text, kind).flatMap(({ principals }) => principals?.aws ?? []);
  return named.find((arn) => !exists(world, arn));
}

function exists(world: World, arn: string): boolean {
  const [, id = '', kind = '', path = ''] =
    /^arn:[\w-]+:iam::(\d{12}):(role|user)\/(.+)$/.exec(arn) ?? [];
  const account = world.accounts.get(id);
  if (!account) return true;
  const state = iamOf(world, account);
  const name = path.split('/').at(-1) ?? '';
  const found = kind === 'role' ? findRole(state, name) : findUser(state, name);
  return found?.arn === arn;
}
