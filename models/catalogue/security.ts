/** Keys, certificates, secrets, detection and protection. */

import { ask, type CatalogueGroup } from './rows.ts';

const keyTypes = [
  ...['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096'],
  ...['EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
];

/** Findings that are not archived and were updated within this many days. */
function findings(as: string, olderThanDays: number) {
  const aged = olderThanDays > 0 && { updatedAt: { LessThan: { daysAgo: olderThanDays } } };
  return ask(`GetFindingsStatistics FindingStatistics ${as}`, {
    DetectorId: '{DetectorId}',
    FindingStatisticTypes: ['COUNT_BY_SEVERITY'],
    FindingCriteria: { Criterion: { 'service.archived': { Eq: ['false'] }, ...aged } },
  });
}

const webAclDetails = (scope: string) => [
  ask('GetWebACL WebACL Details', { Name: '{Name}', Id: '{Id}', Scope: scope }),
];

/** Security Hub's response where it is not enabled. */
const notEnabled = ['InvalidAccessException'];

export const security: readonly CatalogueGroup[] = [
  {
    model: 'kms',
    service: 'KMS',
    recon: 'key',
    types: {
      key: [
        'ListKeys Keys[] KeyId KeyArn Tags',
        {
          details: [
            ask('DescribeKey KeyMetadata .', { KeyId: '{KeyId}' }),
            ask(
              'GetKeyRotationStatus KeyRotationEnabled RotationEnabled',
              { KeyId: '{KeyId}' },
              // Asymmetric, HMAC and imported keys do not rotate.
              { absent: ['UnsupportedOperationException'] },
            ),
            ask('ListGrants Grants Grants', { KeyId: '{KeyId}' }),
            ask(
              'GetKeyPolicy Policy Policy',
              { KeyId: '{KeyId}', PolicyName: 'default' },
              { json: ['Policy'] },
            ),
            ask('ListAliases Aliases Aliases', { KeyId: '{KeyId}' }),
            ask('ListResourceTags Tags Tags', { KeyId: '{KeyId}' }),
          ],
        },
      ],
      custom_key_store: 'DescribeCustomKeyStores CustomKeyStores[] CustomKeyStoreId',
      alias: 'ListAliases Aliases[] AliasName AliasArn',
    },
  },
  {
    model: 'acm',
    service: 'ACM',
    recon: 'certificate',
    types: {
      // Without key types the response contains certificates of RSA 1024 and 2048 only.
      certificate: [
        'ListCertificates CertificateSummaryList[] CertificateArn CertificateArn Tags',
        {
          input: { Includes: { keyTypes } },
          details: [
            ask('DescribeCertificate Certificate Details', { CertificateArn: '{CertificateArn}' }),
            ask('ListTagsForCertificate Tags Tags', { CertificateArn: '{CertificateArn}' }),
          ],
        },
      ],
    },
  },
  {
    model: 'secretsmanager',
    service: 'SecretsManager',
    recon: 'secret',
    types: {
      secret: 'ListSecrets SecretList[] ARN ARN Tags',
      // A secret without a policy has a record without one.
      // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html
      secret_policy: [
        'GetResourcePolicy . {parent:ARN}',
        { parent: 'secret', input: { SecretId: '{parent:ARN}' }, json: ['ResourcePolicy'] },
      ],
    },
  },
  {
    model: 'guardduty',
    service: 'GuardDuty',
    recon: 'detector',
    types: {
      detector: [
        'ListDetectors DetectorIds[] DetectorId detector/{DetectorId} Tags',
        {
          member: 'DetectorId',
          details: [
            ask('GetDetector . .', { DetectorId: '{DetectorId}' }),
            findings('FindingsStatistics', 0),
            findings('FindingsStatisticsAgedShort', 7),
            findings('FindingsStatisticsAgedLong', 30),
            // The reference uses the deprecated name of this call.
            ask('GetAdministratorAccount Administrator MasterAccount', {
              DetectorId: '{DetectorId}',
            }),
          ],
        },
      ],
      member: [
        'ListMembers Members[] AccountId',
        { parent: 'detector', input: { DetectorId: '{parent:DetectorId}' } },
      ],
    },
  },
  {
    model: 'securityhub',
    service: 'SecurityHub',
    recon: 'hub',
    types: {
      hub: ['DescribeHub . HubArn HubArn', { absent: notEnabled }],
      standards_subscription: [
        'GetEnabledStandards StandardsSubscriptions[] StandardsSubscriptionArn StandardsSubscriptionArn',
        { absent: notEnabled },
      ],
      insight: ['GetInsights Insights[] InsightArn InsightArn', { absent: notEnabled }],
      automation_rule: [
        'ListAutomationRules AutomationRulesMetadata[] RuleArn RuleArn',
        { absent: notEnabled },
      ],
      finding_aggregator: [
        'ListFindingAggregators FindingAggregators[] FindingAggregatorArn FindingAggregatorArn',
        { absent: notEnabled },
      ],
    },
  },
  {
    model: 'shield',
    service: 'Shield',
    scope: 'global',
    recon: 'subscription contact_list protection',
    types: {
      subscription: [
        'DescribeSubscription Subscription . SubscriptionArn',
        { absent: ['ResourceNotFoundException'] },
      ],
      contact_list: [
        'DescribeEmergencyContactSettings . . arn:{partition}:shield::{account}:contact_list',
        { absent: ['ResourceNotFoundException'] },
      ],
      protection: [
        'ListProtections Protections[] Id ProtectionArn',
        {
          absent: ['ResourceNotFoundException'],
          details: [ask('DescribeProtection Protection .', { ProtectionId: '{Id}' })],
        },
      ],
      protection_group: [
        'ListProtectionGroups ProtectionGroups[] ProtectionGroupId ProtectionGroupArn',
        { absent: ['ResourceNotFoundException'] },
      ],
    },
  },
  {
    model: 'wafv2',
    service: 'WAFV2',
    recon: 'web_acl',
    types: {
      web_acl: [
        'ListWebACLs WebACLs[] Id ARN',
        {
          input: { Scope: 'REGIONAL' },
          details: [
            ...webAclDetails('REGIONAL'),
            ask('ListResourcesForWebACL ResourceArns Resources', { WebACLArn: '{ARN}' }),
            // Without a type the response contains load balancers only.
            ask('ListResourcesForWebACL ResourceArns ApiGatewayResources', {
              WebACLArn: '{ARN}',
              ResourceType: 'API_GATEWAY',
            }),
          ],
        },
      ],
      cloudfront_web_acl: [
        'ListWebACLs WebACLs[] Id ARN',
        { scope: 'global', input: { Scope: 'CLOUDFRONT' }, details: webAclDetails('CLOUDFRONT') },
      ],
      ip_set: ['ListIPSets IPSets[] Id ARN', { input: { Scope: 'REGIONAL' } }],
      cloudfront_ip_set: [
        'ListIPSets IPSets[] Id ARN',
        { scope: 'global', input: { Scope: 'CLOUDFRONT' } },
      ],
      rule_group: ['ListRuleGroups RuleGroups[] Id ARN', { input: { Scope: 'REGIONAL' } }],
      cloudfront_rule_group: [
        'ListRuleGroups RuleGroups[] Id ARN',
        { scope: 'global', input: { Scope: 'CLOUDFRONT' } },
      ],
      regex_pattern_set: [
        'ListRegexPatternSets RegexPatternSets[] Id ARN',
        { input: { Scope: 'REGIONAL' } },
      ],
      cloudfront_regex_pattern_set: [
        'ListRegexPatternSets RegexPatternSets[] Id ARN',
        { scope: 'global', input: { Scope: 'CLOUDFRONT' } },
      ],
    },
  },
  {
    model: 'fms',
    service: 'FMS',
    types: {
      policy: 'ListPolicies PolicyList[] PolicyId PolicyArn',
    },
  },
  {
    model: 'inspector2',
    service: 'Inspector2',
    types: {
      filter: 'ListFilters filters[] arn arn tags',
      cis_scan_configuration:
        'ListCisScanConfigurations scanConfigurations[] scanConfigurationArn scanConfigurationArn tags',
    },
  },
  {
    model: 'macie2',
    service: 'Macie2',
    types: {
      allow_list: 'ListAllowLists allowLists[] id arn',
      custom_data_identifier: 'ListCustomDataIdentifiers items[] id arn',
      classification_job: 'ListClassificationJobs items[] jobId classification-job/{jobId}',
    },
  },
  {
    model: 'detective',
    service: 'Detective',
    types: {
      graph: 'ListGraphs GraphList[] Arn Arn',
    },
  },
  {
    model: 'securitylake',
    service: 'SecurityLake',
    types: {
      data_lake: [
        'ListDataLakes dataLakes[] dataLakeArn dataLakeArn',
        { input: { regions: ['{region}'] }, absent: ['ResourceNotFoundException'] },
      ],
      subscriber: [
        'ListSubscribers subscribers[] subscriberId subscriberArn',
        { absent: ['ResourceNotFoundException'] },
      ],
    },
  },
];
