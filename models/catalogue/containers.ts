/** Clusters that run containers, and the images that they run. */

import { ask, type CatalogueGroup } from './rows.ts';

const noPolicy = ['RepositoryPolicyNotFoundException'];

const repositoryPolicy = ask(
  'GetRepositoryPolicy policyText policy',
  { repositoryName: '{repositoryName}' },
  { absent: noPolicy, json: ['policy'] },
);

export const containers: readonly CatalogueGroup[] = [
  {
    model: 'eks',
    service: 'EKS',
    recon: 'cluster',
    types: {
      cluster: [
        'ListClusters clusters[] name arn tags',
        {
          member: 'name',
          details: [
            ask('DescribeCluster cluster .', { name: '{name}' }),
            ask('ListNodegroups nodegroups nodegroups', { clusterName: '{name}' }),
            ask(
              'DescribeNodegroup nodegroup .',
              { clusterName: '{name}', nodegroupName: '{each:}' },
              { each: 'nodegroups[]' },
            ),
          ],
        },
      ],
      nodegroup: [
        'ListNodegroups nodegroups[] {parent:name}/{nodegroupName} nodegroupArn tags',
        {
          parent: 'cluster',
          member: 'nodegroupName',
          input: { clusterName: '{parent:name}' },
          details: [
            ask('DescribeNodegroup nodegroup .', {
              clusterName: '{parent:name}',
              nodegroupName: '{nodegroupName}',
            }),
          ],
        },
      ],
      addon: [
        'ListAddons addons[] {parent:name}/{addonName} addonArn tags',
        {
          parent: 'cluster',
          member: 'addonName',
          input: { clusterName: '{parent:name}' },
          details: [
            ask('DescribeAddon addon .', {
              clusterName: '{parent:name}',
              addonName: '{addonName}',
            }),
          ],
        },
      ],
      fargate_profile: [
        'ListFargateProfiles fargateProfileNames[] {parent:name}/{fargateProfileName} fargateProfileArn tags',
        {
          parent: 'cluster',
          member: 'fargateProfileName',
          input: { clusterName: '{parent:name}' },
          details: [
            ask('DescribeFargateProfile fargateProfile .', {
              clusterName: '{parent:name}',
              fargateProfileName: '{fargateProfileName}',
            }),
          ],
        },
      ],
      access_entry: [
        'ListAccessEntries accessEntries[] {parent:name}/{principalArn} accessEntryArn tags',
        {
          parent: 'cluster',
          member: 'principalArn',
          input: { clusterName: '{parent:name}' },
          absent: ['InvalidRequestException'],
          details: [
            ask('DescribeAccessEntry accessEntry .', {
              clusterName: '{parent:name}',
              principalArn: '{principalArn}',
            }),
          ],
        },
      ],
      pod_identity_association: [
        'ListPodIdentityAssociations associations[] associationArn associationArn',
        { parent: 'cluster', input: { clusterName: '{parent:name}' } },
      ],
    },
  },
  {
    model: 'ecs',
    service: 'ECS',
    recon: 'cluster',
    types: {
      cluster: [
        'ListClusters clusterArns[] clusterArn clusterArn tags',
        {
          member: 'clusterArn',
          details: [
            ask(
              'DescribeClusters . .',
              { include: ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'] },
              { batch: 'clusters 100 clusterArn clusters[] clusterArn' },
            ),
            ask('ListTasks taskArns tasks', { cluster: '{clusterArn}' }),
            ask(
              'DescribeTasks . .',
              { cluster: '{clusterArn}', include: ['TAGS'] },
              { each: 'tasks[]', batch: 'tasks 100 . tasks[] taskArn' },
            ),
          ],
        },
      ],
      service: [
        'ListServices serviceArns[] serviceArn serviceArn tags',
        {
          parent: 'cluster',
          member: 'serviceArn',
          input: { cluster: '{parent:clusterArn}' },
          details: [
            ask(
              'DescribeServices . .',
              { cluster: '{parent:clusterArn}', include: ['TAGS'] },
              { batch: 'services 10 serviceArn services[] serviceArn' },
            ),
          ],
        },
      ],
      container_instance: [
        'ListContainerInstances containerInstanceArns[] containerInstanceArn containerInstanceArn tags',
        {
          parent: 'cluster',
          member: 'containerInstanceArn',
          input: { cluster: '{parent:clusterArn}' },
          details: [
            ask(
              'DescribeContainerInstances . .',
              { cluster: '{parent:clusterArn}', include: ['TAGS'] },
              {
                batch:
                  'containerInstances 100 containerInstanceArn containerInstances[] containerInstanceArn',
              },
            ),
          ],
        },
      ],
      capacity_provider: [
        'DescribeCapacityProviders capacityProviders[] name capacityProviderArn tags',
        { input: { include: ['TAGS'] } },
      ],
      // The latest active revision of each family.
      task_definition: [
        'ListTaskDefinitionFamilies families[] family taskDefinitionArn',
        {
          input: { status: 'ACTIVE' },
          member: 'family',
          details: [ask('DescribeTaskDefinition taskDefinition .', { taskDefinition: '{family}' })],
        },
      ],
    },
  },
  {
    model: 'ecr',
    service: 'ECR',
    recon: 'repository',
    types: {
      repository: [
        'DescribeRepositories repositories[] repositoryName repositoryArn tags',
        {
          details: [
            repositoryPolicy,
            ask('ListImages imageIds images', { repositoryName: '{repositoryName}' }),
            ask(
              'DescribeImageScanFindings . .',
              { repositoryName: '{repositoryName}', imageId: '{each:}' },
              {
                each: 'images[]',
                absent: ['ScanNotFoundException', 'UnsupportedImageTypeException'],
              },
            ),
            ask('ListTagsForResource tags tags', { resourceArn: '{repositoryArn}' }),
          ],
        },
      ],
      pull_through_cache_rule:
        'DescribePullThroughCacheRules pullThroughCacheRules[] ecrRepositoryPrefix',
      repository_creation_template:
        'DescribeRepositoryCreationTemplates repositoryCreationTemplates[] prefix',
    },
  },
  {
    model: 'ecr-public',
    service: 'ECRPublic',
    scope: 'global',
    // The reference lists it in every region that is not on its exclusion list.
    reconScope: 'regional',
    recon: 'repository',
    types: {
      repository: [
        'DescribeRepositories repositories[] repositoryName repositoryArn tags',
        {
          details: [
            repositoryPolicy,
            ask('DescribeImages imageDetails images', { repositoryName: '{repositoryName}' }),
            ask('ListTagsForResource tags tags', { resourceArn: '{repositoryArn}' }),
          ],
        },
      ],
    },
  },
  {
    model: 'emr-serverless',
    service: 'EMRServerless',
    types: {
      application: 'ListApplications applications[] id arn',
    },
  },
];
