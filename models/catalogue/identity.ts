/** Permissions: IAM and directories. */

import { ask, type CatalogueGroup } from './rows.ts';

const documents = (list: string) => [`${list}[].PolicyDocument`];
const profiles = 'InstanceProfileList[].Roles[].AssumeRolePolicyDocument';

export const identity: readonly CatalogueGroup[] = [
  {
    model: 'iam',
    service: 'IAM',
    scope: 'global',
    recon:
      'user group role policy instance_profile password_policy account_summary server_certificate virtual_mfa_device credential_report',
    types: {
      user: [
        'GetAccountAuthorizationDetails UserDetailList[] UserId Arn Tags',
        {
          input: { Filter: ['User'] },
          json: documents('UserPolicyList'),
          details: [
            ask('ListMFADevices MFADevices MfaDevices', { UserName: '{UserName}' }),
            ask('ListSSHPublicKeys SSHPublicKeys SshKeys', { UserName: '{UserName}' }),
            ask('ListAccessKeys AccessKeyMetadata AccessKeys', { UserName: '{UserName}' }),
            ask(
              'GetLoginProfile LoginProfile LoginProfile',
              { UserName: '{UserName}' },
              { absent: ['NoSuchEntity', 'NoSuchEntityException'] },
            ),
          ],
        },
      ],
      group: [
        'GetAccountAuthorizationDetails GroupDetailList[] GroupId Arn',
        { input: { Filter: ['Group'] }, json: documents('GroupPolicyList') },
      ],
      role: [
        'GetAccountAuthorizationDetails RoleDetailList[] RoleId Arn Tags',
        {
          input: { Filter: ['Role'] },
          json: ['AssumeRolePolicyDocument', ...documents('RolePolicyList'), profiles],
        },
      ],
      policy: [
        'GetAccountAuthorizationDetails Policies[] PolicyId Arn',
        { input: { Filter: ['LocalManagedPolicy'] }, json: ['PolicyVersionList[].Document'] },
      ],
      aws_managed_policy: [
        'GetAccountAuthorizationDetails Policies[] PolicyId Arn',
        {
          input: { Filter: ['AWSManagedPolicy'] },
          json: ['PolicyVersionList[].Document'],
          oncePerRun: true,
        },
      ],
      // The reference writes those of AWS among an account's policies.
      attached_aws_policy: [
        'ListPolicies Policies[] PolicyId Arn',
        {
          input: { Scope: 'AWS', OnlyAttached: true },
          details: [
            ask(
              'GetPolicyVersion PolicyVersion PolicyVersion',
              { PolicyArn: '{Arn}', VersionId: '{DefaultVersionId}' },
              { json: ['PolicyVersion.Document'] },
            ),
          ],
          recon: { service: 'IAM', type: 'policy', scope: 'global' },
        },
      ],
      instance_profile: [
        'ListInstanceProfiles InstanceProfiles[] InstanceProfileId Arn Tags',
        { json: ['Roles[].AssumeRolePolicyDocument'] },
      ],
      password_policy: [
        'GetAccountPasswordPolicy PasswordPolicy . account_password_policy/global',
        { absent: ['NoSuchEntity', 'NoSuchEntityException'] },
      ],
      account_summary: 'GetAccountSummary SummaryMap . account_summary/global',
      server_certificate:
        'ListServerCertificates ServerCertificateMetadataList[] ServerCertificateId Arn',
      virtual_mfa_device:
        'ListVirtualMFADevices VirtualMFADevices[] SerialNumber SerialNumber Tags',
      credential_report: [
        'GetCredentialReport . . credential_report/global',
        {
          // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
          after: {
            operation: 'GenerateCredentialReport',
            path: 'State',
            is: 'COMPLETE',
            again: [
              'LimitExceeded',
              'LimitExceededException',
              'ReportExpired',
              'CredentialReportExpiredException',
              'ReportInProgress',
              'CredentialReportNotReadyException',
              'ReportNotPresent',
              'CredentialReportNotPresentException',
            ],
          },
          csv: ['Content'],
        },
      ],
      saml_provider: 'ListSAMLProviders SAMLProviderList[] Arn Arn',
      oidc_provider: [
        'ListOpenIDConnectProviders OpenIDConnectProviderList[] Arn Arn Tags',
        { details: [ask('GetOpenIDConnectProvider . .', { OpenIDConnectProviderArn: '{Arn}' })] },
      ],
      account_alias: [
        'ListAccountAliases AccountAliases[] AccountAlias',
        { member: 'AccountAlias' },
      ],
    },
  },
  {
    model: 'accessanalyzer',
    service: 'AccessAnalyzer',
    recon: 'analyzer',
    types: { analyzer: 'ListAnalyzers analyzers[] name arn tags' },
  },
  {
    model: 'ds',
    service: 'DirectoryService',
    recon: 'directory',
    types: {
      directory: 'DescribeDirectories DirectoryDescriptions[] DirectoryId directory/{DirectoryId}',
    },
  },
  {
    model: 'cognito-identity',
    service: 'CognitoIdentity',
    types: {
      identity_pool: [
        'ListIdentityPools IdentityPools[] IdentityPoolId identitypool/{IdentityPoolId} IdentityPoolTags',
        {
          input: { MaxResults: 60 },
          details: [ask('DescribeIdentityPool . .', { IdentityPoolId: '{IdentityPoolId}' })],
        },
      ],
    },
  },
  {
    model: 'cognito-idp',
    service: 'CognitoIDP',
    types: {
      user_pool: [
        'ListUserPools UserPools[] Id Arn UserPoolTags',
        {
          input: { MaxResults: 60 },
          details: [ask('DescribeUserPool UserPool .', { UserPoolId: '{Id}' })],
        },
      ],
      user_pool_client: [
        'ListUserPoolClients UserPoolClients[] ClientId',
        { parent: 'user_pool', input: { UserPoolId: '{parent:Id}' } },
      ],
      group: [
        'ListGroups Groups[] {UserPoolId}/{GroupName}',
        { parent: 'user_pool', input: { UserPoolId: '{parent:Id}' } },
      ],
      identity_provider: [
        'ListIdentityProviders Providers[] {parent:Id}/{ProviderName}',
        { parent: 'user_pool', input: { UserPoolId: '{parent:Id}' } },
      ],
    },
  },
  {
    model: 'sso-admin',
    service: 'SSOAdmin',
    types: {
      instance: 'ListInstances Instances[] InstanceArn InstanceArn',
      permission_set: [
        'ListPermissionSets PermissionSets[] PermissionSetArn PermissionSetArn',
        {
          parent: 'instance',
          member: 'PermissionSetArn',
          input: { InstanceArn: '{parent:InstanceArn}' },
          details: [
            ask('DescribePermissionSet PermissionSet .', {
              InstanceArn: '{parent:InstanceArn}',
              PermissionSetArn: '{PermissionSetArn}',
            }),
          ],
        },
      ],
      application: [
        'ListApplications Applications[] ApplicationArn ApplicationArn',
        { parent: 'instance', input: { InstanceArn: '{parent:InstanceArn}' } },
      ],
    },
  },
  {
    model: 'ram',
    service: 'RAM',
    types: {
      permission: [
        'ListPermissions permissions[] arn arn tags',
        { input: { permissionType: 'CUSTOMER_MANAGED' } },
      ],
      resource_share_invitation:
        'GetResourceShareInvitations resourceShareInvitations[] resourceShareInvitationArn resourceShareInvitationArn',
      resource_share: [
        'GetResourceShares resourceShares[] resourceShareArn resourceShareArn tags',
        { variants: [{ resourceOwner: 'SELF' }, { resourceOwner: 'OTHER-ACCOUNTS' }] },
      ],
    },
  },
  {
    model: 'verifiedpermissions',
    service: 'VerifiedPermissions',
    types: {
      policy_store: 'ListPolicyStores policyStores[] policyStoreId arn',
    },
  },
];
