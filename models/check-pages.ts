/** An operation that pages and does not say so would be read one page deep, and nobody would notice. */

import { type Node, nodeOf, type StoredModel, walk } from './stored-model.ts';

const token =
  /^(next.*|.*page_?token|pagination_?token|position|.*marker|.*continuation.*|exclusivestart.*|.*cursor)$/i;

/** Says only that there is more; how to go on has no general form. */
const more = /^(is_?truncated|truncated|has_?more.*)$/i;

/** What is sent is needed where a page is made wide enough to hold everything (`Limit`). */
export function undeclaredPages(
  model: StoredModel,
  operation: string,
  sent: object = {},
): readonly string[] {
  const [, input, output, pages] = model.operations[operation] ?? [0, 'unit', 'unit', 0];
  const [asked, answered] = [nodeOf(model, input), nodeOf(model, output)];
  if (pages) return declared(operation, pages, asked, answered);
  if (namesOf(asked).some(isToken) && isBelow(answered, isToken, isNext)) {
    return [`${operation} pages, and how is not declared in services.ts`];
  }
  if ('Limit' in sent || !isBelow(answered, isMore, isMore)) return [];
  return [`${operation} may be truncated; send a Limit that holds everything`];
}

function declared(
  operation: string,
  [inputToken = '', outputToken = '']: readonly string[],
  asked: Node,
  answered: Node,
): readonly string[] {
  return [walk(asked, inputToken), walk(answered, outputToken)]
    .filter((found) => typeof found === 'string')
    .map((said) => `${operation} is declared to page by ${said}`);
}

const isToken = (name: string) => token.test(name);
const isNext = (name: string) => /^next/i.test(name);
const isMore = (name: string) => more.test(name);

function namesOf(node: Node): readonly string[] {
  return node.kind === 'structure' ? [...node.members.keys()] : [];
}

/** Some lie one step below: `DistributionList.NextMarker`. */
function isBelow(
  node: Node,
  isWanted: (name: string) => boolean,
  isWantedBelow: (name: string) => boolean,
): boolean {
  if (node.kind !== 'structure') return false;
  return [...node.members].some(
    ([name, member]) => isWanted(name) || namesOf(member()).some(isWantedBelow),
  );
}
