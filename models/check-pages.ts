/** Detects undeclared pagination: such an operation would be read one page deep without notice. */

import { type ModelNode, nodeOf, type StoredModel, walk } from './stored-model.ts';

const token =
  /^(next.*|.*page_?token|pagination_?token|position|.*marker|.*continuation.*|exclusivestart.*|.*cursor)$/i;

/** Signals only that there is more; there is no general way to continue. */
const more = /^(is_?truncated|truncated|has_?more.*)$/i;

/** Such an input member is present where a page is made large enough to hold everything (`Limit`). */
export function undeclaredPages(
  model: StoredModel,
  operation: string,
  sent: object = {},
): readonly string[] {
  const [, input, output, pages] = model.operations[operation] ?? [0, 'unit', 'unit', 0];
  const [requested, answered] = [nodeOf(model, input), nodeOf(model, output)];
  if (pages) return declared(operation, pages, requested, answered);
  if (namesOf(requested).some(isToken) && isBelow(answered, isToken, isNext)) {
    return [`${operation} is paginated; declare its tokens in services.ts`];
  }
  if ('Limit' in sent || !isBelow(answered, isMore, isMore)) return [];
  return [`${operation} may be truncated; send a Limit that holds everything`];
}

function declared(
  operation: string,
  [inputToken = '', outputToken = '']: readonly string[],
  requested: ModelNode,
  answered: ModelNode,
): readonly string[] {
  return [walk(requested, inputToken), walk(answered, outputToken)]
    .filter((found) => typeof found === 'string')
    .map((message) => `${operation} is declared to page by ${message}`);
}

const isToken = (name: string) => token.test(name);
const isNext = (name: string) => /^next/i.test(name);
const isMore = (name: string) => more.test(name);

function namesOf(node: ModelNode): readonly string[] {
  return node.kind === 'structure' ? [...node.members.keys()] : [];
}

/** Some are nested one level deeper: `DistributionList.NextMarker`. */
function isBelow(
  node: ModelNode,
  isWanted: (name: string) => boolean,
  isWantedBelow: (name: string) => boolean,
): boolean {
  if (node.kind !== 'structure') return false;
  return [...node.members].some(
    ([name, member]) => isWanted(name) || namesOf(member()).some(isWantedBelow),
  );
}
