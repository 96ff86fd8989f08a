/** Account-wide IAM data: alias, password policy, counts, the credential report. */

import type { IAM } from '@aws-sdk/client-iam';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { perWorld } from '../../world/service-state.ts';
import { byName, callerIam, iamPage } from './caller-iam.ts';
import { alreadyExists, noSuchEntity, validation } from './errors.ts';
import type { IamState, User } from './resources.ts';

/** Aliases are unique among all AWS accounts. */
const aliases = perWorld(() => new Map<string, string>());

export const settingHandlers: Handlers<IAM> = {
  CreateAccountAlias: ({ AccountAlias }, context) => {
    const { state, account } = callerIam(context);
    if (!/^[a-z0-9](-?[a-z0-9]){2,62}$/.test(AccountAlias) || /^\d{12}$/.test(AccountAlias)) {
      throw validation(`Value '${AccountAlias}' at 'accountAlias' is not a valid alias`);
    }
    const all = aliases(context.world);
    if ((all.get(AccountAlias) ?? account.id) !== account.id) {
      throw alreadyExists('The account alias', AccountAlias);
    }
    if (state.alias !== undefined) all.delete(state.alias);
    all.set(AccountAlias, account.id);
    state.alias = AccountAlias;
    return {};
  },

  DeleteAccountAlias: ({ AccountAlias }, context) => {
    const { state } = callerIam(context);
    if (state.alias !== AccountAlias) throw noSuchEntity('account alias', AccountAlias);
    aliases(context.world).delete(AccountAlias);
    delete state.alias;
    return {};
  },

  ListAccountAliases: (input, context) => {
    const { alias } = callerIam(context).state;
    const items = alias === undefined ? [] : [alias];
    const listing = { scope: 'aliases', items, key: (name: string) => name };
    const page = iamPage(context, input, listing);
    return { AccountAliases: [...page.items], ...page.marker };
  },

  GetAccountSummary: (_, context) => ({ SummaryMap: summary(callerIam(context).state) }),

  UpdateAccountPasswordPolicy: (input, context) => {
    const { MinimumPasswordLength: length = 6 } = input;
    if (length < 6 || length > 128) {
      throw validation(`Value '${length}' at 'minimumPasswordLength' must be between 6 and 128`);
    }
    const stated = Object.entries(input).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    callerIam(context).state.passwordPolicy = Object.fromEntries(stated);
    return {};
  },

  GetAccountPasswordPolicy: (_, context) => {
    const { passwordPolicy } = callerIam(context).state;
    const { id } = callerIam(context).account;
    if (!passwordPolicy) throw noSuchEntity('Password Policy with domain name', id);
    return {
      PasswordPolicy: {
        MinimumPasswordLength: 6,
        RequireSymbols: false,
        RequireNumbers: false,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        AllowUsersToChangePassword: false,
        ExpirePasswords: Number(passwordPolicy.MaxPasswordAge ?? 0) > 0,
        ...passwordPolicy,
      },
    };
  },

  DeleteAccountPasswordPolicy: (_, context) => {
    const { state, account } = callerIam(context);
    if (!state.passwordPolicy) throw noSuchEntity('Password Policy with domain name', account.id);
    delete state.passwordPolicy;
    return {};
  },

  GenerateCredentialReport: (_, context) => {
    const { state } = callerIam(context);
    const isNew = state.credentialReport === undefined;
    state.credentialReport = { text: credentialReport(context), at: context.now };
    return {
      State: isNew ? 'STARTED' : 'COMPLETE',
      ...(isNew && { Description: 'No report exists. Starting a new report generation task' }),
    };
  },

  GetCredentialReport: (_, context) => {
    const report = callerIam(context).state.credentialReport;
    if (!report) {
      const message = 'Credential report is not present.';
      throw new AwsError('CredentialReportNotPresentException', message, { status: 410 });
    }
    return {
      Content: Buffer.from(report.text),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(report.at),
    };
  },
};

function summary(state: IamState): Record<string, number> {
  const versions = [...state.policies.values()].map((policy) => policy.versions.length);
  return {
    AccessKeysPerUserQuota: 2,
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 1,
    AccountSigningCertificatesPresent: 0,
    AssumeRolePolicySizeQuota: 2_048,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    GlobalEndpointTokenVersion: 1,
    GroupPolicySizeQuota: 5_120,
    Groups: state.groups.size,
    GroupsPerUserQuota: 10,
    GroupsQuota: 300,
    InstanceProfiles: state.instanceProfiles.size,
    InstanceProfilesQuota: 1_000,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Policies: state.policies.size,
    PoliciesQuota: 1_500,
    PolicySizeQuota: 6_144,
    PolicyVersionsInUse: versions.reduce((sum, count) => sum + count, 0),
    PolicyVersionsInUseQuota: 10_000,
    Providers: state.oidcProviders.size,
    RolePolicySizeQuota: 10_240,
    Roles: state.roles.size,
    RolesQuota: 1_000,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    SigningCertificatesPerUserQuota: 2,
    UserPolicySizeQuota: 2_048,
    Users: state.users.size,
    UsersQuota: 5_000,
    VersionsPerPolicyQuota: 5,
  };
}

const reportHead =
  'user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated';

function credentialReport(context: CallContext): string {
  const { state, account } = callerIam(context);
  const born = new Date(account.joinedAt).toISOString();
  const root = `arn:${context.world.partition.name}:iam::${account.id}:root`;
  const first = `<root_account>,${root},${born},not_supported,true,false,N/A,false,N/A`;
  return [reportHead, first, ...byName(state.users.values()).map(reportLine)].join('\n');
}

function reportLine(user: User): string {
  const [one, two] = [...user.keys.values()].map((key) =>
    [key.status === 'Active', new Date(key.createdAt).toISOString()].join(),
  );
  const born = new Date(user.createdAt).toISOString();
  return [user.name, user.arn, born, false, false, one ?? 'false,N/A', two ?? 'false,N/A'].join();
}
