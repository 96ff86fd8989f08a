/** Filter patterns over plain text: `ERROR`, `"not found"`, `ERROR -timeout`, `?ERROR ?WARN`, `%regular expression%`. */

import { invalid } from './errors.ts';

export function filterOf(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[]/.test(text)) {
    throw invalid(`The simulator reads filter patterns over plain text only, not ${text}.`);
  }
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\S+))/g)].map(termOf);
  const of = (kind: string) => terms.filter((term) => term.kind === kind);
  const [needed, banned, optional] = [of(''), of('-'), of('?')];
  return (message) =>
    needed.every(({ matches }) => matches(message)) &&
    !banned.some(({ matches }) => matches(message)) &&
    // Combined with required terms, optional ones have no effect.
    (needed.length > 0 ||
      optional.length === 0 ||
      optional.some(({ matches }) => matches(message)));
}

function termOf([, kind = '', quoted, expression, word = '']: RegExpExecArray) {
  if (expression !== undefined) return { kind, matches: testerOf(expression) };
  const expected = quoted?.replace(/\\(.)/g, '$1') ?? word;
  return { kind, matches: (message: string) => message.includes(expected) };
}

/**
 * The syntax: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * Which repetitions are allowed, and how much of a message they are matched against, is ours.
 */
const maxRepetitions = 5;
const matchLimits = [Infinity, Infinity, 16_384, 1_024];

function testerOf(expression: string): (message: string) => boolean {
  // Without repeated groups, only repetitions one after the other can backtrack.
  const repetitions = expression.match(/[*+}]/g)?.length ?? 0;
  if (/\)[*+{]/.test(expression) || repetitions > maxRepetitions) {
    throw invalid(`Invalid regular expression in the filter pattern: ${expression}`);
  }
  const limit = matchLimits[repetitions] ?? 128;
  try {
    const compiled = new RegExp(expression);
    return (message) => compiled.test(message.slice(0, limit));
  } catch {
    throw invalid(`Invalid regular expression in the filter pattern: ${expression}`);
  }
}
