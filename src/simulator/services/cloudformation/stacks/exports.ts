/** Exports of the stacks of an account and region, and the stacks that import them. */

import type { CallContext } from '../../../service.ts';
import { isDeleted, type Stack, stacksOf } from './state.ts';

export interface StackExport {
  readonly name: string;
  readonly value: string;
  readonly stack: Stack;
}

export function exportsOf(context: CallContext): readonly StackExport[] {
  return liveStacks(context).flatMap((stack) =>
    stack.outputs.flatMap(({ exportName: name, value }) =>
      name === undefined ? [] : [{ name, value, stack }],
    ),
  );
}

export function importersOf(context: CallContext, name: string): readonly Stack[] {
  return liveStacks(context).filter(({ imports }) => imports.has(name));
}

function liveStacks(context: CallContext): readonly Stack[] {
  return [...stacksOf.ofCall(context).values()].filter((stack) => !isDeleted(stack));
}
