/** What functions of an organization run on: processes, folders, and the address that their calls are sent to. */

import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { perWorld } from '../../../world/service-state.ts';
import { type CodeFolders, createCodeFolders } from './code-folder.ts';
import { createPool, type EnvironmentPool } from './pool.ts';

export interface LambdaHost {
  readonly pool: EnvironmentPool;
  readonly folders: CodeFolders;
  /** Invocations in progress, by the ARN of the function. */
  readonly running: Map<string, number>;
  /** The few places of invocations whose callers do not wait for a result. */
  readonly places: Places;
  /** Address of a server of the organization, which is started on first use. Set when the organization is made. */
  listen: () => Promise<string>;
  /** Reports errors of the simulator itself. */
  onBug: (error: unknown) => void;
}

export interface Places {
  take(): Promise<void>;
  giveBack(): void;
}

/** A burst of a hundred events must not start a hundred processes. */
const maxUnattended = 6;

export const lambdaHost = perWorld(
  (): LambdaHost => ({
    pool: createPool(),
    folders: createCodeFolders(),
    running: new Map(),
    places: createPlaces(maxUnattended),
    listen: () => {
      throw new FlotillaError('Simulator', 'The organization has no address for functions.');
    },
    onBug: () => {},
  }),
);

function createPlaces(count: number): Places {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    take: () => {
      if (free > 0) {
        free--;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack: () => {
      const next = waiting.shift();
      if (next) next();
      else free++;
    },
  };
}
