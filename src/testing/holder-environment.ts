/** A life cycle with notices to holders: SES accepts the sender, and the mailbox of the organization has the mails. */

import PostalMime from 'postal-mime';
import type { EventHandler } from '../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../lifecycle/handlers/handler-result.ts';
import { buildModel } from '../rehearsal/builds.ts';
import type { AroundInvocation } from '../rehearsal/rehearsal-environment.ts';
import { seededRandom } from '../rehearsal/seeded-random.ts';
import { rehearsalSettings } from '../rehearsal/settings.ts';
import type { EntrySettings, FeatureSettings } from '../settings/settings.ts';
import type { ModelledBuild, SimulatedEvent } from '../simulator/index.ts';
import { type LifecycleEnvironment, openLifecycleEnvironment } from './lifecycle-environment.ts';

const sender = 'cloud@example.com';

interface HolderMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface HolderEnvironment extends LifecycleEnvironment {
  /** Events that were published on the bus, in order. */
  readonly events: readonly SimulatedEvent[];
  /** Mails of the sender, in order. */
  mails(): Promise<readonly HolderMail[]>;
  /** Handles one event while the time advances. */
  handle(handler: EventHandler, event: unknown): Promise<HandlerResult>;
}

export interface HolderEnvironmentOptions {
  readonly features?: Partial<FeatureSettings>;
  readonly entry?: Partial<EntrySettings>;
  /** Whether SES accepts the sender. Default true. */
  readonly isVerified?: boolean;
  /** What a purge of an account by this name and in this mode reports. */
  readonly purgeReport?: (name: string, mode: string) => string;
  readonly purgeBuildspec?: string;
  /** Whether every function has a role of its own. Default false. */
  readonly ownRoles?: boolean;
  readonly aroundInvocation?: AroundInvocation;
}

export async function openHolderEnvironment({
  features,
  entry,
  isVerified = true,
  purgeReport,
  purgeBuildspec = 'version: 0.2 # runs with $PURGE_MODE',
  ownRoles = false,
  aroundInvocation,
}: HolderEnvironmentOptions = {}): Promise<HolderEnvironment> {
  const plain = rehearsalSettings(entry);
  const settings = {
    ...plain,
    worker: { ...plain.worker, purgeBuildspec: { path: 'purge.yaml', text: purgeBuildspec } },
    features: { ...plain.features, withOriginEmailRecipient: sender, ...features },
  };
  const environment = await openLifecycleEnvironment({
    settings,
    ownRoles,
    ...(aroundInvocation && { aroundInvocation }),
  });
  const { organization, lifecycle, advanceUntilDone } = environment;
  if (purgeReport) {
    const purge = async ({ accountId, environment: { PURGE_MODE = '' } }: ModelledBuild) =>
      purgeReport(organization.account(accountId).name ?? '', PURGE_MODE);
    organization.modelBuilds(buildModel({ settings, random: seededRandom(1), purge }));
  }
  const place = { accountId: lifecycle.hub.accountId, region: lifecycle.hub.region };
  if (isVerified) organization.mail.verify({ ...place, identity: sender });
  organization.mail.leaveSandbox(place);
  const events: SimulatedEvent[] = [];
  organization.watchEvents((event) => void events.push(event));
  return {
    ...environment,
    events,
    async mails() {
      const received = organization.mail.received().filter(({ from }) => from === sender);
      return Promise.all(received.map(({ raw, recipients }) => read(raw, recipients)));
    },
    handle: (handler, event) =>
      advanceUntilDone(() => handler(lifecycle, event, { remainingMs: () => 300_000 })),
  };
}

async function read(
  raw: Parameters<typeof PostalMime.parse>[0],
  recipients: readonly string[],
): Promise<HolderMail> {
  const { subject = '', text = '', html = '' } = await PostalMime.parse(raw);
  return { to: recipients.join(', '), subject, text, html };
}
