/** Notifications of a budget and their subscribers. */

import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import type { Budget, Notification, NotificationEntry, Subscriber } from './budget.ts';
import {
  type AccountInput,
  type BudgetInput,
  type BudgetsPageInput,
  budgetAt,
  budgetsPage,
  callerBudgets,
} from './caller-budgets.ts';
import { duplicate, invalid, limitExceeded, notFound } from './errors.ts';
import { spendOf } from './spend.ts';
import { isExceeded } from './threshold.ts';
import { watchBudget } from './watch-budget.ts';

interface NotificationInput extends BudgetInput {
  readonly Notification: Notification;
}

interface SubscriberInput extends NotificationInput {
  readonly Subscriber: Subscriber;
}

const maxNotifications = 10;
const maxSubscribers = 11;

export const notificationHandlers = {
  CreateNotification: (
    input: NotificationInput & { readonly Subscribers: readonly Subscriber[] },
    context: CallContext,
  ) => {
    const budget = budgetAt(input, context);
    const { notifications } = budget;
    const entry = entryOf(input.Notification, input.Subscribers);
    if (notifications.some((one) => isSame(one, entry.notification))) {
      throw duplicate('The notification already exists.');
    }
    if (notifications.length >= maxNotifications) throw limitExceeded('Too many notifications.');
    notifications.push(entry);
    watchBudget(context.world, callerAccount(context), budget);
    return {};
  },

  UpdateNotification: (
    input: BudgetInput & {
      readonly OldNotification: Notification;
      readonly NewNotification: Notification;
    },
    context: CallContext,
  ) => {
    const budget = budgetAt(input, context);
    const entry = entryAt(budget, input.OldNotification);
    const requested = checked(input.NewNotification);
    if (budget.notifications.some((one) => one !== entry && isSame(one, requested))) {
      throw duplicate('The notification already exists.');
    }
    entry.notification = requested;
    delete entry.sentIn;
    return {};
  },

  DeleteNotification: (input: NotificationInput, context: CallContext) => {
    const budget = budgetAt(input, context);
    const index = budget.notifications.indexOf(entryAt(budget, input.Notification));
    budget.notifications.splice(index, 1);
    return {};
  },

  DescribeNotificationsForBudget: (input: BudgetInput & BudgetsPageInput, context: CallContext) => {
    const budget = budgetAt(input, context);
    const page = budgetsPage(context, input, {
      scope: `notifications ${input.BudgetName}`,
      items: describeNotifications(context, budget),
      key: (one) => JSON.stringify(one),
      most: 100,
    });
    return { Notifications: page.items, ...page.token };
  },

  DescribeBudgetNotificationsForAccount: (
    input: AccountInput & BudgetsPageInput,
    context: CallContext,
  ) => {
    const page = budgetsPage(context, input, {
      scope: 'all notifications',
      items: [...callerBudgets(input, context).values()].filter(
        (one) => one.notifications.length > 0,
      ),
      key: ({ name }) => name,
      most: 1_000,
    });
    const found = page.items.map((budget) => ({
      BudgetName: budget.name,
      Notifications: describeNotifications(context, budget),
    }));
    return { BudgetNotificationsForAccount: found, ...page.token };
  },

  CreateSubscriber: (input: SubscriberInput, context: CallContext) => {
    const entry = entryAt(budgetAt(input, context), input.Notification);
    const { subscribers } = entry;
    if (subscribers.some(isLike(input.Subscriber))) {
      throw duplicate('The subscriber already exists.');
    }
    entry.subscribers = checkSubscribers([...subscribers, input.Subscriber]);
    return {};
  },

  UpdateSubscriber: (
    input: NotificationInput & {
      readonly OldSubscriber: Subscriber;
      readonly NewSubscriber: Subscriber;
    },
    context: CallContext,
  ) => {
    const entry = entryAt(budgetAt(input, context), input.Notification);
    const old = subscriberAt(entry, input.OldSubscriber);
    const others = entry.subscribers.filter((one) => one !== old);
    if (others.some(isLike(input.NewSubscriber))) {
      throw duplicate('The subscriber already exists.');
    }
    entry.subscribers = checkSubscribers(
      entry.subscribers.map((one) => (one === old ? input.NewSubscriber : one)),
    );
    return {};
  },

  DeleteSubscriber: (input: SubscriberInput, context: CallContext) => {
    const entry = entryAt(budgetAt(input, context), input.Notification);
    const removed = subscriberAt(entry, input.Subscriber);
    if (entry.subscribers.length === 1) {
      throw invalid('A notification must have at least one subscriber.');
    }
    entry.subscribers = entry.subscribers.filter((one) => one !== removed);
    return {};
  },

  DescribeSubscribersForNotification: (
    input: NotificationInput & BudgetsPageInput,
    context: CallContext,
  ) => {
    const { notification, subscribers } = entryAt(budgetAt(input, context), input.Notification);
    const page = budgetsPage(context, input, {
      scope: `subscribers ${input.BudgetName} ${JSON.stringify(notification)}`,
      items: subscribers,
      key: (one) => JSON.stringify(one),
      most: 100,
    });
    return { Subscribers: page.items, ...page.token };
  },
};

export function entryOf(
  notification: Notification,
  subscribers: readonly Subscriber[],
): NotificationEntry {
  return { notification: checked(notification), subscribers: checkSubscribers(subscribers) };
}

function checked(notification: Notification): Required<Notification> {
  const { NotificationType, ComparisonOperator, Threshold } = notification;
  const { ThresholdType = 'PERCENTAGE' } = notification;
  checkOneOf('NotificationType', NotificationType, ['ACTUAL', 'FORECASTED']);
  checkOneOf('ComparisonOperator', ComparisonOperator, ['GREATER_THAN', 'LESS_THAN', 'EQUAL_TO']);
  checkOneOf('ThresholdType', ThresholdType, ['PERCENTAGE', 'ABSOLUTE_VALUE']);
  if (!(Threshold >= 0 && Threshold <= 15_000_000_000_000)) {
    throw invalid(`Threshold ${Threshold} is not valid.`);
  }
  return { NotificationType, ComparisonOperator, Threshold, ThresholdType };
}

function checkSubscribers(subscribers: readonly Subscriber[]): readonly Subscriber[] {
  if (subscribers.length < 1 || subscribers.length > maxSubscribers) {
    throw invalid(`A notification must have 1 to ${maxSubscribers} subscribers.`);
  }
  for (const { SubscriptionType, Address } of subscribers) {
    checkOneOf('SubscriptionType', SubscriptionType, ['SNS', 'EMAIL']);
    const pattern = SubscriptionType === 'SNS' ? /^arn:[\w-]+:sns:[\w-]+:\d{12}:.+$/ : /^.+@.+$/;
    if (!pattern.test(Address)) throw invalid(`Address ${Address} is not valid.`);
  }
  // One topic, ten addresses.
  if (subscribers.filter(({ SubscriptionType }) => SubscriptionType === 'SNS').length > 1) {
    throw limitExceeded('A notification can have one SNS subscriber.');
  }
  return subscribers;
}

function checkOneOf(member: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw invalid(`${member} ${value} is not valid.`);
}

function entryAt({ notifications, name }: Budget, requested: Notification): NotificationEntry {
  const normal = checked(requested);
  const entry = notifications.find((one) => isSame(one, normal));
  if (!entry) throw notFound(`The notification does not exist for the budget ${name}.`);
  return entry;
}

function subscriberAt({ subscribers }: NotificationEntry, requested: Subscriber): Subscriber {
  const found = subscribers.find(isLike(requested));
  if (!found) throw notFound(`The subscriber ${requested.Address} does not exist.`);
  return found;
}

function isSame({ notification: one }: NotificationEntry, other: Required<Notification>): boolean {
  return (
    one.NotificationType === other.NotificationType &&
    one.ComparisonOperator === other.ComparisonOperator &&
    one.Threshold === other.Threshold &&
    one.ThresholdType === other.ThresholdType
  );
}

function isLike(requested: Subscriber): (one: Subscriber) => boolean {
  return ({ SubscriptionType, Address }) =>
    SubscriptionType === requested.SubscriptionType && Address === requested.Address;
}

function describeNotifications({ world, caller, now }: CallContext, budget: Budget) {
  const spend = spendOf({ world, accountId: caller.accountId }, budget.definition, now);
  return budget.notifications.map(({ notification }) => ({
    ...notification,
    NotificationState: isExceeded(notification, spend) ? 'ALARM' : 'OK',
  }));
}
