/** Finds stacks by name or id, and pages of listings. */

import { AwsError } from '../../../../wire/aws-error.ts';
import { callPage } from '../../../call-page.ts';
import type { CallContext } from '../../../service.ts';
import { invalid } from '../errors.ts';
import { isDeleted, type Stack, stacksOf } from './state.ts';

export function callerStacks(context: CallContext): Map<string, Stack> {
  return stacksOf.ofCall(context);
}

/** A deleted stack is found by its id only. */
export function findStack(context: CallContext, name: string): Stack | undefined {
  const stacks = callerStacks(context);
  return (
    stacks.get(name) ?? [...stacks.values()].find((one) => one.name === name && !isDeleted(one))
  );
}

export function stackAt(context: CallContext, name: string | undefined): Stack {
  const stack = name === undefined ? undefined : findStack(context, name);
  if (stack) return stack;
  throw invalid(`Stack with id ${name} does not exist`);
}

export function expectStatus(stack: Stack, allowed: RegExp, verb: string): void {
  if (allowed.test(stack.status)) return;
  throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not be ${verb}.`);
}

interface StackListing<T> {
  readonly scope: string;
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  readonly token: string | undefined;
}

export function stackPage<T>(
  context: CallContext,
  { scope, items, key, token }: StackListing<T>,
): { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } } {
  const page = callPage(context, {
    items,
    key,
    token,
    size: 100,
    scope,
    invalidToken: () => new AwsError('ValidationError', 'The next token is not valid.'),
  });
  return { items: page.items, next: page.token };
}
