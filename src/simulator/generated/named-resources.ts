/** Which members of an input name resources. */

import { requiredMembers } from '../../wire/structure.ts';
import type { OutputList, ReadRequest } from './read-request.ts';

const isIdentifier = /(id|name|arn|identifier)$/i;
/** Members that name other things: accounts, owners, kinds, resources of other services. */
const namesOther =
  /account|owner|token|region|catalog|registry|domainowner|namespace|prefix|requester|template|type|format|version|alias|instancearn|identitystore/i;

/** The required members, or the only one, that name a resource: `[ClusterName, blue]`. */
export function namedResources({
  operation,
  input,
}: ReadRequest): readonly (readonly [member: string, value: string])[] {
  const required = requiredMembers(operation);
  const named = Object.entries(input).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' &&
      entry[1] !== '' &&
      isIdentifier.test(entry[0]) &&
      !namesOther.test(entry[0]),
  );
  const mandatory = named.filter(([name]) => required.includes(name));
  return mandatory.length > 0 ? mandatory : named.slice(0, 1);
}

/** Of an operation that returns one resource: its only required text is a name, whatever it is called. */
export function namedResource(
  request: ReadRequest,
): readonly (readonly [member: string, value: string])[] {
  const named = namedResources(request);
  const [member = '', ...others] = requiredMembers(request.operation);
  const value = request.input[member];
  const isOnly = named.length === 0 && others.length === 0 && !namesOther.test(member);
  return isOnly && typeof value === 'string' ? [[member, value]] : named;
}

/** The ids of resources that the listing is limited to: a list of them, or one of its own kind. */
export function ownIds(
  { operation, input }: ReadRequest,
  { noun }: OutputList,
): readonly [member: string, ids: readonly string[]] | undefined {
  if (!/^(Batch|Describe|Get)/.test(operation.name)) return undefined;
  for (const [name, value] of Object.entries(input)) {
    if (isIdList(name, value)) return [name, value];
    const kind = name.replace(isIdentifier, '').toLowerCase();
    const isSingle = typeof value === 'string' && isIdentifier.test(name);
    if (isSingle && (kind === '' || noun.toLowerCase() === kind)) return [name, [value]];
  }
  return undefined;
}

function isIdList(name: string, value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'string') &&
    /(id|name|arn|identifier|cluster|task|service)s?$/i.test(name) &&
    !/owner|account/i.test(name)
  );
}
