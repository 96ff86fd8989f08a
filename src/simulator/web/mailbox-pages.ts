/** The mailbox as web pages: a list, a message, its source. The HTML of a mail is shown in a frame without scripts. */

import PostalMime, { type Email } from 'postal-mime';
import { type Html, html } from '../../model/html.ts';
import type { WireRequest, WireResponse } from '../../wire/message.ts';
import { confirmMail, mailsOf, type ReceivedMail } from '../mail/mailbox.ts';
import type { World } from '../world/world.ts';
import { join, page, respond } from './html.ts';

/** Undefined for a path that is not of the mailbox. */
export async function mailboxPage(
  world: World,
  { method, path, headers }: WireRequest,
): Promise<WireResponse | undefined> {
  const [, id, rest] = /^\/_mailbox(?:\/([0-9a-f-]{36})(\.eml|\/confirm)?)?\/?$/.exec(path) ?? [
    undefined,
  ];
  if (!/^\/_mailbox(\/|$)/.test(path)) return undefined;
  if (id === undefined) {
    return path.replace(/\/$/, '') === '/_mailbox' ? await listPage(mailsOf(world)) : missing();
  }
  const mail = mailsOf(world).find((one) => one.id === id);
  if (!mail) return missing();
  if (rest === '/confirm') return confirmPage(world, mail, { method, headers });
  if (rest === '.eml') return source(mail);
  return await messagePage(mail);
}

function missing(): WireResponse {
  return respond(404, 'There is no such mail.\n');
}

async function listPage(mails: readonly ReceivedMail[]): Promise<WireResponse> {
  const rows = await Promise.all([...mails].reverse().map(listRow));
  const none = html`<p>No mail was delivered yet.</p>`;
  const table = html`<table><thead><tr><th>Time</th><th>From</th><th>To</th><th>Subject</th></tr></thead><tbody>${join(rows)}</tbody></table>`;
  return page('Mailbox of the simulated organization', rows.length > 0 ? table : none);
}

async function listRow(mail: ReceivedMail): Promise<Html> {
  const { subject = '' } = await PostalMime.parse(mail.raw);
  const link = html`<a href="/_mailbox/${mail.id}">${subject || '(no subject)'}</a>`;
  return html`<tr><td>${timeOf(mail)}</td><td>${mail.from}</td><td>${mail.recipients.join(', ')}</td><td>${link}</td></tr>`;
}

async function messagePage(mail: ReceivedMail): Promise<WireResponse> {
  const email = await PostalMime.parse(mail.raw);
  const parts = [
    html`<p><a href="/_mailbox">All mails</a> · <a href="/_mailbox/${mail.id}.eml">Source</a></p>`,
    html`<table><tbody>
<tr><th>From</th><td>${mail.from}</td></tr>
<tr><th>To</th><td>${mail.recipients.join(', ')}</td></tr>
<tr><th>Time</th><td>${timeOf(mail)}</td></tr>
<tr><th>Sent by</th><td>${mail.sentBy} in account ${mail.accountId}, ${mail.region}</td></tr>
</tbody></table>`,
    ...(mail.confirms === undefined ? [] : [confirmForm(mail, mail.confirms)]),
    ...bodyOf(email),
    ...attachmentsOf(email),
  ];
  return page(email.subject || '(no subject)', join(parts));
}

function confirmForm({ id }: ReceivedMail, what: string): Html {
  return html`<form method="post" action="/_mailbox/${id}/confirm"><button>Confirm ${what}</button></form>`;
}

/** The frame has no permission at all: no scripts, no forms, no origin. */
function bodyOf({ html: written, text, attachments }: Email): readonly Html[] {
  if (written === undefined) return [html`<pre>${text ?? ''}</pre>`];
  const inline = attachments.reduce(
    (body, { contentId, mimeType, content }) =>
      contentId === undefined || !/^image\/[\w.+-]+$/.test(mimeType)
        ? body
        : body.replaceAll(
            `cid:${contentId.replace(/[<>]/g, '')}`,
            `data:${mimeType};base64,${base64(content)}`,
          ),
    written,
  );
  const frame = html`<iframe sandbox="" title="Message" srcdoc="${inline}"></iframe>`;
  const alternative = html`<details><summary>Plain text</summary><pre>${text ?? ''}</pre></details>`;
  return text === undefined ? [frame] : [frame, alternative];
}

function base64(content: ArrayBuffer | Uint8Array | string): string {
  return Buffer.from(content as Uint8Array).toString('base64');
}

function attachmentsOf({ attachments }: Email): readonly Html[] {
  if (attachments.length === 0) return [];
  const items = attachments.map(
    ({ filename, mimeType, content }) =>
      html`<li>${filename ?? '(no name)'}, ${mimeType}, ${String(Buffer.from(content as Uint8Array).byteLength)} bytes</li>`,
  );
  return [html`<h2>Attachments</h2><ul>${join(items)}</ul>`];
}

function source(mail: ReceivedMail): WireResponse {
  return respond(200, mail.raw, {
    'content-type': 'message/rfc822',
    'content-disposition': `attachment; filename="${mail.id}.eml"`,
  });
}

/** A page of another site must not confirm anything. */
function confirmPage(
  world: World,
  mail: ReceivedMail,
  { method, headers }: Pick<WireRequest, 'method' | 'headers'>,
): WireResponse {
  if (method !== 'POST') return respond(405, 'Use POST.\n', { allow: 'POST' });
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    return respond(403, 'Requests of other sites are refused.\n');
  }
  if (!confirmMail(world, mail.id)) return respond(409, 'The mail has nothing to confirm.\n');
  return respond(303, 'Confirmed.\n', { location: `/_mailbox/${mail.id}` });
}

function timeOf({ at }: ReceivedMail): string {
  return new Date(at).toISOString();
}
