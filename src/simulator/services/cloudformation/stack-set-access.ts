/** Access to stack sets, finding one, and CloudFormation's pages. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { invalid } from './errors.ts';
import { type StackSet, stackSetsOf } from './state.ts';

export interface SetInput {
  readonly StackSetName: string;
  readonly CallAs?: string;
}

const trusted = 'member.org.stacksets.cloudformation.amazonaws.com';

/** The management account, or a delegated administrator that calls as one. */
export function requireAdministrator({ CallAs }: Pick<SetInput, 'CallAs'>, context: CallContext) {
  const { caller, world } = context;
  const { managementAccountId, delegatedAdministrators, trustedServices } = world.organization;
  const isDelegated = delegatedAdministrators.get(caller.accountId)?.has(trusted) === true;
  const mayCall =
    CallAs === 'DELEGATED_ADMIN' ? isDelegated : caller.accountId === managementAccountId;
  if (!mayCall) {
    throw invalid(
      'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set',
    );
  }
  if (!trustedServices.has(trusted)) {
    throw invalid('You must enable organizations access to operate a service managed stack set');
  }
}

export function keyOf({ region }: CallContext, name: string): string {
  return `${region}/${name.split(':')[0]}`;
}

export function stackSetAt(input: SetInput, context: CallContext): StackSet {
  requireAdministrator(input, context);
  const found = stackSetsOf(context.world).get(keyOf(context, input.StackSetName));
  if (found) return found;
  const message = `StackSet ${input.StackSetName} not found`;
  throw new AwsError('StackSetNotFoundException', message, { status: 404 });
}

export interface StackSetPageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ItemsToPage<T> {
  readonly scope: string;
  readonly items: readonly T[];
  readonly key: (item: T) => string;
}

export function page<T>(
  context: CallContext,
  { MaxResults = 100, NextToken }: StackSetPageInput,
  { scope, items, key }: ItemsToPage<T>,
) {
  const found = callPage(context, {
    items,
    key,
    token: NextToken,
    size: MaxResults,
    scope,
    invalidToken: () => invalid('The next token is not valid.'),
  });
  return { items: found.items, token: found.token };
}
