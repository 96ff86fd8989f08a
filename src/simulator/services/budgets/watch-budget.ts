/**
 * Evaluates a budget with notifications again and again, eight to twelve hours apart, and notifies its subscribers,
 * topics and addresses, once per period and notification.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
 */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { publishToTopic } from '../sns/publish.ts';
import type { Budget, NotificationEntry } from './budget.ts';
import { mailAlert } from './mail.ts';
import { type Alert, messageOf, subjectOf } from './message.ts';
import { type BudgetSpend, spendOf } from './spend.ts';
import { budgetsOf } from './state.ts';
import { isExceeded } from './threshold.ts';

const hourMs = 3_600_000;

/** Starts with the first notification, and ends with the last one, the budget or the account. */
export function watchBudget(world: World, account: SimulatedAccount, budget: Budget): void {
  if (budget.isWatched || budget.notifications.length === 0) return;
  budget.isWatched = true;
  const random = randomFrom(world.seed, account.id, budget.name, 'refreshes');
  const plan = (now: number) =>
    world.timeline.schedule(
      now + (8 + random.next() * 4) * hourMs,
      'the refresh of a budget',
      refresh,
    );
  const refresh = (at: number) => {
    if (!isLive(world, account, budget)) {
      budget.isWatched = false;
      return;
    }
    notifySubscribers(world, account, budget, at);
    plan(at);
  };
  plan(world.clock.now());
}

function isLive(world: World, account: SimulatedAccount, budget: Budget): boolean {
  const exists = budgetsOf(world, account).get(budget.name) === budget;
  return exists && account.state === 'ACTIVE' && budget.notifications.length > 0;
}

function notifySubscribers(
  world: World,
  { id: accountId }: SimulatedAccount,
  budget: Budget,
  at: number,
): void {
  const spend = spendOf({ world, accountId }, budget.definition, at);
  for (const entry of budget.notifications.filter((one) => isDue(one, spend))) {
    entry.sentIn = spend.start;
    publish(world, entry, { accountId, budget, notification: entry.notification, spend, at });
  }
}

function isDue({ notification, sentIn }: NotificationEntry, spend: BudgetSpend): boolean {
  return sentIn !== spend.start && isExceeded(notification, spend);
}

function publish(world: World, { subscribers }: NotificationEntry, alert: Alert): void {
  const { accountId, budget } = alert;
  const sourceArn = `arn:${world.partition.name}:budgets::${accountId}:budget/${budget.name}`;
  const by = { service: 'budgets.amazonaws.com', sourceArn };
  for (const { SubscriptionType, Address } of subscribers) {
    if (SubscriptionType === 'EMAIL') mailAlert(world, alert, Address);
    else
      publishToTopic(world, Address, { message: messageOf(alert), subject: subjectOf(alert), by });
  }
}
