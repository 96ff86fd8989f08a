/** The caller's parameters in the region of the call. */

import type { CallContext } from '../../service.ts';
import { invalid } from './errors.ts';
import { type SsmState, ssmOf } from './state.ts';

export function callerParameters(context: CallContext): SsmState {
  return ssmOf.ofCall(context);
}

/** `/a/b`, `/a/b:3` or an ARN, parsed. */
export function selectorOf(name: string): { readonly name: string; readonly version?: string } {
  const bare = name.startsWith('arn:')
    ? bareName(name.split(':').slice(5).join(':').slice('parameter'.length))
    : name;
  const [own = '', version, ...rest] = bare.split(':');
  if (rest.length > 0) throw invalid(`Invalid parameter name: ${name}`);
  return { name: parameterKey(own), ...(version !== undefined && { version }) };
}

/**
 * Outside a hierarchy `/name` and `name` are the same parameter, with the same ARN.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function parameterKey(name: string): string {
  return /^\/[^/]+$/.test(name) ? name.slice(1) : name;
}

/** An ARN has one slash before the name, whether the name begins with one or not. */
function bareName(path: string): string {
  return path.indexOf('/', 1) > 0 ? path : path.slice(1);
}
