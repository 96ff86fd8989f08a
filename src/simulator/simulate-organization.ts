/**
 * A whole AWS Organization in this process: accounts, roles, policies and resources, behind the AWS wire protocols,
 * optionally with a clock of its own and with faults on demand. `docs/simulator.md` documents it.
 */

import type { JsonWebKey } from 'node:crypto';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type Clock, wallClock } from '../model/clock.ts';
import {
  type IdentityProvider,
  identityProvider,
  knownProvider,
} from '../model/identity-provider.ts';
import { throwLater } from '../model/throw-later.ts';
import type { LocalServer } from '../wire/http-server.ts';
import type { Access } from './access.ts';
import { setHttpHandler } from './administration/http-handlers.ts';
import { type Building, building } from './building.ts';
import { type AddedCost, addCost, setCosts } from './costs/cost-book.ts';
import { type KnownCost, knownCosts } from './costs/known-costs.ts';
import { createWorld } from './create-world.ts';
import type { CallFaultRule, FaultRule } from './faults.ts';
import { createJournal, type Journal } from './journal.ts';
import { awsLimits, createLimits, type Limit } from './limits.ts';
import { type SimulatedMail, simulatedMail } from './mail/simulated-mail.ts';
import { createFaults } from './match-faults.ts';
import { type CheckedPermission, permissionWatchers } from './permission-watchers.ts';
import { issueFor } from './principal.ts';
import {
  type BuildChange,
  type BuildModel,
  buildSettings,
  type RealBuilds,
} from './services/codebuild/settings.ts';
import type { NewEvent, SimulatedEvent } from './services/events/event.ts';
import { addFunction, type NewFunction } from './services/events/functions.ts';
import { publishEvent } from './services/events/publish.ts';
import { putWatchers } from './services/events/put-events.ts';
import { lambdaHost } from './services/lambda/run/lambda-host.ts';
import { simulatedServices } from './services.ts';
import { settleRegularly } from './settle-regularly.ts';
import { type SignIn, signIn } from './sign-in.ts';
import { createStubbedResponses, type StubbedResponse } from './stubbed-responses.ts';
import { createTransports } from './transports.ts';
import { type SimulatedWebhooks, simulatedWebhooks } from './web/simulated-webhooks.ts';
import type { OrganizationChange } from './world/world.ts';

/** Options of a simulated organization; everything has a default. */
export interface SimulationOptions {
  /** Members to seed. Default 0: the management account alone. */
  readonly accounts?: number;
  /** The same seed gives the same organization, the same ids and the same journal. Default 1. */
  readonly seed?: string | number;
  /** Maximum number of items on any page; AWS's own maximum still applies. Default 20. */
  readonly pageSize?: number;
  /** The time of the organization. Default: the wall clock. `virtualClock()` is a manual one. */
  readonly clock?: Clock;
  /** Added to every call, on the clock, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** Rate limits of calls. Default `awsLimits`; `noLimits` for none. */
  readonly limits?: readonly Limit[];
  /** Fault rules from the start; `fault()` adds others later. Default: none. */
  readonly faults?: readonly FaultRule[];
  /** `aws`, `aws-cn`, `aws-us-gov`, …. Default `aws`. */
  readonly partition?: string;
  /** The region of `access()`. Default: the partition's global region, `us-east-1`. */
  readonly homeRegion?: string;
  /** Organizations returns `Status`, and neither `State` nor `Paths`, as it did for years. Default false. */
  readonly legacyStatus?: boolean;
  /** Maximum number of accounts of the organization. Default 10,000, or the seeded ones if they are more. */
  readonly maxAccounts?: number;
  /** Id of the management account, twelve digits. Default: from the seed. */
  readonly managementAccountId?: string;
  /** Number of calls that the journal keeps. Its counts are exact for any number of calls. Default 1,000. */
  readonly keepCalls?: number;
  /** Concurrent CodeBuild builds in each account and region; five times as many may wait. Default 60. */
  readonly buildsAtOnce?: number;
  /**
   * Builds are not modelled: the commands of their buildspecs run on this machine, preferably with the wall clock. All
   * keys are then random: `access()` has the administrator's.
   */
  readonly realBuilds?: RealBuilds;
  /**
   * Called with every error inside the simulator itself. The client of a call gets HTTP 500; what fails outside of a
   * call fails no call. Default: only the latter are thrown, outside of every call.
   */
  readonly onBug?: (error: unknown) => void;
}

/**
 * An organization that lives as long as this object. SDK clients reach it in process with `access()`, every other
 * client over HTTP with `serve()`; the other members build it, watch it and disturb it.
 */
export interface SimulatedOrganization extends Building {
  /** `o-…`. */
  readonly id: string;
  /** `r-…`. */
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly clock: Clock;
  /** A record of all calls. */
  readonly journal: Journal;
  /**
   * Returns region, credentials and request handler for SDK clients in this process. `principal` is the ARN of a role,
   * a user or an account's root; default: the administrator of the management account. Throws a `FlotillaError` for a
   * principal that does not exist.
   */
  access(principal?: string): Access;
  /**
   * Serves the organization over HTTP on the loopback interface, with signatures verified. Port 0 (the default) is any
   * free port. With the wall clock, what is due happens while it is served, also without calls. Rejects with a `FlotillaError` of code `Simulator` when the port is not available.
   */
  serve(options?: { readonly port?: number }): Promise<LocalServer>;
  /** Refuses matching calls, with the service's code for it. Returns a function that removes the rule. */
  deny(match: Pick<CallFaultRule, 'service' | 'operation' | 'account' | 'region'>): () => void;
  /** Adds a fault rule. Returns a function that removes it. */
  fault(rule: FaultRule): () => void;
  /**
   * Returns this response instead of the simulator's own; permissions still apply. Returns a function that removes
   * it.
   */
  stubResponse(answer: StubbedResponse): () => void;
  /** Adds a function outside the simulator that rules can name as a target; invoked as Lambda invokes one. */
  addFunction(options: NewFunction): { readonly arn: string };
  /** Publishes an event of an AWS service on the default bus of an account and region, at the clock's time. */
  publish(event: Omit<NewEvent, 'at'>): void;
  /** Calls `watcher` for every change of the organization when it is made, for example to check an invariant. */
  watch(watcher: (change: OrganizationChange) => void): void;
  /** Calls `watcher` for every event that a PutEvents call puts on a bus, including those that a fault loses later. */
  watchEvents(watcher: (event: SimulatedEvent) => void): void;
  /** Calls `watcher` when a CodeBuild build is started and when it ends. */
  watchBuilds(watcher: (change: BuildChange) => void): void;
  /** Calls `watcher` for every permission that is checked, granted or not. */
  watchPermissions(watcher: (checked: CheckedPermission) => void): void;
  /** Returns when the next event is due, in milliseconds of the clock: the time to advance to. Undefined: none is. */
  nextDueMs(): number | undefined;
  /** Processes everything that is due by now. */
  settle(): void;
  /**
   * Returns undefined when a virtual clock may be advanced. While deployed functions run, it returns a promise that
   * resolves when that may have changed: their processes take real time, during which no simulated time passes.
   */
  untilTimeMayPass(): Promise<void> | undefined;
  /** Returns the number of functions and builds in progress. */
  running(): number;
  /**
   * Signs in to the console of an account: CloudTrail's event follows within a minute. Throws a `FlotillaError` for an
   * account, user or region that does not exist.
   */
  signIn(options: SignIn): void;
  /** Adds a cost to those from the seed. Throws a `FlotillaError` for an account, day or amount that is not valid. */
  addCost(cost: AddedCost): void;
  /** Replaces all costs, those from the seed included; `[]`: nothing costs anything. Throws as `addCost` does. */
  setCosts(costs: readonly AddedCost[]): void;
  /**
   * Returns all costs that are known now, line by line, from the day `start` up to and without the day `end`: what an
   * export of billing data contains.
   */
  costs(period: { readonly start: string; readonly end: string }): readonly KnownCost[];
  /** Sets the outcomes of CodeBuild builds from now on: `model` is called whenever one begins. */
  modelBuilds(model: BuildModel): void;
  /** Everything that SES and SNS delivered. */
  readonly mail: SimulatedMail;
  /** Everything that was posted to webhooks, below `/_webhooks/` of the server. */
  readonly webhooks: SimulatedWebhooks;
  /** Stops the running real builds, with all their processes. */
  stopBuilds(): void;
  /**
   * Ends the processes of functions and real builds, removes their files, and closes the server that functions call.
   * Without it, idle processes end with this one.
   */
  close(): Promise<void>;
  /**
   * Adds an OpenID Connect provider outside AWS, by the URL in its tokens. Its `token(claims)` signs tokens that
   * AssumeRoleWithWebIdentity accepts.
   */
  addIdentityProvider(url: string): IdentityProvider;
  /** Adds a real OpenID Connect provider by the keys of its JWKS document, so that its real tokens are valid here. */
  addKnownIdentityProvider(url: string, keys: readonly JsonWebKey[]): void;
}

/**
 * Creates an organization in this process. Nothing leaves the process, and nothing is kept when it ends.
 *
 * Throws a `FlotillaError` with code `InvalidInput` for a partition that does not exist.
 *
 * @example
 * ```ts
 * import { acrossAccounts } from 'flotilla';
 * import { simulateOrganization } from 'flotilla/simulator';
 *
 * const organization = simulateOrganization({ accounts: 100 });
 * organization.addAccount({ name: 'locked', role: false });
 *
 * const { results, failedAssumeRole } = await acrossAccounts(countUsers, { aws: organization.access() });
 * // 100 results, and one account that denies access.
 * ```
 */
export function simulateOrganization(options: SimulationOptions = {}): SimulatedOrganization {
  const { accounts = 0, seed = 1, clock = wallClock } = options;
  const world = createWorld({
    accounts,
    seed,
    clock,
    pageSize: options.pageSize ?? 20,
    partition: options.partition ?? 'aws',
    ...(options.managementAccountId !== undefined && {
      managementAccountId: options.managementAccountId,
    }),
    ...(options.homeRegion !== undefined && { homeRegion: options.homeRegion }),
    legacyStatus: options.legacyStatus ?? false,
    maxAccounts: options.maxAccounts ?? Math.max(10_000, accounts + 1),
    secretKeys: options.realBuilds !== undefined,
    onBug: options.onBug ?? throwLater,
  });
  const { id: accessKeyId, secret: secretAccessKey } = world.administratorKey;
  const administrator: AwsCredentialIdentity = { accessKeyId, secretAccessKey };
  const journal = createJournal(options.keepCalls ?? 1_000);
  const faults = createFaults(seed, options.faults ?? []);
  world.eventFaults = faults.delays;
  const stubs = createStubbedResponses();
  const common = {
    world,
    services: simulatedServices,
    latencyMs: options.latencyMs ?? 0,
    admit: createLimits(options.limits ?? awsLimits),
    faults,
    stubs,
    journal,
  };
  const transports = createTransports(common, options.onBug);
  const { organization } = world;
  const builds = Object.assign(buildSettings(world), {
    ...(options.buildsAtOnce !== undefined && { atOnce: options.buildsAtOnce }),
    ...(options.realBuilds && { real: options.realBuilds }),
    ...(options.onBug && { onBug: options.onBug }),
    matchFaults: faults.matchBuild,
    access: (credentials: AwsCredentialIdentity, region: string) => ({
      region,
      credentials,
      requestHandler: transports.requestHandler,
    }),
  });
  const host = lambdaHost(world);
  const settle = () => world.timeline.settle(clock.now());
  const server = serverOnDemand(() => transports.serve({ port: 0, keepsProcess: false }));
  Object.assign(host, {
    listen: server.url,
    ...(options.onBug && { onBug: options.onBug }),
  });
  const simulated: SimulatedOrganization = {
    id: organization.id,
    rootId: organization.rootId,
    managementAccountId: organization.managementAccountId,
    clock,
    journal,
    access: (principal) => ({
      region: world.homeRegion,
      credentials: principal === undefined ? administrator : issueFor(world, principal),
      requestHandler: transports.requestHandler,
    }),
    serve: async ({ port = 0 } = {}) => {
      const served = await transports.serve({ port });
      const stop = clock === wallClock ? settleRegularly(settle) : () => {};
      return {
        ...served,
        close: () => {
          stop();
          return served.close();
        },
      };
    },
    deny: (match) => faults.add({ ...match, fault: { deny: true } }),
    fault: faults.add,
    stubResponse: stubs.add,
    addFunction: (options) => addFunction(world, options),
    publish: (event) => publishEvent(world, { ...event, at: clock.now() }),
    watch: (watcher) => void world.watchers.add(watcher),
    watchEvents: (watcher) => void putWatchers(world).add(watcher),
    watchPermissions: (watcher) => void permissionWatchers(world).add(watcher),
    watchBuilds: (watcher) => void builds.watchers.add(watcher),
    nextDueMs: () => world.timeline.next(),
    settle,
    untilTimeMayPass: () => world.pendingTasks.untilTimeMayPass(),
    running: () => world.pendingTasks.count,
    signIn: (options) => signIn(world, options),
    addCost: (cost) => addCost(world, cost),
    setCosts: (costs) => setCosts(world, costs),
    costs: ({ start, end }) => knownCosts(world, start, end),
    modelBuilds: (model) => {
      builds.model = model;
    },
    stopBuilds: () => {
      for (const stop of builds.shells) stop();
    },
    close: async () => {
      for (const stop of builds.shells) stop();
      host.pool.close();
      host.folders.remove();
      await server.close();
    },
    mail: simulatedMail(world),
    webhooks: simulatedWebhooks(world),
    ...building(world),
    addIdentityProvider: (url) => {
      const provider = identityProvider(url);
      world.identityProviders.set(url, provider);
      return provider;
    },
    addKnownIdentityProvider: (url, keys) => {
      world.identityProviders.set(url, knownProvider(url, keys));
    },
  };
  setHttpHandler(simulated, transports.http);
  return simulated;
}

/** Starts a server when a function first needs an address; it does not keep the process alive. */
function serverOnDemand(serve: () => Promise<LocalServer>) {
  let started: Promise<LocalServer> | undefined;
  return {
    url: async () => {
      started ??= serve();
      const { url } = await started;
      return url;
    },
    close: async () => {
      await (await started)?.close();
      started = undefined;
    },
  };
}
