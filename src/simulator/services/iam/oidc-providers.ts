/** OpenID Connect providers: identity providers outside AWS. */

import type { IAM } from '@aws-sdk/client-iam';
import type { CallContext, Handlers } from '../../service.ts';
import { callerIam } from './caller-iam.ts';
import { addTags, checkTags } from './checks.ts';
import { alreadyExists, noSuchEntity, validation } from './errors.ts';
import type { OidcProvider } from './resources.ts';
import { toTags } from './shapes.ts';

export const oidcHandlers: Handlers<IAM> = {
  CreateOpenIDConnectProvider: (input, context) => {
    const { state, account } = callerIam(context);
    if (!/^https:\/\/[^\s?#]+$/.test(input.Url)) {
      throw validation('Invalid Open ID Connect Provider URL');
    }
    const url = input.Url.slice('https://'.length);
    const arn = `arn:${context.world.partition.name}:iam::${account.id}:oidc-provider/${url}`;
    if (state.oidcProviders.has(arn)) throw alreadyExists('Provider', input.Url);
    const tags = new Map(checkTags(input.Tags));
    state.oidcProviders.set(arn, {
      arn,
      url,
      clientIds: input.ClientIDList ?? [],
      thumbprints: input.ThumbprintList ?? [],
      createdAt: context.now,
      tags,
    });
    return { OpenIDConnectProviderArn: arn, Tags: toTags(tags) };
  },

  GetOpenIDConnectProvider: ({ OpenIDConnectProviderArn }, context) => {
    const provider = providerOf(context, OpenIDConnectProviderArn);
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: [...provider.thumbprints],
      CreateDate: new Date(provider.createdAt),
      Tags: toTags(provider.tags),
    };
  },

  ListOpenIDConnectProviders: (_, context) => ({
    OpenIDConnectProviderList: [...callerIam(context).state.oidcProviders.keys()].map((Arn) => ({
      Arn,
    })),
  }),

  DeleteOpenIDConnectProvider: ({ OpenIDConnectProviderArn }, context) => {
    const { arn } = providerOf(context, OpenIDConnectProviderArn);
    callerIam(context).state.oidcProviders.delete(arn);
    return {};
  },

  AddClientIDToOpenIDConnectProvider: ({ OpenIDConnectProviderArn, ClientID }, context) => {
    const provider = providerOf(context, OpenIDConnectProviderArn);
    provider.clientIds = [...new Set([...provider.clientIds, ClientID])];
    return {};
  },

  RemoveClientIDFromOpenIDConnectProvider: ({ OpenIDConnectProviderArn, ClientID }, context) => {
    const provider = providerOf(context, OpenIDConnectProviderArn);
    provider.clientIds = provider.clientIds.filter((id) => id !== ClientID);
    return {};
  },

  UpdateOpenIDConnectProviderThumbprint: (input, context) => {
    const provider = providerOf(context, input.OpenIDConnectProviderArn);
    provider.thumbprints = input.ThumbprintList;
    return {};
  },

  TagOpenIDConnectProvider: ({ OpenIDConnectProviderArn, Tags }, context) => {
    addTags(providerOf(context, OpenIDConnectProviderArn).tags, Tags);
    return {};
  },
};

function providerOf(context: CallContext, arn: string): OidcProvider {
  const provider = callerIam(context).state.oidcProviders.get(arn);
  if (!provider) throw noSuchEntity('OpenIDConnect Provider', arn);
  return provider;
}
