/**
 * One shell for all commands of a build, so that variables, functions and the working folder persist. A command that
 * runs `exit` ends the shell, not the build: the next command gets a new shell, with the exported variables and the
 * working folder, as in CodeBuild.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ShellOptions {
  readonly kind: 'bash' | 'sh';
  readonly env: Readonly<Record<string, string>>;
  /** The working folder of the first command. */
  readonly cwd: string;
  /** The folder for the shell's own files, separate from the build's. */
  readonly stateFolder: string;
  /** Called with every line that the commands print. */
  readonly onLine: (line: string) => void;
}

export interface Shell {
  /** Runs a command and returns its exit status. */
  run(command: string): Promise<number>;
  /** Ends all processes that are still running in it. */
  kill(): void;
}

export function openShell(options: ShellOptions): Shell {
  let current: RunningCommand | undefined;
  let isKilled = false;
  let count = 0;
  return {
    run: (command) => {
      if (isKilled) return Promise.resolve(killedStatus);
      if (!current?.isAlive()) current = start(options);
      const file = join(options.stateFolder, `command-${++count}.sh`);
      writeFileSync(file, `${command}\n`);
      return current.source(file);
    },
    kill: () => {
      isKilled = true;
      current?.kill();
    },
  };
}

const killedStatus = 137;
const finalOutputMs = 200;

interface RunningCommand {
  isAlive(): boolean;
  source(file: string): Promise<number>;
  kill(): void;
}

/** Amazon Linux's `sh` is bash under another name, so bash is used here, whatever the host's `sh` is. */
function start({ kind, env, cwd, stateFolder, onLine }: ShellOptions): RunningCommand {
  const child = spawn('/bin/bash', [], { argv0: kind, cwd, env, detached: true, stdio: 'pipe' });
  const mark = randomUUID();
  let waiting: ((status: number) => void) | undefined;
  const settle = (status: number) => {
    waiting?.(status);
    waiting = undefined;
  };
  const reader = createReader({ mark, onLine, onStatus: settle });
  child.stdout.setEncoding('utf8').on('data', reader.take);
  child.stderr.setEncoding('utf8').on('data', reader.take);
  // Writing to a dead shell fails; its exit event reports the rest.
  child.stdin.on('error', () => {});
  let isAlive = true;
  const die = (status: number) => {
    if (!isAlive) return;
    isAlive = false;
    reader.end();
    settle(status);
  };
  child.on('error', (error) => {
    onLine(error.message);
    die(127);
  });
  child.on('exit', (code, signal) => {
    const status = signal ? killedStatus : (code ?? 1);
    // The last output may still be buffered; processes left behind may keep the pipe open for ever.
    const timer = setTimeout(die, finalOutputMs, status);
    child.on('close', () => {
      clearTimeout(timer);
      die(status);
    });
  });
  child.stdin.write(prologue(stateFolder));
  return {
    isAlive: () => isAlive,
    source: (file) =>
      new Promise((resolve) => {
        waiting = resolve;
        child.stdin.write(`. '${file}' </dev/null\nprintf '%s%s\\n' '${mark}:' "$?"\n`);
      }),
    kill: () => killGroup(child),
  };
}

/** Errors are written to the output, so that they appear in the log in order. */
function prologue(stateFolder: string): string {
  const saved = join(stateFolder, 'exports.sh');
  const folder = join(stateFolder, 'folder.txt');
  const restore = existsSync(saved) ? `. '${saved}' 2>/dev/null; cd "$(cat '${folder}')"\n` : '';
  return `exec 2>&1\n${restore}trap 'export -p > '\\''${saved}'\\''; pwd > '\\''${folder}'\\''' EXIT\n`;
}

interface Reader {
  take(text: string): void;
  end(): void;
}

interface OutputReader {
  readonly mark: string;
  readonly onLine: (line: string) => void;
  readonly onStatus: (status: number) => void;
}

/** Splits the output into lines, and removes those that mark a command's end. */
function createReader({ mark, onLine, onStatus }: OutputReader): Reader {
  let rest = '';
  const line = (text: string) => {
    const at = text.indexOf(`${mark}:`);
    if (at < 0) return onLine(text);
    // The command's last line may lack a line break.
    if (at > 0) onLine(text.slice(0, at));
    onStatus(Number(text.slice(at + mark.length + 1)));
  };
  return {
    take: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const one of lines) line(one);
    },
    end: () => {
      if (rest !== '') line(rest);
      rest = '';
    },
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    // Negative: the shell and all that it has started.
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}
