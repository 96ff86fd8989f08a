/** What every command promises, whatever it does: run over the whole command table. */

import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import type { FleetOptions } from '../aws/open-fleet.ts';
import { type CliOptions, type CliResult, fakeIo, runCli } from '../testing/command-line.ts';
import { endpointDown, samplesOf, watchCalls, withoutCredentials } from '../testing/interfere.ts';
import { scenarios } from '../testing/scenarios/all-scenarios.ts';
import type { CommandScenario, ScenarioWorld } from '../testing/scenarios/scenario.ts';
import { commandReference } from './command-reference.ts';
import { commandTable } from './command-table.ts';
import { exitCode } from './exit-code.ts';
import { readOptions } from './options/read-options.ts';
import { createProgram } from './program.ts';
import { argumentsOf, optionsOf } from './run-command.ts';

const declared = new Map(
  await Promise.all(
    commandTable.entries.map(async ({ name, declare }) => [name, await declare()] as const),
  ),
);

function definitionOf({ name }: CommandScenario) {
  const definition = declared.get(name);
  if (!definition) throw new Error(`there is no command "${name}"`);
  return definition;
}

interface RunOptions extends Partial<CliOptions> {
  /** Options before the scenario's own. */
  readonly more?: readonly string[];
  /** Changes how AWS is reached. */
  readonly reach?: (aws: FleetOptions) => FleetOptions;
}

/** Confirmed with --yes where the command asks. */
async function runScenario(
  scenario: CommandScenario,
  opened: ScenarioWorld,
  { more = [], reach = (aws) => aws, ...world }: RunOptions = {},
): Promise<CliResult> {
  const { aws, changed, args = [], ...surroundings } = opened;
  const yes = definitionOf(scenario).confirm ? ['--yes'] : [];
  const words = [...scenario.name.split(' '), ...more, ...yes, ...args, ...scenario.args];
  return runCli(words, { ...surroundings, ...(aws && { aws: reach(aws) }), ...world });
}

const usesAws = (scenario: CommandScenario) => 'region' in definitionOf(scenario).options;

test('every command has a scenario', () => {
  const names = scenarios.map(({ name }) => name);

  expect(
    commandTable.entries.map(({ name }) => name).filter((name) => !names.includes(name)),
  ).toEqual([]);
});

const examples = commandTable.entries.flatMap(({ name }) =>
  (declared.get(name)?.examples ?? []).map(({ command }) => ({ name, command })),
);

/** Words as a shell splits them, up to a redirection or a pipe; without variables in front. */
function wordsOf(command: string): readonly string[] {
  const [typed = ''] = command.split(/ (?:>|\||&&) | > /);
  const words = [...typed.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)];
  return words
    .map(([, single, double, bare]) => single ?? double ?? bare ?? '')
    .filter((word, index) => !(index === 0 && /^[A-Z_]+=/.test(word)));
}

test.each(examples)(
  'the example of $name is a valid command line: $command',
  async ({ command }) => {
    const [program = '', ...args] = wordsOf(command.replace(/^source <\((.*)\)$/, '$1'));
    if (program !== 'flotilla') return;
    const { io } = fakeIo({});
    let read = false;
    const commandLine = createProgram({
      table: commandTable,
      io,
      dispatch: async (_, definition, typed) => {
        readOptions({ ...argumentsOf(definition), ...optionsOf(definition) }, typed);
        read = true;
      },
    });

    await commandLine.parseAsync(args, { from: 'user' });

    expect(read).toBe(true);
  },
);

test('the reference page is current', async () => {
  const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

  expect(page === (await commandReference(commandTable)), 'run npm run docs:cli').toBe(true);
});

/** The tour runs a command of every kind; everything else ends within seconds. */
const timeout = 180_000;

describe.each(scenarios)('flotilla $name', { timeout }, (scenario) => {
  const { output, confirm, endsByInterrupt } = definitionOf(scenario);
  const { code: ordinary = exitCode.done } = scenario;
  const isServer = endsByInterrupt === true;

  test.skipIf(output.kind === 'text' || isServer)(
    'prints what its schema says, in every format',
    async () => {
      const printed = async (format: string) => {
        const result = await runScenario(scenario, await scenario.open(), {
          more: ['--output', format],
        });
        expect(result).toMatchObject({ code: ordinary });
        return result.stdout;
      };
      if (output.kind === 'text') return;
      const schema = output.kind === 'rows' ? z.array(output.schema) : output.schema;

      const json = JSON.parse(await printed('json'));
      const yaml = parseYaml(await printed('yaml'));
      const lines = (await printed('ndjson')).split('\n').filter((line) => line !== '');
      const csv = parseCsv(await printed('csv'));

      expect(schema.safeParse(json).error?.message).toBeUndefined();
      expect(schema.safeParse(yaml).error?.message).toBeUndefined();
      expect(lines.length).toBe(output.kind === 'rows' ? json.length : 1);
      for (const line of lines) JSON.parse(line);
      if (output.kind === 'rows') expect(csv.length).toBe(json.length + 1);
      else expect(csv.length).toBeGreaterThan(0);
    },
  );

  test.skipIf(isServer || !usesAws(scenario))(
    'stops at Ctrl-C at each of its steps, and says what was done',
    async () => {
      const total = await callsOf(scenario);
      for (const at of samplesOf(total, 8)) {
        const opened = await scenario.open();
        const interrupt = new AbortController();
        const onCall = (index: number) => {
          if (index === at) interrupt.abort(new DOMException('interrupted', 'AbortError'));
        };

        const result = await runScenario(scenario, opened, {
          signal: interrupt.signal,
          reach: (aws) => watchCalls(aws, onCall).aws,
        });

        expect({ at, code: result.code }).toEqual({ at, code: exitCode.interrupted });
        expectHonestSummary(result, await opened.changed?.());
      }
    },
  );

  test.skipIf(confirm === undefined)(
    'changes nothing without a terminal and without --yes',
    async () => {
      const opened = await scenario.open(confirm === 'many-targets' ? 70 : undefined);
      const { aws, changed, args = [], ...surroundings } = opened;
      const words = [...scenario.name.split(' '), ...args, ...scenario.args];

      const result = await runCli(words, { ...surroundings, ...(aws && { aws }) });

      expect(result.code).toBe(exitCode.refused);
      expect(result.stderr).toMatch(
        /flotilla: .*\? There is no terminal to ask on: add --yes; nothing was changed\n$/,
      );
      expect((await changed?.()) ?? 0).toBe(0);
    },
  );

  test.skipIf(isServer)(
    'a reader that leaves ends it: in peace when it only reads, with a summary otherwise',
    async () => {
      const opened = await scenario.open();

      const result = await runScenario(scenario, opened, { broken: { stdout: 'EPIPE' } });

      if (result.code === exitCode.interrupted) {
        expect(result.stderr).toMatch(/the reader of stdout left: /);
        expectHonestSummary(result, await opened.changed?.());
      } else expect(result.code).toBe(exitCode.done);
    },
  );

  test.skipIf(scenario.isContainer)(
    'a full disk under stdout is an error with its name',
    async () => {
      const opened = await scenario.open();
      const signal = isServer ? AbortSignal.abort() : undefined;

      const result = await runScenario(scenario, opened, {
        broken: { stdout: 'ENOSPC' },
        ...(signal && { signal }),
      });

      expect(result.code).toBe(exitCode.couldNotRun);
      expect(result.stderr).toMatch(
        /flotilla: cannot write to stdout: no space left on the device \(ENOSPC\)/,
      );
    },
  );

  test.skipIf(isServer)('a broken stderr changes neither its work nor its results', async () => {
    const healthy = await runScenario(scenario, await scenario.open());
    const opened = await scenario.open();

    const result = await runScenario(scenario, opened, { broken: { stderr: 'ENOSPC' } });

    expect(result.code).toBe(healthy.code);
    expect(result.stdout.length > 0).toBe(healthy.stdout.length > 0);
  });

  test('an unknown option is refused by name before anything is called', async () => {
    const opened = await scenario.open();
    let calls = 0;
    const reach = (aws: FleetOptions) => watchCalls(aws, () => calls++).aws;

    const result = await runScenario(scenario, opened, { more: ['--colour'], reach });

    expect(result).toEqual({
      code: exitCode.couldNotRun,
      stdout: '',
      stderr: "flotilla: unknown option '--colour'; did you mean --color?\n",
    });
    expect(calls).toBe(0);
  });

  test.skipIf(!usesAws(scenario) || scenario.name === 'doctor' || scenario.isContainer)(
    'without credentials it says how to get some, and changes nothing',
    async () => {
      const opened = await scenario.open();

      const result = await runScenario(scenario, opened, { reach: withoutCredentials });

      expect(result.code).toBe(exitCode.couldNotRun);
      expect(result.stderr).toMatch(
        /flotilla: (no AWS credentials were found; set AWS_ACCESS_KEY_ID|the profile "[a-z]+" has no credentials; add some, or sign in)/,
      );
      expect((await opened.changed?.()) ?? 0).toBe(0);
    },
  );

  test.skipIf(!usesAws(scenario) || scenario.name === 'doctor')(
    'with its endpoint down it names the failure, and changes nothing',
    async () => {
      const opened = await scenario.open();

      const result = await runScenario(scenario, opened, { reach: endpointDown });

      expect(result.code).toBe(exitCode.couldNotRun);
      expect(result.stderr).toMatch(/ECONNREFUSED/);
      expect((await opened.changed?.()) ?? 0).toBe(0);
    },
  );
});

/** How many calls an undisturbed run makes. */
async function callsOf(scenario: CommandScenario): Promise<number> {
  const opened = await scenario.open();
  let calls = 0;
  await runScenario(scenario, opened, { reach: (aws) => watchCalls(aws, () => calls++).aws });
  return calls;
}

/** What the closing line counts is what happened; nothing is counted twice or forgotten. */
function expectHonestSummary({ stderr }: CliResult, changed: number | undefined): void {
  const nothing = /(interrupted|the reader of stdout left) before anything was changed\n$/.test(
    stderr,
  );
  const [, done, failed, progress = '0', notStarted = '0'] =
    /: (\d+) done, (\d+) failed(?:, (\d+) in progress \([^)]*\))?(?:, (\d+) not started)?/.exec(
      stderr,
    ) ?? [];
  const isReported = /^(flotilla: )?(interrupted|the reader of stdout left)\b/m.test(stderr);
  expect({ stderr, isReported }).toEqual({ stderr, isReported: true });
  if (changed === undefined) return;
  expect({ stderr, isCounted: nothing || done !== undefined }).toEqual({ stderr, isCounted: true });
  if (nothing) expect(changed).toBe(0);
  else {
    expect(changed).toBeGreaterThanOrEqual(Number(done));
    expect(changed).toBeLessThanOrEqual(Number(done) + Number(failed) + Number(progress));
    expect(Number(notStarted)).toBeGreaterThanOrEqual(0);
  }
}
