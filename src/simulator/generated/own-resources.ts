/** Names and ids of the resources that the account has in services with handlers. */

import type { CallContext } from '../service.ts';
import { codebuildOf } from '../services/codebuild/state.ts';
import { tablesOf } from '../services/dynamodb/state.ts';
import { ec2Of, kindsOf } from '../services/ec2/state.ts';
import { repositoriesOf } from '../services/ecr/state.ts';
import { busesOf } from '../services/events/state.ts';
import { iamOf } from '../services/iam/state.ts';
import { deployedFunctionsOf } from '../services/lambda/state.ts';
import { groupsOf } from '../services/logs/state.ts';
import { bucketsOf } from '../services/s3/state.ts';
import { topicsOf } from '../services/sns/state.ts';
import { queuesOf } from '../services/sqs/state.ts';
import { ssmOf } from '../services/ssm/state.ts';

/** By their full name or ARN, or by the last part of it. */
export function isOwn(context: CallContext, value: string, bare: string): boolean {
  return sources.some((names) => {
    for (const name of names(context)) if (name === value || name === bare) return true;
    return false;
  });
}

const sources: readonly ((context: CallContext) => Iterable<string>)[] = [
  (context) => {
    const { roles, users, groups, policies } = iamOf.ofCall(context);
    const named = [...roles.values(), ...users.values(), ...groups.values()];
    return [...named.map(({ name }) => name), ...policies.keys()];
  },
  (context) => kindsOf(ec2Of.ofCall(context)).flatMap(([, resources]) => [...resources.keys()]),
  (context) => bucketsOf.ofCall(context).keys(),
  (context) => groupsOf.ofCall(context).keys(),
  (context) => topicsOf.ofCall(context).keys(),
  (context) => queuesOf.ofCall(context).keys(),
  (context) => tablesOf.ofCall(context).keys(),
  (context) => deployedFunctionsOf.ofCall(context).keys(),
  (context) => codebuildOf.ofCall(context).projects.keys(),
  (context) => repositoriesOf.ofCall(context).keys(),
  (context) => ssmOf.ofCall(context).parameters.keys(),
  (context) =>
    [...busesOf.ofCall(context).values()].flatMap((bus) => [bus.name, ...bus.rules.keys()]),
];
