/**
 * What the server offers besides AWS's API: mailbox, webhooks, URLs of functions, responses of custom resources, the key
 * that SNS signs with. No bucket can have such a name.
 */

import { isLoopback } from '../../wire/accepted-hosts.ts';
import type { WireRequest, WireResponse } from '../../wire/message.ts';
import {
  responseToken,
  takeResponse,
} from '../services/cloudformation/stacks/stepped/custom-responses.ts';
import { answerUrl, type CheckSignature, urlTargetOf } from '../services/lambda/url-request.ts';
import { signingCertificate, signingCertificatePath } from '../services/sns/signature.ts';
import type { World } from '../world/world.ts';
import { respond } from './html.ts';
import { mailboxPage } from './mailbox-pages.ts';
import { webhookPage } from './webhook-pages.ts';

type Handle = (request: WireRequest) => Promise<WireResponse>;

export interface WebPageOptions {
  /** Handles all other requests. */
  readonly handle: Handle;
  readonly verify: CheckSignature;
}

/** Returns undefined for a request that is not the response of a custom resource. */
function customResponse(world: World, request: WireRequest): WireResponse | undefined {
  const token = responseToken(request);
  if (token === undefined) return undefined;
  return { status: takeResponse(world, token, request), headers: {}, body: new Uint8Array() };
}

export function withWebPages(world: World, { handle, verify }: WebPageOptions): Handle {
  return async (request) => {
    const target = urlTargetOf(request);
    if (target && (target.isByHost || isLoopback(request.headers.host ?? ''))) {
      return answerUrl(world, request, { ...target, verify });
    }
    const stored = customResponse(world, request);
    if (stored) return stored;
    if (request.method === 'GET' && request.path === signingCertificatePath) {
      return respond(200, signingCertificate());
    }
    if (!/^\/_(mailbox|webhooks)(\/|$)/.test(request.path)) return handle(request);
    if (!isLoopback(request.headers.host ?? '')) return respond(403, 'Unknown host.\n');
    return (
      (await mailboxPage(world, request)) ?? webhookPage(world, request) ?? (await handle(request))
    );
  };
}
