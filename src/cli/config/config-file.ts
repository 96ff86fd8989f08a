/**
 * `flotilla.yaml`: defaults of options, found in the folder where the command runs or above it.
 *
 *     options:               # of every command that has them
 *       region: eu-west-1
 *     commands:
 *       inventory collect:   # of one command; wins over the above
 *         concurrency: 40
 */

import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';

const configFileName = 'flotilla.yaml';

const optionValue = z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]);
const optionValues = section(optionValue);

const configSchema = z.strictObject({
  options: optionValues,
  commands: section(optionValues),
});

/** All of its lines may be commented out. */
function section<Value extends z.ZodType>(valueSchema: Value) {
  const isAbsent = (content: unknown) => content === undefined || content === '';
  return z.preprocess(
    (content) => (isAbsent(content) ? {} : content),
    z.record(z.string(), valueSchema),
  );
}

export type ConfigValue = z.output<typeof optionValue>;

export interface ConfigFile extends z.output<typeof configSchema> {
  readonly path: string;
}

/** The nearest one; undefined when there is none. Throws a `FlotillaError` for one that is malformed. */
export function findConfigFile(folder: string): ConfigFile | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, configFileName);
    const text = textOf(path);
    if (text !== undefined) return { ...parseConfig(text, path), path };
    if (dirname(at) === at) return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    // Reading a pipe would wait for its writer, and no signal ends that.
    if (stats.isFile()) return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new FlotillaError('File', `cannot read ${path} (${code}); check its permissions`, {
      cause,
    });
  }
  throw new FlotillaError('File', `${path} is not a file; rename it`);
}

function parseConfig(text: string, path: string): z.output<typeof configSchema> {
  const parsed = configSchema.safeParse(valuesOf(text, path) || {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const place = issue.path.join(' > ') || 'the file';
    if (issue.code === 'unrecognized_keys')
      return `${place}: there is no ${issue.keys.map((key) => `"${key}"`).join(', ')}; the sections are options and commands`;
    if (issue.path.length === 0) return `${place}: has no sections; write options or commands`;
    return issue.code === 'invalid_type'
      ? `${place}: has no names; write "name: value" below it`
      : `${place}: is not a value of an option; give a text, a number, true or false, or a list`;
  });
  throw new FlotillaError('InvalidInput', `${path}: ${problems.join('; ')}`);
}

/** Values as they are written: an account id keeps its zeros. Throws a `FlotillaError` for what is not YAML. */
function valuesOf(text: string, path: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, schema: 'failsafe' });
  const [syntax] = document.errors;
  if (syntax) throw notYaml(path, syntax);
  try {
    return document.toJS();
  } catch (cause) {
    // An alias without its anchor, or too many of them.
    throw notYaml(path, cause as Error);
  }
}

function notYaml(path: string, cause: Error): FlotillaError {
  return new FlotillaError('InvalidInput', `${path}: ${cause.message.split('\n')[0]}`, { cause });
}

/** Which options there are, by command: `inventory collect` → `concurrency`, `role-name`. */
export type KnownOptions = ReadonlyMap<string, readonly string[]>;

/** Throws one `FlotillaError` that names every command and option that does not exist. */
export function expectKnownNames(
  { path, options, commands }: ConfigFile,
  known: KnownOptions,
): void {
  const anywhere = [...new Set([...known.values()].flat())];
  const problems = [
    ...Object.keys(options).flatMap((name) => unknownOption(`options > ${name}`, name, anywhere)),
    ...Object.entries(commands).flatMap(([command, values]) => {
      const names = known.get(command);
      if (!names)
        return [`commands > ${command}: is not a command${hint(command, [...known.keys()])}`];
      return Object.keys(values).flatMap((name) =>
        unknownOption(`commands > ${command} > ${name}`, name, names),
      );
    }),
  ];
  if (problems.length > 0)
    throw new FlotillaError('InvalidInput', `${path}: ${problems.join('; ')}`);
}

function unknownOption(place: string, name: string, known: readonly string[]): readonly string[] {
  if (known.includes(name)) return [];
  const what =
    name === 'yes' ? 'is not read from this file: give --yes or FLOTILLA_YES' : 'is not an option';
  return [`${place}: ${what}${name === 'yes' ? '' : hint(name, known)}`];
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
