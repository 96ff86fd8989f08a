/** Organizations, accounts, quotas, support: what belongs to an account as a whole. */

import { ask, type CatalogueGroup } from './rows.ts';

const notInUse = ['AWSOrganizationsNotInUseException'];
const notAMember = [...notInUse, 'AccessDeniedException'];

const policyContent = ask(
  'DescribePolicy Policy.Content Content',
  { PolicyId: '{Id}' },
  { json: ['Content'] },
);

export const organization: readonly CatalogueGroup[] = [
  {
    model: 'organizations',
    service: 'Organizations',
    scope: 'global',
    recon: 'organization handshake service_control_policy',
    types: {
      organization: ['DescribeOrganization Organization Id Arn', { absent: notInUse }],
      handshake: 'ListHandshakesForAccount Handshakes[] Id Arn',
      // Only the management account and delegated administrators may list policies; other accounts have none.
      service_control_policy: [
        'ListPolicies Policies[] Id Arn',
        {
          input: { Filter: 'SERVICE_CONTROL_POLICY' },
          absent: notAMember,
          details: [policyContent],
        },
      ],
      account: ['ListAccounts Accounts[] Id Arn', { absent: notAMember }],
      root: ['ListRoots Roots[] Id Arn', { absent: notAMember }],
      delegated_administrator: [
        'ListDelegatedAdministrators DelegatedAdministrators[] Id Arn',
        { absent: notAMember },
      ],
      resource_control_policy: [
        'ListPolicies Policies[] Id Arn',
        {
          input: { Filter: 'RESOURCE_CONTROL_POLICY' },
          absent: notAMember,
          details: [policyContent],
        },
      ],
      tag_policy: [
        'ListPolicies Policies[] Id Arn',
        { input: { Filter: 'TAG_POLICY' }, absent: notAMember, details: [policyContent] },
      ],
      backup_policy: [
        'ListPolicies Policies[] Id Arn',
        { input: { Filter: 'BACKUP_POLICY' }, absent: notAMember, details: [policyContent] },
      ],
    },
  },
  {
    model: 'servicequotas',
    service: 'ServiceQuotas',
    recon: 'quota',
    types: {
      quota: [
        'ListServiceQuotas Quotas[] QuotaArn QuotaArn',
        {
          variants: ['ec2', 'eks', 'iam', 'lambda', 'vpc'].map((ServiceCode) => ({ ServiceCode })),
          absent: ['NoSuchResourceException'],
        },
      ],
      requested_change: 'ListRequestedServiceQuotaChangeHistory RequestedQuotas[] Id',
    },
  },
  {
    model: 'support',
    service: 'Support',
    scope: 'global',
    recon: 'trusted_advisor_check',
    types: {
      // Trusted Advisor is not available without a support plan.
      trusted_advisor_check: [
        'DescribeTrustedAdvisorChecks checks[] id arn:{partition}:trustedadvisor:::check/{id}',
        {
          input: { language: 'en' },
          absent: ['SubscriptionRequiredException'],
          details: [
            ask('DescribeTrustedAdvisorCheckResult result result', {
              checkId: '{id}',
              language: 'en',
            }),
          ],
        },
      ],
    },
  },
  {
    model: 'account',
    service: 'Account',
    scope: 'global',
    types: {
      region: 'ListRegions Regions[] RegionName',
      contact_information: [
        'GetContactInformation ContactInformation .',
        { absent: ['ResourceNotFoundException'] },
      ],
      // At most one of each kind.
      alternate_contact: [
        'GetAlternateContact AlternateContact AlternateContactType',
        {
          variants: ['BILLING', 'OPERATIONS', 'SECURITY'].map((AlternateContactType) => ({
            AlternateContactType,
          })),
          absent: ['ResourceNotFoundException'],
        },
      ],
    },
  },
  {
    model: 'budgets',
    service: 'Budgets',
    scope: 'global',
    types: {
      budget: [
        'DescribeBudgets Budgets[] BudgetName arn:{partition}:budgets::{account}:budget/{BudgetName}',
        { input: { AccountId: '{account}' } },
      ],
    },
  },
  {
    model: 'savingsplans',
    service: 'SavingsPlans',
    scope: 'global',
    types: {
      savings_plan: 'DescribeSavingsPlans savingsPlans[] savingsPlanId savingsPlanArn tags',
    },
  },
  {
    model: 'ce',
    service: 'CostExplorer',
    scope: 'global',
    types: {
      anomaly_monitor: 'GetAnomalyMonitors AnomalyMonitors[] MonitorArn MonitorArn',
      anomaly_subscription:
        'GetAnomalySubscriptions AnomalySubscriptions[] SubscriptionArn SubscriptionArn',
      cost_category:
        'ListCostCategoryDefinitions CostCategoryReferences[] CostCategoryArn CostCategoryArn',
    },
  },
];
