/** A rehearsal environment with one OU of sandboxes and successful builds, the actions of tests, and a second worker. */

import {
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { openFleet } from '../aws/open-fleet.ts';
import { type Lifecycle, openLifecycle } from '../lifecycle/lifecycle.ts';
import { buildModel } from '../rehearsal/builds.ts';
import {
  type HandledEvent,
  openRehearsalEnvironment,
  type RehearsalEnvironment,
  type RehearsalEnvironmentOptions,
} from '../rehearsal/rehearsal-environment.ts';
import { seededRandom } from '../rehearsal/seeded-random.ts';
import { rehearsalSettings, sandboxes } from '../rehearsal/settings.ts';
import { driveThrough, driveUntil } from '../simulator/index.ts';
import { administratorArn } from './account-access.ts';

export interface LifecycleEnvironment extends Omit<RehearsalEnvironment, 'addAccount'> {
  readonly handled: readonly HandledEvent[];
  /** Adds an account in the OU, as Control Tower would leave it. */
  addAccount(name: string, tags?: Readonly<Record<string, string>>): string;
  /** Moves the account into the OU, as an operator does. */
  moveIn(accountId: string): Promise<void>;
  /** Sets the state by hand, as an operator does. */
  tag(accountId: string, state: string): Promise<void>;
  state(accountId: string): string | undefined;
  /** Advances the time. */
  advance(ms: number): Promise<void>;
  /** Advances the time until the task is done. */
  advanceUntilDone<T>(task: () => Promise<T>): Promise<T>;
}

export async function openLifecycleEnvironment(
  options: Partial<RehearsalEnvironmentOptions> = {},
): Promise<LifecycleEnvironment> {
  const rehearsal = await openRehearsalEnvironment({
    seed: 1,
    settings: rehearsalSettings(),
    ...options,
  });
  const { organization, clock, lifecycle } = rehearsal;
  organization.modelBuilds(
    buildModel({ settings: lifecycle.settings, random: seededRandom(options.seed ?? 1) }),
  );
  const handled: HandledEvent[] = [];
  rehearsal.onHandled((one) => handled.push(one));
  const management = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  return {
    ...rehearsal,
    handled,
    addAccount: (name, tags) =>
      rehearsal.addAccount({ name, ou: sandboxes, ...(tags && { tags }) }),
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
    advance: (ms) => driveUntil({ organization, clock }, clock.now() + ms),
    advanceUntilDone: (task) => driveThrough({ organization, clock }, task),
  };
}

/** ARN of an administrator's role in the automation account. */
export function hubRole({ lifecycle }: LifecycleEnvironment): string {
  return administratorArn(lifecycle.hub.accountId);
}

/** Opens the same installation as another process would. */
export function openSecondWorker(env: LifecycleEnvironment): Promise<Lifecycle> {
  const { organization, clock, lifecycle } = env;
  const { credentials, requestHandler } = organization.access(hubRole(env));
  const { settings, hub } = lifecycle;
  const access = { credentials, requestHandler, clock, region: hub.region };
  return openLifecycle({ ...access, settings, owner: 'second worker' });
}
