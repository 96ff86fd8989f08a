/** An organization just so, and the command line on it: in this process, with everything that was printed. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FleetOptions } from '../aws/open-fleet.ts';
import type { ExitCode } from '../cli/exit-code.ts';
import { flotilla } from '../cli/flotilla.ts';
import type { Io, Output } from '../cli/io.ts';
import { type SimulatedOrganization, simulateOrganization } from '../simulator/index.ts';

export interface Fixture {
  readonly organization: SimulatedOrganization;
  readonly workloads: string;
  readonly production: string;
}

/** Three accounts: `alpha` in /Workloads, `beta` in /Workloads/Production, and `gamma`, suspended, in no unit. */
export function organizationOfThree(): Fixture {
  const organization = simulateOrganization({ pageSize: 2 });
  const workloads = organization.addOu({ name: 'Workloads' }).id;
  const production = organization.addOu({ name: 'Production', parent: workloads }).id;
  const add = (name: string, id: string, rest: object) =>
    organization.addAccount({ name, id, email: `${name}@example.com`, ...rest });
  add('alpha', '111111111111', { ou: workloads, tags: { team: 'search' } });
  add('beta', '222222222222', { ou: production });
  add('gamma', '333333333333', { state: 'SUSPENDED' });
  return { organization, workloads, production };
}

export interface CliOptions {
  readonly organization?: SimulatedOrganization;
  readonly aws?: FleetOptions;
  readonly fetch?: Io['fetch'];
  readonly env?: Io['env'];
  readonly signal?: AbortSignal;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  /** Where `flotilla.yaml` is looked for. Default: nowhere. */
  readonly folder?: string;
  readonly ask?: (question: string) => Promise<boolean>;
  readonly askText?: (question: string) => Promise<string>;
  /** Lines that are typed. */
  readonly typed?: readonly string[];
  /** CliResult of every text that is printed. */
  readonly onWrite?: (text: string) => void;
  /** Writes to it fail with this code from the first on: `EPIPE`, `ENOSPC`. As in the process, a failure of stdout aborts. */
  readonly broken?: { readonly stdout?: string; readonly stderr?: string };
}

export interface CliResult {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Times are set to zero: they are the machine's. */
export async function runCli(args: readonly string[], world: CliOptions = {}): Promise<CliResult> {
  const { io, printed } = fakeIo(world);
  const code = await flotilla(args, io);
  return { code, ...printed() };
}

export function fakeIo(world: CliOptions): {
  readonly io: Io;
  readonly printed: () => Omit<CliResult, 'code'>;
} {
  const texts = { stdout: '', stderr: '' };
  const stop = new AbortController();
  const output = (name: 'stdout' | 'stderr'): Output => {
    const code = world.broken?.[name];
    let error: NodeJS.ErrnoException | undefined;
    return {
      write(text) {
        if (code !== undefined) {
          error ??= Object.assign(new Error(`${code}: write`), { code });
          if (name === 'stdout') stop.abort(error);
          return;
        }
        texts[name] += text;
        world.onWrite?.(text);
      },
      isTerminal: world.isTerminal ?? false,
      columns: () => world.columns ?? (world.isTerminal ? 120 : Number.POSITIVE_INFINITY),
      get error() {
        return error;
      },
      flush: async () => {},
    };
  };
  const signal = world.signal ? AbortSignal.any([world.signal, stop.signal]) : stop.signal;
  const aws = world.aws ?? world.organization?.access();
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    folder: world.folder ?? '/nonexistent',
    env: world.env ?? { PATH: process.env.PATH },
    signal,
    clock: { now: () => Date.UTC(2026, 0, 1), sleep: async () => {} },
    ...(world.fetch && { fetch: world.fetch }),
    ...(world.ask && { ask: world.ask }),
    ...(world.askText && { askText: world.askText }),
    ...(world.typed && { typedLines: () => Readable.from(world.typed ?? []) }),
    onExit: () => () => {},
    ...(aws && { aws }),
  };
  const printed = () => ({ stdout: withoutTimes(texts.stdout), stderr: texts.stderr });
  return { io, printed };
}

function withoutTimes(text: string): string {
  return text.replace(/"durationMs":\d+/g, '"durationMs":0');
}

/** The path of a file that does not exist, in a folder of its own. */
export function newPath(name: string): string {
  return join(mkdtempSync(join(tmpdir(), 'flotilla-test-')), name);
}

/** Its path, in a folder of its own. */
export function fileWith(text: string, name = 'file.mjs'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'flotilla-test-')), name);
  writeFileSync(path, text);
  return path;
}

/** Exports a function that returns its account's name, and fails in `beta`. */
export const nameOrFail = `export default async ({ account, region }) => {
  if (account.name === 'beta') throw new Error('beta is not well');
  return account.name + ' in ' + region;
};
`;
