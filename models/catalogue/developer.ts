/** Builds and deployments. */

import { ask, type CatalogueGroup } from './rows.ts';

export const developer: readonly CatalogueGroup[] = [
  {
    model: 'codebuild',
    service: 'CodeBuild',
    recon: 'project',
    types: {
      project: [
        'ListProjects projects[] name arn tags',
        {
          member: 'name',
          details: [ask('BatchGetProjects . .', {}, { batch: 'names 100 name projects[] name' })],
        },
      ],
      source_credentials: 'ListSourceCredentials sourceCredentialsInfos[] arn arn',
      report_group: [
        'ListReportGroups reportGroups[] arn arn tags',
        {
          member: 'arn',
          details: [
            ask(
              'BatchGetReportGroups . .',
              {},
              { batch: 'reportGroupArns 100 arn reportGroups[] arn' },
            ),
          ],
        },
      ],
      fleet: [
        'ListFleets fleets[] arn arn tags',
        {
          member: 'arn',
          details: [ask('BatchGetFleets . .', {}, { batch: 'names 100 arn fleets[] arn' })],
        },
      ],
    },
  },
  {
    model: 'codepipeline',
    service: 'CodePipeline',
    recon: 'pipeline',
    types: {
      pipeline: [
        'ListPipelines pipelines[] name metadata.pipelineArn tags',
        {
          details: [
            ask('GetPipeline pipeline .', { name: '{name}' }),
            ask('GetPipeline metadata metadata', { name: '{name}' }),
            ask('ListTagsForResource tags tags', { resourceArn: '{metadata.pipelineArn}' }),
          ],
        },
      ],
      webhook: 'ListWebhooks webhooks[] arn arn tags',
    },
  },
  {
    model: 'amplify',
    service: 'Amplify',
    types: {
      app: 'ListApps apps[] appId appArn tags',
      branch: [
        'ListBranches branches[] branchArn branchArn tags',
        { parent: 'app', input: { appId: '{parent:appId}' } },
      ],
    },
  },
  {
    model: 'appconfig',
    service: 'AppConfig',
    types: {
      application: 'ListApplications Items[] Id application/{Id}',
      deployment_strategy: 'ListDeploymentStrategies Items[] Id deploymentstrategy/{Id}',
      extension: 'ListExtensions Items[] Id Arn',
      environment: [
        'ListEnvironments Items[] {ApplicationId}/{Id} application/{ApplicationId}/environment/{Id}',
        { parent: 'application', input: { ApplicationId: '{parent:Id}' } },
      ],
      configuration_profile: [
        'ListConfigurationProfiles Items[] {ApplicationId}/{Id} application/{ApplicationId}/configurationprofile/{Id}',
        { parent: 'application', input: { ApplicationId: '{parent:Id}' } },
      ],
    },
  },
  {
    model: 'codeartifact',
    service: 'CodeArtifact',
    types: {
      domain: 'ListDomains domains[] name arn',
      repository: 'ListRepositories repositories[] arn arn',
    },
  },
  {
    model: 'codecommit',
    service: 'CodeCommit',
    types: {
      repository: [
        'ListRepositories repositories[] repositoryName Arn',
        {
          details: [
            ask(
              'BatchGetRepositories . .',
              {},
              { batch: 'repositoryNames 25 repositoryName repositories[] repositoryName' },
            ),
          ],
        },
      ],
    },
  },
  {
    model: 'codestar-connections',
    service: 'CodeStarConnections',
    types: {
      connection: 'ListConnections Connections[] ConnectionArn ConnectionArn',
      host: 'ListHosts Hosts[] HostArn HostArn',
      repository_link: 'ListRepositoryLinks RepositoryLinks[] RepositoryLinkId RepositoryLinkArn',
    },
  },
  {
    model: 'schemas',
    service: 'Schemas',
    types: {
      registry: 'ListRegistries Registries[] RegistryName RegistryArn Tags',
      discoverer: 'ListDiscoverers Discoverers[] DiscovererId DiscovererArn Tags',
    },
  },
  {
    model: 'signer',
    service: 'Signer',
    types: {
      signing_profile: 'ListSigningProfiles profiles[] profileName arn tags',
    },
  },
  {
    model: 'xray',
    service: 'XRay',
    types: {
      group: 'GetGroups Groups[] GroupARN GroupARN',
      sampling_rule:
        'GetSamplingRules SamplingRuleRecords[] SamplingRule.RuleARN SamplingRule.RuleARN',
    },
  },
  {
    model: 'codedeploy',
    service: 'CodeDeploy',
    types: {
      application: [
        'ListApplications applications[] applicationName application:{applicationName}',
        {
          member: 'applicationName',
          details: [
            ask(
              'BatchGetApplications . .',
              {},
              { batch: 'applicationNames 100 applicationName applicationsInfo[] applicationName' },
            ),
          ],
        },
      ],
      deployment_group: [
        'ListDeploymentGroups deploymentGroups[] {parent:applicationName}/{deploymentGroupName} deploymentgroup:{parent:applicationName}/{deploymentGroupName}',
        {
          parent: 'application',
          member: 'deploymentGroupName',
          input: { applicationName: '{parent:applicationName}' },
          details: [
            ask(
              'BatchGetDeploymentGroups . .',
              { applicationName: '{parent:applicationName}' },
              {
                batch:
                  'deploymentGroupNames 100 deploymentGroupName deploymentGroupsInfo[] deploymentGroupName',
              },
            ),
          ],
        },
      ],
    },
  },
];
