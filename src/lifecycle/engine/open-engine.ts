/** The engine's access to AWS: tables and bus of the automation account, Organizations, builds in the accounts. */

import { describeAccount } from '../../organization/accounts.ts';
import { readTags, tagAccount, untagAccount } from '../../organization/tags-of-account.ts';
import { readBuild } from '../builds/read-build.ts';
import { startBuild } from '../builds/start-build.ts';
import { publishEvents } from '../events/publish-events.ts';
import { recordEvents } from '../events/record-events.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { expiredAt } from '../metering/shadows.ts';
import { attachPolicies } from '../policies/attach-policies.ts';
import { transactionStore } from '../store/transaction-store.ts';
import type { AccountStore, EngineAccess, OrganizationAccess } from './engine-access.ts';

export function openEngine(lifecycle: Lifecycle): EngineAccess {
  const { settings, hub, clock } = lifecycle;
  return {
    settings,
    environment: hub.environment,
    now: () => clock.now(),
    accounts: accountStore(lifecycle),
    bus: {
      async publish(events, about) {
        await publishEvents(lifecycle.inHub('events'), events);
        await recordEvents(lifecycle, about, events);
      },
    },
    organization: organization(lifecycle),
    builds: {
      start: (request) => startBuild(lifecycle, request),
      read: (accountId, buildId) => readBuild(lifecycle.enter(accountId), buildId),
    },
    onDecision: (made) => lifecycle.onDecision?.(made),
  };
}

function accountStore(lifecycle: Lifecycle): AccountStore {
  const { activities, shadows } = lifecycle;
  const store = transactionStore(lifecycle);
  return {
    lease: store.lease,
    extend: store.extend,
    save: store.save,
    async release(row, ended) {
      // Written in one DynamoDB transaction: ending it later again would use another time, and so add a second row.
      await store.release(row, ended.map(activities.toPut));
      for (const activity of ended) activities.count(activity);
    },
    expiredAt: async (accountId) => expiredAt(await shadows.readNow(accountId)),
  };
}

function organization(lifecycle: Lifecycle): OrganizationAccess {
  const { management } = lifecycle;
  return {
    account: (accountId) => describeAccount(management, accountId),
    tags: (accountId) => readTags(management, accountId),
    tag: (accountId, tags) => tagAccount(management, accountId, tags),
    untag: (accountId, keys) => untagAccount(management, accountId, keys),
    attachPolicies: (item, account) => attachPolicies(lifecycle, item, account),
  };
}
