/**
 * A whole AWS Organization in this process: accounts, roles, policies and what lies in them, behind the AWS wire
 * protocols, with a clock of its own if you like, and breakable on demand. `docs/simulator.md` says what it does.
 */

import type { JsonWebKey } from 'node:crypto';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type Clock, wallClock } from '../model/clock.ts';
import { type Building, building } from './building.ts';
import { administratorKey, createWorld } from './create-world.ts';
import type { CallFaultRule, FaultRule } from './faults.ts';
import { createJournal, type Journal } from './journal.ts';
import { awsLimits, createLimits, type Limit } from './limits.ts';
import { createFaults } from './match-faults.ts';
import { issueFor } from './principal.ts';
import { type BuildModel, buildSettings, type RealBuilds } from './services/codebuild/settings.ts';
import type { NewEvent } from './services/events/event.ts';
import { addFunction, type NewFunction } from './services/events/functions.ts';
import { publishEvent } from './services/events/publish.ts';
import { simulatedServices } from './services.ts';
import { createStubbedResponses, type StubbedResponse } from './stubbed-responses.ts';
import { createTransports, type Transports } from './transports.ts';
import type { LocalServer } from './wire/http-server.ts';
import {
  type IdentityProvider,
  identityProvider,
  knownProvider,
} from './world/identity-provider.ts';
import type { OrganizationChange } from './world/world.ts';

export interface SimulationOptions {
  /** Members to seed. Default 0: the management account alone. */
  readonly accounts?: number;
  /** The same seed gives the same organization, the same ids and the same journal. Default 1. */
  readonly seed?: string | number;
  /** Most items on any page; AWS's own maximum still holds. Default 20. */
  readonly pageSize?: number;
  /** Default: the wall's. `virtualClock()` is one that you move. */
  readonly clock?: Clock;
  /** Added to every call, on the clock. Default 0. */
  readonly latencyMs?: number;
  /** Default `awsLimits`; `noLimits` for none. */
  readonly limits?: readonly Limit[];
  readonly faults?: readonly FaultRule[];
  /** Default `aws`. */
  readonly partition?: string;
  /** The region of `access()`. Default: the one that stands for the partition, `us-east-1`. */
  readonly homeRegion?: string;
  /** Organizations answers `Status`, and neither `State` nor `Paths`, as it did for years. Default false. */
  readonly legacyStatus?: boolean;
  /** How many accounts the organization may have. Default 10,000, or the seeded ones if they are more. */
  readonly maxAccounts?: number;
  /** Default: from the seed. */
  readonly managementAccountId?: string;
  /** How many calls the journal keeps. Its counts are exact however many there were. Default 1,000. */
  readonly keepCalls?: number;
  /** Builds of CodeBuild at once in each account and region; five times as many may wait. Default 60. */
  readonly buildsAtOnce?: number;
  /** Builds are not modelled: the commands of their buildspecs run on this machine, with the wall's clock best. */
  readonly realBuilds?: RealBuilds;
  /** Told of everything that went wrong inside the simulator itself; the client gets HTTP 500. */
  readonly onBug?: (error: unknown) => void;
}

/** To spread into the configuration of any SDK client. */
export interface Access extends Pick<Transports, 'requestHandler'> {
  readonly region: string;
  readonly credentials: AwsCredentialIdentity;
}

export interface SimulatedOrganization extends Building {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly clock: Clock;
  readonly journal: Journal;
  /** In process. `principal` is the ARN of a role, a user or an account's root; default: the administrator of the management account. */
  access(principal?: string): Access;
  /** Over HTTP on the loopback interface, with signatures verified. Port 0 (the default) is any that is free. */
  serve(options?: { readonly port?: number }): Promise<LocalServer>;
  /** Refuses calls that match, with the code that the service has for it. Answers what lifts the ban. */
  deny(match: Pick<CallFaultRule, 'service' | 'operation' | 'account' | 'region'>): () => void;
  /** Answers what takes the rule away again. */
  fault(rule: FaultRule): () => void;
  /** Answers calls with this, word for word, instead of what the simulator would say; permissions stand. Answers what takes it away again. */
  stubResponse(answer: StubbedResponse): () => void;
  /** A function outside the simulator that rules can name as a target; called as Lambda calls one. */
  addFunction(wanted: NewFunction): { readonly arn: string };
  /** An AWS service says something on the default bus of an account and region. */
  publish(event: Omit<NewEvent, 'at'>): void;
  /** Told of every change of the organization, as it is made: what a rehearsal judges by. */
  watch(watcher: (change: OrganizationChange) => void): void;
  /** When the next thing is due, in milliseconds of the clock: what moves the clock goes there. */
  nextDueMs(): number | undefined;
  /** Lets everything happen that is due by now. */
  settle(): void;
  /** Functions and builds that are under way. */
  running(): number;
  /** How builds of CodeBuild go from now on: asked whenever one begins. */
  modelBuilds(model: BuildModel): void;
  /** Stops the builds that are really running, and every process of theirs. */
  stopBuilds(): void;
  /** An OpenID Connect provider outside AWS. With `keys` of a real one its real tokens are good; without, `token` makes some. */
  addIdentityProvider(url: string): IdentityProvider;
  addKnownIdentityProvider(url: string, keys: readonly JsonWebKey[]): void;
}

/** Throws `InvalidInput` for a partition that does not exist. */
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
  });
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
  return {
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
    serve: ({ port = 0 } = {}) => transports.serve(port),
    deny: (match) => faults.add({ ...match, fault: { deny: true } }),
    fault: faults.add,
    stubResponse: stubs.add,
    addFunction: (options) => addFunction(world, options),
    publish: (event) => publishEvent(world, { ...event, at: clock.now() }),
    watch: (watcher) => void world.watchers.add(watcher),
    nextDueMs: () => world.timeline.next(),
    settle: () => world.timeline.settle(clock.now()),
    running: () => world.pendingTasks.count,
    modelBuilds: (model) => {
      builds.model = model;
    },
    stopBuilds: () => {
      for (const stop of builds.shells) stop();
    },
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
}

const administrator: AwsCredentialIdentity = {
  accessKeyId: administratorKey.id,
  secretAccessKey: administratorKey.secret,
};
