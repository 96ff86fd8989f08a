/** A life cycle whose holders are sent documents to acknowledge, and the browser of a holder. */

import { createHash } from 'node:crypto';
import type { HandlerResult } from '../lifecycle/handlers/handler-result.ts';
import type { EndUserDocument, FeatureSettings } from '../settings/settings.ts';
import {
  type HolderEnvironment,
  type HolderEnvironmentOptions,
  openHolderEnvironment,
} from './holder-environment.ts';

export function documentOf(label: string, text: string): EndUserDocument {
  const digest = createHash('sha256').update(text).digest('hex');
  return { label, path: `${label}.md`, title: `About ${label}`, text, digest };
}

const acknowledgementUrl = 'https://terms.lambda-url.eu-west-1.on.aws/';

type AcknowledgementPage = Extract<HandlerResult, { readonly did: 'respond' }>;

export interface TermsEnvironment extends HolderEnvironment {
  /** Links of the documents that were mailed, in order. */
  links(): Promise<readonly string[]>;
  /** A request of a browser, as Lambda hands it over. */
  browse(method: string, link: string): Promise<AcknowledgementPage>;
}

export async function openTermsEnvironment(
  documents: readonly EndUserDocument[],
  { features, ...others }: HolderEnvironmentOptions = {},
): Promise<TermsEnvironment> {
  const terms: Partial<FeatureSettings> = {
    withHolderNotices: ['terms'],
    withEndUserDocuments: documents,
    withAcknowledgementUrl: acknowledgementUrl,
    withCostManagementTag: 'cost-center',
  };
  const { aroundInvocation = (_route, invoke) => invoke() } = others;
  const env = await openHolderEnvironment({ ...others, features: { ...terms, ...features } });
  return {
    ...env,
    async links() {
      const mails = await env.mails();
      return mails.flatMap(({ text }) => text.match(/https:\/\/\S+\?token=\S+/g) ?? []);
    },
    async browse(method, link) {
      const lifecycle = env.lifecycleOf('OnAcknowledgement');
      const context = { remainingMs: () => 300_000 };
      const invoke = () =>
        env.handlers.OnAcknowledgement(lifecycle, requestOf(method, link), context);
      const result = await env.advanceUntilDone(() =>
        aroundInvocation('OnAcknowledgement', invoke),
      );
      if (result.did !== 'respond') throw new Error(`no page, but ${JSON.stringify(result)}`);
      return result;
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
function requestOf(method: string, link: string) {
  const { hostname, pathname, search, searchParams } = new URL(link);
  const queryStringParameters = Object.fromEntries(searchParams);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { host: hostname },
    ...(search !== '' && { queryStringParameters }),
    requestContext: { http: { method, path: pathname, sourceIp: '192.0.2.1' } },
    isBase64Encoded: false,
  };
}
