/** Desktops, sessions and apps for end users. */

import type { CatalogueGroup } from './rows.ts';

export const endUsers: readonly CatalogueGroup[] = [
  {
    model: 'workspaces',
    service: 'WorkSpaces',
    recon: 'workspace',
    types: {
      workspace: 'DescribeWorkspaces Workspaces[] WorkspaceId workspace/{WorkspaceId}',
      ip_group: 'DescribeIpGroups Result[] groupId workspaceipgroup/{groupId}',
      bundle: 'DescribeWorkspaceBundles Bundles[] BundleId workspacebundle/{BundleId}',
      directory: 'DescribeWorkspaceDirectories Directories[] DirectoryId directory/{DirectoryId}',
      image: 'DescribeWorkspaceImages Images[] ImageId workspaceimage/{ImageId}',
      connection_alias:
        'DescribeConnectionAliases ConnectionAliases[] AliasId connectionalias/{AliasId}',
      pool: 'DescribeWorkspacesPools WorkspacesPools[] PoolId PoolArn',
    },
  },
  {
    model: 'workspaces-web',
    service: 'WorkSpacesWeb',
    types: {
      portal: 'ListPortals portals[] portalArn portalArn',
      browser_settings:
        'ListBrowserSettings browserSettings[] browserSettingsArn browserSettingsArn',
      network_settings:
        'ListNetworkSettings networkSettings[] networkSettingsArn networkSettingsArn',
      user_settings: 'ListUserSettings userSettings[] userSettingsArn userSettingsArn',
    },
  },
  {
    model: 'appstream',
    service: 'AppStream',
    types: {
      fleet: 'DescribeFleets Fleets[] Name Arn',
      image_builder: 'DescribeImageBuilders ImageBuilders[] Name Arn',
      stack: 'DescribeStacks Stacks[] Name Arn',
    },
  },
  {
    model: 'connect',
    service: 'Connect',
    types: {
      instance: 'ListInstances InstanceSummaryList[] Id Arn',
      phone_number: 'ListPhoneNumbersV2 ListPhoneNumbersSummaryList[] PhoneNumberId PhoneNumberArn',
    },
  },
  {
    model: 'lexv2',
    service: 'LexV2',
    types: {
      bot: 'ListBots botSummaries[] botId bot/{botId}',
      bot_alias: [
        'ListBotAliases botAliasSummaries[] {parent:botId}/{botAliasId} bot-alias/{parent:botId}/{botAliasId}',
        { parent: 'bot', input: { botId: '{parent:botId}' } },
      ],
    },
  },
  {
    model: 'kendra',
    service: 'Kendra',
    types: {
      index: 'ListIndices IndexConfigurationSummaryItems[] Id index/{Id}',
    },
  },
];
