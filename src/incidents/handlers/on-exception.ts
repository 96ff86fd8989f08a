/**
 * Handles an exception: it becomes an incident or is added to the open one, the costs of the account are attached, and
 * people are notified. Each step is saved, so that a second attempt does the rest, and a second delivery nothing.
 */

import { classify } from '../../aws/failures.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import {
  type HandlerResult,
  ignored,
  type NotifiedChannel,
} from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { Channel } from '../../notifications/channel.ts';
import type { OperatorNotice } from '../../notifications/notification.ts';
import { notify } from '../../notifications/notify.ts';
import { openChannels } from '../../notifications/open-channels.ts';
import type { Fetch } from '../../notifications/post-webhook.ts';
import type { ReportAccountCost } from '../account-cost.ts';
import { type IncidentAccount, readAccountFacts } from '../account-facts.ts';
import { causeOf, endedByRelease } from '../causes.ts';
import {
  EventBusy,
  type EventClaim,
  type ExceptionsTable,
  type HandledSteps,
} from '../exceptions-table.ts';
import type { IncidentAttachment, NewIncident } from '../incident.ts';
import type { IncidentTracker } from '../incident-tracker.ts';
import { attachmentLink, openExceptionsTable, openTracker } from '../open-tracker.ts';
import { type ReceivedException, receiveException } from '../received-exception.ts';

export interface ExceptionHandlerOptions {
  /** Default: no cost report is attached. */
  readonly reportAccountCost?: ReportAccountCost;
  /** Default: the network. */
  readonly fetch?: Fetch;
}

export function onException(options: ExceptionHandlerOptions = {}): EventHandler {
  return async (lifecycle, event) => {
    const received = receiveException(lifecycle, event);
    if ('rejected' in received) return ignored(received.rejected);
    const table = openExceptionsTable(lifecycle);
    const claimed = await table.claim(received.id);
    if (claimed.status === 'handled') return ignored('This exception was handled before');
    const exception = new ExceptionRun(lifecycle, received, { ...options, table });
    return await exception.handle(claimed.claim, claimed.steps);
  };
}

/** The handling of one exception. */
class ExceptionRun {
  readonly #lifecycle: Lifecycle;
  readonly #received: ReceivedException;
  readonly #options: ExceptionHandlerOptions;
  readonly #table: ExceptionsTable;
  readonly #tracker: IncidentTracker;
  readonly #notes: string[] = [];
  /** What must be tried again. */
  #failure: unknown;

  constructor(
    lifecycle: Lifecycle,
    received: ReceivedException,
    { table, ...options }: ExceptionHandlerOptions & { readonly table: ExceptionsTable },
  ) {
    this.#table = table;
    this.#lifecycle = lifecycle;
    this.#received = received;
    this.#options = options;
    this.#tracker = openTracker(lifecycle);
  }

  async handle(claim: EventClaim, before: HandledSteps): Promise<HandlerResult> {
    let steps = before;
    const done = async (more: HandledSteps) => {
      steps = { ...steps, ...more };
      await claim.save(steps);
    };
    const facts = await this.#attempt('the account cannot be read', () => this.#readFacts());
    if (steps.incidentId === undefined) {
      const opened = await this.#attempt('no incident was opened', () => this.#open(facts));
      if (opened) await done({ incidentId: opened.id, isNew: opened.isNew });
    }
    const attachment = steps.attachment ?? (await this.#report(steps));
    if (attachment) await done({ attachment });
    if (!steps.isAttached && (await this.#attach(steps))) await done({ isAttached: true });
    const channels = await this.#notify(steps, facts);
    const sent = channels.filter(({ status }) => status === 'sent').map(({ channel }) => channel);
    await done({ notified: [...(steps.notified ?? []), ...sent] });
    if (!steps.isCounted) {
      this.#lifecycle.meter.count('ExceptionsByLabel', { Label: this.#received.label });
      await this.#lifecycle.meter.flush();
      await done({ isCounted: true });
    }
    if (this.#failure !== undefined) {
      await claim.release(steps);
      throw this.#failure;
    }
    await claim.finish(steps);
    return this.#result(steps, channels);
  }

  #result(
    { incidentId, isNew }: HandledSteps,
    channels: readonly NotifiedChannel[],
  ): HandlerResult {
    const { label, accountId } = this.#received;
    return {
      did: 'exception',
      label,
      ...(accountId !== undefined && { accountId }),
      ...(incidentId && { incidentId }),
      ...(isNew !== undefined && { isNew }),
      channels,
      notes: this.#notes,
    };
  }

  /** People are notified even if something else fails. What may succeed later is tried again after that. */
  async #attempt<T>(problem: string, step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      const { retryable, message, code } = classify(error);
      if (retryable || error instanceof EventBusy) this.#failure ??= error;
      this.#notes.push(`${problem}: ${message} (${code})`);
      return undefined;
    }
  }

  async #readFacts(): Promise<IncidentAccount | undefined> {
    const { accountId } = this.#received;
    return accountId === undefined ? undefined : readAccountFacts(this.#lifecycle, accountId);
  }

  async #open(facts: IncidentAccount | undefined) {
    const incident = this.#incident(facts);
    const opened = await this.#tracker.open(incident);
    if (!isEndedByRelease(incident)) return opened;
    // Noted before the shadow is read: a release that comes later finds the note.
    if (opened.id !== '') await this.#table.noteOpen(incident.key.accountId, incident.eventId);
    if (await this.#isOver(incident)) await this.#tracker.resolve(opened.id);
    return opened;
  }

  #incident(facts: IncidentAccount | undefined): NewIncident {
    const { id, label, payload, accountId, title, message, at } = this.#received;
    const impact = Number(payload.impact);
    return {
      key: { accountId: accountId ?? '-', cause: causeOf(label, payload, at) },
      title,
      message,
      impact: Number.isInteger(impact) && impact >= 1 && impact <= 5 ? impact : 4,
      tags: {
        exception: label,
        ...(accountId !== undefined && { account: accountId }),
        ...(facts && {
          'account-email': facts.email,
          'account-name': facts.name,
          'cost-center': facts.costCenter,
          'organizational-unit': facts.unit,
        }),
      },
      eventId: id,
      at,
    };
  }

  /** Events may arrive in another order: the account may have been released since. */
  async #isOver({ key, at }: NewIncident): Promise<boolean> {
    const shadow = await this.#lifecycle.shadows.readNow(key.accountId);
    const released = shadow?.stamps?.ReleasedAccount;
    return released !== undefined && Date.parse(`${released}Z`) > at;
  }

  /** Cost Explorer charges each request, so that only the first exception of an incident has a report. */
  async #report({ isNew }: HandledSteps): Promise<IncidentAttachment | undefined> {
    const { accountId } = this.#received;
    const { reportAccountCost } = this.#options;
    if (isNew === false || accountId === undefined || !reportAccountCost) return undefined;
    return await this.#attempt('no cost report was made', () =>
      reportAccountCost(this.#lifecycle, accountId),
    );
  }

  async #attach({ incidentId, attachment }: HandledSteps): Promise<boolean> {
    if (!incidentId || !attachment) return false;
    const attached = await this.#attempt('the cost report was not attached', async () => {
      await this.#tracker.attach(incidentId, attachment);
      return true;
    });
    return attached ?? false;
  }

  async #notify(
    steps: HandledSteps,
    facts: IncidentAccount | undefined,
  ): Promise<readonly NotifiedChannel[]> {
    const channels = channelsOf(this.#lifecycle, this.#options.fetch);
    const left = channels.filter(({ name }) => !steps.notified?.includes(name));
    const notice = await this.#notice(steps, facts);
    return await notify(left, notice, this.#lifecycle.clock);
  }

  async #notice(
    { incidentId, attachment }: HandledSteps,
    facts: IncidentAccount | undefined,
  ): Promise<OperatorNotice> {
    const { id, label, title, message, accountId } = this.#received;
    const named = [
      ['Account', facts?.label ?? accountId],
      ['E-mail', facts?.email],
      ['Cost center', facts?.costCenter],
      ['Organizational unit', facts?.unit],
      ['Incident', incidentId],
    ] as const;
    const link = attachment && (await attachmentLink(this.#lifecycle, attachment));
    return {
      id,
      label,
      title,
      message,
      facts: named.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
      links: attachment && link ? [{ title: attachment.title, url: link }] : [],
    };
  }
}

function isEndedByRelease({ key }: NewIncident): boolean {
  return (endedByRelease as readonly string[]).includes(key.cause);
}

/** Secrets are kept for some minutes, as long as the life cycle is open. */
const opened = new WeakMap<Lifecycle, readonly Channel[]>();

function channelsOf(lifecycle: Lifecycle, fetch: Fetch | undefined): readonly Channel[] {
  const known = opened.get(lifecycle) ?? openChannels(lifecycle, fetch);
  opened.set(lifecycle, known);
  return known;
}
