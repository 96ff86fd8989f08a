/** Queues, topics, mail. */

import { ask, type CatalogueGroup } from './rows.ts';

export const integration: readonly CatalogueGroup[] = [
  {
    model: 'sqs',
    service: 'SQS',
    recon: 'queue',
    types: {
      // Without pagination parameters the response is cut at a thousand queues without notice.
      queue: [
        'ListQueues QueueUrls[] QueueUrl QueueArn Tags',
        {
          input: { MaxResults: 1000 },
          member: 'QueueUrl',
          details: [
            ask(
              'GetQueueAttributes Attributes .',
              { QueueUrl: '{QueueUrl}', AttributeNames: ['All'] },
              { json: ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'] },
            ),
            ask('ListQueueTags Tags Tags', { QueueUrl: '{QueueUrl}' }),
          ],
        },
      ],
    },
  },
  {
    model: 'sns',
    service: 'SNS',
    recon: 'topic',
    types: {
      topic: [
        'ListTopics Topics[] TopicArn TopicArn Tags',
        {
          details: [
            ask(
              'GetTopicAttributes Attributes .',
              { TopicArn: '{TopicArn}' },
              { json: ['Policy', 'EffectiveDeliveryPolicy', 'DeliveryPolicy'] },
            ),
            ask('ListSubscriptionsByTopic Subscriptions Subscriptions', { TopicArn: '{TopicArn}' }),
            ask('ListTagsForResource Tags Tags', { ResourceArn: '{TopicArn}' }),
          ],
        },
      ],
      platform_application:
        'ListPlatformApplications PlatformApplications[] PlatformApplicationArn PlatformApplicationArn',
    },
  },
  {
    model: 'ses',
    service: 'SES',
    recon: 'identity',
    types: {
      identity: [
        'ListIdentities Identities[] Identity identity/{Identity}',
        {
          member: 'Identity',
          details: [
            ask(
              'GetIdentityDkimAttributes . DkimAttributes',
              {},
              { batch: 'Identities 100 Identity DkimAttributes' },
            ),
          ],
        },
      ],
      receipt_rule_set: 'ListReceiptRuleSets RuleSets[] Name receipt-rule-set/{Name}',
      receipt_filter: 'ListReceiptFilters Filters[] Name',
    },
  },
  {
    model: 'events',
    service: 'EventBridge',
    types: {
      event_bus: 'ListEventBuses EventBuses[] Name Arn',
      api_destination: 'ListApiDestinations ApiDestinations[] Name ApiDestinationArn',
      archive: 'ListArchives Archives[] ArchiveName archive/{ArchiveName}',
      connection: 'ListConnections Connections[] Name ConnectionArn',
      endpoint: 'ListEndpoints Endpoints[] Name Arn',
      replay: 'ListReplays Replays[] ReplayName replay/{ReplayName}',
      rule: [
        'ListRules Rules[] Arn Arn',
        {
          parent: 'event_bus',
          input: { EventBusName: '{parent:Name}' },
          json: ['EventPattern'],
          details: [
            ask('ListTargetsByRule Targets Targets', {
              Rule: '{Name}',
              EventBusName: '{parent:Name}',
            }),
          ],
        },
      ],
    },
  },
  {
    model: 'scheduler',
    service: 'Scheduler',
    types: {
      schedule: 'ListSchedules Schedules[] Arn Arn',
      schedule_group: 'ListScheduleGroups ScheduleGroups[] Name Arn',
    },
  },
  {
    model: 'pipes',
    service: 'Pipes',
    types: {
      pipe: 'ListPipes Pipes[] Name Arn',
    },
  },
  {
    model: 'states',
    service: 'StepFunctions',
    types: {
      activity: 'ListActivities activities[] activityArn activityArn',
      state_machine: 'ListStateMachines stateMachines[] stateMachineArn stateMachineArn',
    },
  },
  {
    model: 'mq',
    service: 'MQ',
    types: {
      broker: 'ListBrokers BrokerSummaries[] BrokerId BrokerArn',
      configuration: 'ListConfigurations Configurations[] Id Arn Tags',
    },
  },
  {
    model: 'sesv2',
    service: 'SESV2',
    types: {
      email_identity: 'ListEmailIdentities EmailIdentities[] IdentityName identity/{IdentityName}',
      contact_list:
        'ListContactLists ContactLists[] ContactListName contact-list/{ContactListName}',
      email_template: 'ListEmailTemplates TemplatesMetadata[] TemplateName template/{TemplateName}',
    },
  },
  {
    model: 'appflow',
    service: 'AppFlow',
    types: {
      flow: 'ListFlows flows[] flowName flowArn tags',
      connector_profile:
        'DescribeConnectorProfiles connectorProfileDetails[] connectorProfileName connectorProfileArn',
    },
  },
  {
    model: 'appsync',
    service: 'AppSync',
    types: {
      graphql_api: 'ListGraphqlApis graphqlApis[] apiId arn tags',
      event_api: 'ListApis apis[] apiId apiArn tags',
      domain_name: 'ListDomainNames domainNameConfigs[] domainNameArn domainNameArn tags',
    },
  },
  {
    model: 'servicediscovery',
    service: 'ServiceDiscovery',
    types: {
      namespace: 'ListNamespaces Namespaces[] Id Arn',
      service: 'ListServices Services[] Id Arn',
    },
  },
];
