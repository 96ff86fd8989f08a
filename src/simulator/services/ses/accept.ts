/**
 * The rules of sending that both versions of the API share: verified identities, the sandbox, sizes and quotas.
 * https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
 * https://docs.aws.amazon.com/ses/latest/dg/quotas.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { deliverMail } from '../../mail/mailbox.ts';
import type { CallContext } from '../../service.ts';
import { identityOf, type SesState, sesOf } from './state.ts';

/** The names that a version of the API gives to the errors. */
interface ErrorNames {
  readonly invalid: string;
  readonly quota: string;
}

export interface Outgoing {
  /** May have a display name. */
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: Uint8Array;
}

export interface SendRules {
  readonly maxBytes: number;
  readonly errors: ErrorNames;
}

export function callerSes(context: CallContext): SesState {
  return sesOf.ofCall(context);
}

/** Puts the message in the mailbox, and returns its id; or throws as SES does. */
export function accept(context: CallContext, outgoing: Outgoing, rules: SendRules): string {
  const { world, caller, region, now } = context;
  const state = callerSes(context);
  const from = addressOf(outgoing.from, rules.errors);
  const recipients = outgoing.recipients.map((one) => addressOf(one, rules.errors));
  checkSize(outgoing.raw, recipients, rules);
  checkVerified(state, state.production ? [from] : [from, ...recipients], region);
  checkQuota(state, recipients.length, { now, errors: rules.errors });
  const { raw } = outgoing;
  const envelope = { from, recipients, raw };
  const { accountId } = caller;
  return deliverMail(world, { ...envelope, accountId, region, sentBy: 'ses' }).id;
}

function checkSize(
  { byteLength }: Uint8Array,
  { length }: readonly string[],
  { maxBytes, errors }: SendRules,
): void {
  if (length === 0) throw new AwsError(errors.invalid, 'Missing required header: To.');
  if (length > maxRecipients) {
    throw new AwsError(errors.invalid, `Recipient count exceeds ${maxRecipients}.`);
  }
  if (byteLength > maxBytes) {
    throw new AwsError(
      errors.invalid,
      `Message length is more than ${maxBytes} bytes long: '${byteLength}'.`,
    );
  }
}

const maxRecipients = 50;

/** https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html */
function checkVerified(state: SesState, addresses: readonly string[], region: string): void {
  const failed = addresses.filter((address) => !identityOf(state, address)?.verified);
  if (failed.length === 0) return;
  throw new AwsError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${[...new Set(failed)].join(', ')}`,
  );
}

const dayMs = 86_400_000;

export function dailyQuota({ production }: SesState): number {
  return production ? 50_000 : 200;
}

export function sentToday(state: SesState, now: number): number {
  state.sent = state.sent.filter((at) => now - at < dayMs);
  return state.sent.length;
}

interface QuotaCheck {
  readonly now: number;
  readonly errors: ErrorNames;
}

/** Every recipient counts. */
function checkQuota(state: SesState, recipients: number, { now, errors }: QuotaCheck): void {
  if (sentToday(state, now) + recipients > dailyQuota(state)) {
    throw new AwsError(errors.quota, 'Daily message quota exceeded.');
  }
  for (let count = 0; count < recipients; count++) state.sent.push(now);
}

/** Without the display name: `Reports <reports@example.com>`. */
function addressOf(text: string, { invalid }: ErrorNames): string {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text.trim();
  if (/[\r\n]/.test(text))
    throw new AwsError(invalid, 'Local address contains control or whitespace');
  if (!/@[^@\s]+$/.test(address)) throw new AwsError(invalid, "Missing final '@domain'");
  if (!/^[^\s@<>,;]{1,64}@[a-z0-9.-]+$/i.test(address)) {
    throw new AwsError(invalid, 'Domain contains illegal character');
  }
  return address;
}
