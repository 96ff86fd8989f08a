/** The function that a call names: by its name, its ARN, or a part of the ARN. */

import type { CallContext } from '../../service.ts';
import { notFound, notKnown } from './errors.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { deployedByArn, deployedFunctionsOf } from './state.ts';

export function callerFunctions(context: CallContext): Map<string, LambdaFunction> {
  return deployedFunctionsOf.ofCall(context);
}

/** The ARN without a version. */
export function functionArn(
  { world, caller, region }: Pick<CallContext, 'world' | 'caller' | 'region'>,
  text: string,
): string {
  const pattern =
    /^(?:arn:[\w-]+:lambda:([\w-]+):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::[\w$-]+)?$/;
  const [, named = region, owner = caller.accountId, name = text] = pattern.exec(text) ?? [];
  return `arn:${world.partition.name}:lambda:${named}:${owner}:function:${name}`;
}

/** Throws when it does not exist, or when the call is about a version or an alias. */
export function functionAt(context: CallContext, text: string, qualifier?: string): LambdaFunction {
  const [, version = qualifier] = /:function:[\w-]+:([\w$-]+)$/.exec(text) ?? [];
  if (version !== undefined && version !== '$LATEST') {
    throw notKnown(`calls of the version or alias ${version}`);
  }
  const arn = functionArn(context, text);
  const found = deployedByArn(context.world, arn);
  if (found) return found;
  throw notFound(`Function not found: ${arn}`);
}
