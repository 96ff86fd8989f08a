/** A stage with one unit of sandboxes and builds that work, and what tests do on it. */

import {
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { openFleet } from '../../aws/open-fleet.ts';
import { buildModel } from '../builds.ts';
import { driveThrough, driveUntil } from '../drive.ts';
import { seededRandom } from '../seeded-random.ts';
import { rehearsalSettings, sandboxes } from '../settings.ts';
import { type Handled, openStage, type Stage, type StageOptions } from '../stage.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export interface Bed extends Omit<Stage, 'addAccount'> {
  readonly handled: readonly Handled[];
  /** An account in the unit, as Control Tower would leave it. */
  addAccount(name: string, tags?: Readonly<Record<string, string>>): string;
  /** An operator moves it into the unit. */
  moveIn(accountId: string): Promise<void>;
  /** An operator sets the state by hand. */
  tag(accountId: string, state: string): Promise<void>;
  state(accountId: string): string | undefined;
  /** Time goes on. */
  pass(ms: number): Promise<void>;
  /** Time goes on until it is done. */
  through<T>(work: () => Promise<T>): Promise<T>;
}

export async function openBed(options: Partial<StageOptions> = {}): Promise<Bed> {
  const stage = await openStage({
    seed: 1,
    settings: rehearsalSettings(),
    ...options,
  });
  const { organization, clock, lifecycle } = stage;
  organization.modelBuilds(
    buildModel({ settings: lifecycle.settings, random: seededRandom(options.seed ?? 1) }),
  );
  const handled: Handled[] = [];
  stage.onHandled((one) => handled.push(one));
  const management = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  return {
    ...stage,
    handled,
    addAccount: (name, tags) => stage.addAccount({ name, ou: sandboxes, ...(tags && { tags }) }),
    async moveIn(accountId) {
      const source = organization.account(accountId).parents.at(-1);
      await management.send(
        new MoveAccountCommand({
          AccountId: accountId,
          SourceParentId: source,
          DestinationParentId: sandboxes,
        }),
      );
    },
    async tag(accountId, state) {
      const Tags = [{ Key: 'account-state', Value: state }];
      await management.send(new TagResourceCommand({ ResourceId: accountId, Tags }));
    },
    state: (accountId) => organization.account(accountId).tags['account-state'],
    pass: (ms) => driveUntil({ organization, clock }, clock.now() + ms),
    through: (work) => driveThrough({ organization, clock }, work),
  };
}
