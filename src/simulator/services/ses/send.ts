/** Sends through both versions of the API: composed here, or already composed by the caller. */

import PostalMime, { type Address } from 'postal-mime';
import { AwsError } from '../../../wire/aws-error.ts';
import { compose } from '../../mail/compose.ts';
import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { accept, type SendRules } from './accept.ts';

interface Content {
  readonly Data: string;
}

interface SimpleMessage {
  readonly Subject: Content;
  readonly Body: { readonly Text?: Content; readonly Html?: Content };
  readonly Attachments?: readonly Attachment[];
}

interface Attachment {
  readonly RawContent: Uint8Array;
  readonly FileName: string;
  readonly ContentDisposition?: 'ATTACHMENT' | 'INLINE';
  readonly ContentDescription?: string;
  readonly ContentId?: string;
  readonly ContentType?: string;
}

export interface SendEmailInput {
  readonly FromEmailAddress?: string;
  readonly Destination?: {
    readonly ToAddresses?: readonly string[];
    readonly CcAddresses?: readonly string[];
    readonly BccAddresses?: readonly string[];
  };
  readonly ReplyToAddresses?: readonly string[];
  readonly Content: {
    readonly Simple?: SimpleMessage;
    readonly Raw?: { readonly Data: Uint8Array };
    readonly Template?: object;
  };
}

export interface SendRawEmailInput {
  readonly Source?: string;
  readonly Destinations?: readonly string[];
  readonly RawMessage: { readonly Data: Uint8Array };
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
const version2: SendRules = {
  maxBytes: 40 * 1_048_576,
  errors: { invalid: 'BadRequestException', quota: 'TooManyRequestsException' },
};

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html */
const version1: SendRules = {
  maxBytes: 10 * 1_048_576,
  errors: { invalid: 'InvalidParameterValue', quota: 'Throttling' },
};

export async function sendEmail(input: SendEmailInput, context: CallContext) {
  const { Content, Destination = {} } = input;
  const named = [
    ...(Destination.ToAddresses ?? []),
    ...(Destination.CcAddresses ?? []),
    ...(Destination.BccAddresses ?? []),
  ];
  if (Content.Raw) {
    const { Data } = Content.Raw;
    const written = await envelopeOf(Data);
    const from = input.FromEmailAddress ?? written.from ?? '';
    const recipients = named.length > 0 ? named : written.recipients;
    return { MessageId: accept(context, { from, recipients, raw: Data }, version2) };
  }
  const { Simple } = Content;
  if (!Simple) throw notSimulated(Content.Template);
  checkSimple(Simple);
  const raw = await composeSimple(input, Simple, context);
  const { FromEmailAddress: from = '' } = input;
  return { MessageId: accept(context, { from, recipients: named, raw }, version2) };
}

export async function sendRawEmail(input: SendRawEmailInput, context: CallContext) {
  const { Data } = input.RawMessage;
  const written = await envelopeOf(Data);
  const from = input.Source ?? written.from ?? '';
  const recipients = input.Destinations ?? written.recipients;
  return { MessageId: accept(context, { from, recipients, raw: Data }, version1) };
}

/** The sender and the recipients in the headers of a message. */
async function envelopeOf(
  raw: Uint8Array,
): Promise<{ readonly from?: string; readonly recipients: readonly string[] }> {
  const { from, to = [], cc = [], bcc = [] } = await PostalMime.parse(raw);
  const recipients = [...to, ...cc, ...bcc].flatMap(mailboxesOf);
  const [sender] = from ? mailboxesOf(from) : [];
  return { recipients, ...(sender !== undefined && { from: sender }) };
}

function mailboxesOf(address: Address): readonly string[] {
  if (address.group) return address.group.map((one) => one.address);
  return address.address === undefined ? [] : [address.address];
}

function notSimulated(template: object | undefined): AwsError {
  if (template) {
    const message = 'The simulator does not know templates of SES yet.';
    return new AwsError('NotImplemented', message, { status: 501 });
  }
  return new AwsError('BadRequestException', 'Content must have Simple, Raw or Template.');
}

function checkSimple({ Subject, Body }: SimpleMessage): void {
  if (/[\r\n]/.test(Subject.Data)) {
    throw new AwsError('BadRequestException', 'Subject contains a line break.');
  }
  if (!Body.Text && !Body.Html) {
    throw new AwsError('BadRequestException', 'Body must have Text or Html.');
  }
}

function composeSimple(
  { FromEmailAddress = '', Destination = {}, ReplyToAddresses = [] }: SendEmailInput,
  { Subject, Body, Attachments = [] }: SimpleMessage,
  { world, now }: CallContext,
): Promise<Buffer> {
  return compose({
    id: uuid(world.random),
    at: now,
    from: FromEmailAddress,
    to: [...(Destination.ToAddresses ?? [])],
    cc: [...(Destination.CcAddresses ?? [])],
    replyTo: [...ReplyToAddresses],
    subject: Subject.Data,
    ...(Body.Text && { text: Body.Text.Data }),
    ...(Body.Html && { html: Body.Html.Data }),
    attachments: Attachments.map((one) => ({
      filename: one.FileName,
      content: Buffer.from(one.RawContent),
      ...(one.ContentType !== undefined && { contentType: one.ContentType }),
      ...(one.ContentId !== undefined && { cid: one.ContentId }),
      contentDisposition: one.ContentDisposition === 'INLINE' ? 'inline' : 'attachment',
    })),
  });
}
