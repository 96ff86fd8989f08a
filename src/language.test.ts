/**
 * Keeps the English of the project plain: words of a private dialect are named with their file, line and replacement, in
 * code, comments, messages, test names and pages. A word that AWS or an existing user needs is allowed by path, with the reason.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Allowed {
  readonly path: RegExp;
  /** The one word of those that is allowed there. Default: all of them. */
  readonly word?: string;
  readonly reason: string;
}

interface Retired {
  /** Matched without regard to case. Names are split first: `mostTroubles` and `most-troubles.ts` are read as "most troubles". */
  readonly words: RegExp;
  readonly say: string;
  /** Where the words are retired: in names, in prose (comments, messages, test names, pages), or in both by default. */
  readonly only?: 'names' | 'prose';
  readonly allowed?: readonly Allowed[];
}

const retired: readonly Retired[] = [
  {
    words: /\b(tells?|told|telling)\b/,
    say: 'emit, publish, report, notify, print, return; of people: inform',
    allowed: [
      {
        path: /^src\/(cli\/commands\/)?lifecycle\/(engine|model|explain)\//,
        word: 'tell',
        reason: 'a key of the JSON that `lifecycle explain` prints',
      },
    ],
  },
  { words: /\bwhoever\b/, say: 'the caller, the operator, another worker, AWS' },
  { words: /\b(somebody|someone|nobody)\b/, say: 'the actor: a caller, a person, no worker' },
  { words: /\b(another|one|other|same|two) hands?\b/, say: 'worker, lease owner' },
  { words: /\b(bed|open bed|test bed)\b/, say: 'test environment, test fixture' },
  { words: /\bwitness(es)?\b/, say: 'recorder' },
  {
    words: /\bstages?\b/,
    say: 'test environment, fixture; of a process: phase, step',
    allowed: [
      { path: /^models\//, reason: 'API Gateway has stages' },
      { path: /lambda\/url-payload\.ts$/, reason: 'a member of the request that AWS sends' },
      {
        path: /^src\/simulator\/services\/cloudformation\/stacks\/read-handlers\.ts$/,
        reason: 'StagesAvailable is a member of GetTemplate',
      },
    ],
  },
  { words: /\bdoors?\b/, say: 'transport, client, entry point' },
  { words: /\bfurnish(es|ed|ing|ings)?\b/, say: 'seed, seeded data' },
  { words: /\bbelongings\b/, say: 'seeded data, resources of the account' },
  { words: /\b(plants?|planted|planting)\b/, say: 'stub a response' },
  { words: /\b(suffers?|suffered|strikes?|struck)\b/, say: 'apply a fault, match a fault' },
  {
    words: /\b(withdraws?|withdrawn|withdrew|withdrawals?|withdrawing)\b/,
    say: 'remove',
    allowed: [
      {
        path: /^src\/cli\/|^src\/testing\/scenarios\/|^docs\/|\.md$/,
        word: 'withdraw',
        reason: 'the name of a command: `lifecycle withdraw`',
      },
    ],
  },
  {
    words: /\bplacements?\b/,
    say: 'baseline (of an account)',
    allowed: [
      { path: /^src\/kubernetes\/|kubernetes|orchestrat|runner/, reason: 'pod placement' },
      { path: /^src\/simulator\/services\/ec2|^models\//, reason: 'Placement of EC2' },
    ],
  },
  { words: /\bsteer(s|ed|ing)?\b/, say: 'set the state' },
  {
    words: /\btroubles?\b/,
    say: 'errors, error count',
    allowed: [
      {
        path: /^src\/(lifecycle\/model\/lifecycle-record|rehearsal\/records\.test)\.ts$/,
        word: 'troubles',
        reason: 'a key of stored records of the first version',
      },
    ],
  },
  { words: /^most \w/, say: 'max…', only: 'names' },
  { words: /^least \w/, say: 'min…', only: 'names' },
  {
    words: /(?<!--|Security )\bhubs?\b(?!:)/,
    say: 'automation account (the option and the file names of today stay)',
    only: 'prose',
  },
  {
    words: /\bitems? (of|in) the settings\b|\bsettings items?\b/,
    say: 'settings entry',
    only: 'prose',
  },
  {
    words: /\bholds? for\b/,
    say: 'matches, applies to',
    only: 'prose',
  },
  {
    words: /(?<!\bthere )\b(is|are|was|were) no (?!longer\b|more\b|different\b)/,
    say: '"X is not a Y", with the value and what to do',
    only: 'prose',
  },
  {
    words: /\b(lies|lay|stands|stood) (in|on|at|under|by|there|here|beside|elsewhere|for)\b/,
    say: 'is in, is stored in, is listed under',
    only: 'prose',
  },
  { words: /\b(goes|go|going|went|gone) on\b/, say: 'resume, continue', only: 'prose' },
  { words: /\bcomes? to (?!an end\b)/, say: 'plain words: is, becomes, reaches', only: 'prose' },
  { words: /\bwhat is (wanted|told|ours)\b/, say: 'desired state, managed resources' },
  { words: /\bon (its|their) way\b/, say: 'in progress', only: 'prose' },
  { words: /\bwhat (came|becomes|became) of\b/, say: 'result, outcome', only: 'prose' },
  { words: /\b(looked) at because\b/, say: 'reason', only: 'prose' },
  { words: /\bround in circles\b/, say: 'did not settle', only: 'prose' },
  { words: /\bstrangers?\b/, say: 'external accounts, external ID' },
  { words: /\bmend(s|ed|ing)?\b/, say: 'fix, repair' },
  { words: /\btwins?\b/, say: 'duplicate, copy' },
  { words: /^\W*answers?\b/, say: 'Returns …', only: 'prose' },
  {
    words: /^(here|told|asked|given|wanted|around|beside|life|course|belongings)$/,
    say: 'a name that says what it is',
    only: 'names',
  },
];

/** Names that could stand for ten things. */
const vagueTypes =
  /^(Answer|Around|Asked|Beside|Course|Ended|Given|Here|Listing|Life|Part|Place|Read|Running|Self|Surroundings|Told|Wanted|Work)$/;

interface Text {
  readonly line: number;
  readonly text: string;
}

interface Source {
  /** The code, comments and strings blanked. */
  readonly code: string;
  readonly prose: readonly Text[];
}

const beforeRegExp = /(^|[(,=:[!&|?{};+\-*%<>~^\n]|\b(return|typeof|case|of|in))\s*$/;

/** Separates comments and strings from code. Enough for formatted TypeScript; it is not a parser. */
function readTypeScript(text: string): Source {
  const prose: Text[] = [];
  let code = '';
  let line = 1;
  let at = 0;
  /** Depth of braces of every template literal whose `${` is open. */
  const templates: number[] = [];

  const take = (end: number, isProse: boolean) => {
    const taken = text.slice(at, end);
    if (isProse) prose.push({ line, text: taken });
    const lines = taken.split('\n').length - 1;
    code += isProse ? ` ${'\n'.repeat(lines)}` : taken;
    line += lines;
    at = end;
  };
  const endOf = (end: string, from: number) => {
    for (let i = from; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text.startsWith(end, i)) return i;
    }
    return text.length;
  };
  const takeTemplate = () => {
    for (let i = at + 1; i <= text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '`' || i === text.length) return take(i + 1, true);
      else if (text.startsWith('${', i)) {
        templates.push(0);
        return take(i + 2, true);
      }
    }
  };

  while (at < text.length) {
    const char = text[at];
    if (text.startsWith('//', at)) take(endOf('\n', at), true);
    else if (text.startsWith('/*', at)) take(text.indexOf('*/', at) + 2, true);
    else if (char === "'" || char === '"') take(endOf(char, at + 1) + 1, true);
    else if (char === '`') takeTemplate();
    else if (char === '/' && beforeRegExp.test(code.slice(-40))) {
      const [taken = '/'] =
        /^\/(?:\[(?:\\.|[^\]\\\n])*\]|\\.|[^/\\\n[])+\/\w*/.exec(text.slice(at)) ?? [];
      take(at + taken.length, false);
    } else if (char === '{' && templates.length > 0) {
      templates.push((templates.pop() ?? 0) + 1);
      take(at + 1, false);
    } else if (char === '}' && templates.at(-1) === 0) {
      templates.pop();
      takeTemplate();
    } else {
      if (char === '}' && templates.length > 0) templates.push((templates.pop() ?? 0) - 1);
      take(at + 1, false);
    }
  }
  return { code, prose };
}

/** A string without a space is a key, a path or a name that AWS or a file gives: only sentences are prose. */
const isSentence = ({ text }: Text) => /^\s*\/[/*]/.test(text) || /[a-z,;:] [a-z`"$]/i.test(text);

/** Prose line by line; quoted code in it is left out. */
function linesOf({ line, text }: Text): Text[] {
  const isComment = /^\/[/*]/.test(text);
  const lines = text.split('\n').map((one) => one.replace(/^\s*(\/?\*+\/?|\/\/)?\s?|^[`'"]/g, ''));
  return lines.map((one, i) => ({
    line: line + i,
    text: (isComment ? one.replace(/`[^`]*`/g, '`') : one).replace(/\s+/g, ' '),
  }));
}

/** Reads the paragraphs of a page, without its code. */
function readPage(text: string): Text[] {
  let isCode = false;
  return text.split('\n').flatMap((one, i) => {
    const isFence = /^\s*```/.test(one);
    if (isFence) isCode = !isCode;
    return isFence || isCode ? [] : [{ line: i + 1, text: one.replace(/`[^`]*`/g, '`') }];
  });
}

/** `mostTroubles`, `MOST_TROUBLES` and `most-troubles` are "most troubles". */
const splitName = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.]/g, ' ')
    .trim()
    .toLowerCase();

function namesIn(code: string): Text[] {
  return code
    .split('\n')
    .flatMap((text, i) =>
      [...new Set(text.match(/[A-Za-z_$][\w$]*/g))].map((name) => ({ line: i + 1, text: name })),
    );
}

function findRetired(file: string, where: 'names' | 'prose', { line, text }: Text): string[] {
  const read = where === 'names' ? splitName(text) : text;
  return retired.flatMap(({ words, say, only = where, allowed = [] }) => {
    if (only !== where) return [];
    const match = new RegExp(words, `${words.flags}i`).exec(read);
    if (allowed.some(({ path, word = match?.[0] }) => path.test(file) && word === match?.[0]))
      return [];
    const context = where === 'names' ? text : read.trim().slice(0, 100);
    return match ? [`${file}:${line} "${match[0].trim()}" (${context}): say ${say}`] : [];
  });
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');

const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => basename(file) !== 'language.test.ts');

const sources = tracked
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, ...readTypeScript(read(file)) }));

function* offences() {
  for (const { file, code, prose } of sources) {
    const name = { line: 1, text: basename(file).replace(/(\.test)?\.ts$/, '') };
    for (const text of [name, ...namesIn(code)]) yield* findRetired(file, 'names', text);
    const sentences = prose.filter(isSentence).flatMap(linesOf);
    for (const text of sentences) yield* findRetired(file, 'prose', text);
  }
  for (const file of tracked.filter((one) => one.endsWith('.md'))) {
    for (const text of readPage(read(file))) yield* findRetired(file, 'prose', text);
  }
}

test('retired words are used nowhere', () => {
  expect([...offences()]).toEqual([]);
});

interface Declaration {
  readonly name: string;
  readonly at: string;
}

function declaredTypes(isExported: boolean): Declaration[] {
  const start = isExported ? 'export ' : '(?:export )?';
  const declaration = new RegExp(
    `^${start}(?:abstract )?(?:interface|type|class) ([A-Za-z0-9]+)\\b(?! from)`,
  );
  return sources.flatMap(({ file, code }) =>
    code.split('\n').flatMap((line, i) => {
      const [, name] = declaration.exec(line) ?? [];
      return name ? [{ name, at: `${file}:${i + 1}` }] : [];
    }),
  );
}

test('types have names that say what they are', () => {
  const vague = declaredTypes(false).filter(({ name }) => vagueTypes.test(name));

  expect(vague.map(({ name, at }) => `${at} ${name}`)).toEqual([]);
});

test('an exported type name has one meaning in the whole repository', () => {
  const places = Map.groupBy(declaredTypes(true), ({ name }) => name);
  const shared = [...places].filter(([, declarations]) => declarations.length > 1);

  expect(shared.map(([name, all]) => `${name}: ${all.map(({ at }) => at).join(', ')}`)).toEqual([]);
});
