/** The tokens of an expression. */

import { invalid } from './errors.ts';

const pattern =
  /\s*(?:([#:]?[A-Za-z_][A-Za-z0-9_]*|[#:][A-Za-z0-9_]+)|(\d+)|(<=|>=|<>|[=<>()[\],.+-]))/y;

export interface ExpressionTokens {
  /** The expression's name in errors: `ConditionExpression`. */
  readonly kind: string;
  /** The next token, or undefined at the end. */
  peek(): string | undefined;
  next(): string;
  /** Consumes the token if it is the next one; case-insensitive. */
  take(word: string): boolean;
  expect(word: string): void;
}

export function tokensOf(kind: string, text: string): ExpressionTokens {
  const words = split(kind, text);
  let at = 0;
  const peek = () => words[at];
  const next = () => {
    const word = words[at++];
    if (word === undefined) throw syntaxError(kind, '<EOF>', text);
    return word;
  };
  const take = (word: string) => {
    const isNext = words[at]?.toUpperCase() === word;
    if (isNext) at++;
    return isNext;
  };
  const expect = (word: string) => {
    if (!take(word)) throw syntaxError(kind, words[at] ?? '<EOF>', text);
  };
  return { kind, peek, next, take, expect };
}

function split(kind: string, text: string): string[] {
  if (text.trim() === '') throw invalid(`Invalid ${kind}: The expression can not be empty;`);
  const words: string[] = [];
  let at = 0;
  const end = text.trimEnd().length;
  while (at < end) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw syntaxError(kind, text.slice(at).trim().slice(0, 1), text);
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
    at = pattern.lastIndex;
  }
  return words;
}

export function syntaxError(kind: string, token: string, near: string) {
  return invalid(`Invalid ${kind}: Syntax error; token: "${token}", near: "${near.slice(0, 60)}"`);
}
