import { expect, test } from 'vitest';
import { FlotillaError } from '../model/flotilla-error.ts';
import {
  goodSettings,
  problemsOf,
  readBelow,
  readTexts,
  smallestSettings,
  warningsOf,
} from '../testing/settings-texts.ts';
import { loadSettings } from './read-settings.ts';

const bare = {
  accountTags: {},
  unsetTags: [],
  preparation: { feature: 'disabled', variables: {} },
  purge: { feature: 'disabled', variables: {} },
  nested: false,
  policies: {},
  deadlines: { onBoardingSeconds: 10_800, maintenanceSeconds: 10_800 },
  regions: [],
};

test('the smallest file has a default for everything else', async () => {
  expect(await goodSettings('')).toEqual({
    environmentIdentifier: 'SpaBeta',
    automation: {
      cockpitMarkdownText:
        '# Sustainable Personal Accounts Dashboard\nCurrently under active development (beta)',
      maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
      sweepExpression: 'rate(1 hour)',
      roleArnToManageAccounts: 'arn:aws:iam::222222222222:role/Manager',
      roleNameToManageCodebuild: 'AWSControlTowerExecution',
      resourcePrefix: '',
      preparationRolePolicies: [],
      buildRolePolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      buildImage: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      tags: {},
      verbosity: 'INFO',
    },
    worker: {
      preparationBuildspec: { path: 'prepare.yaml', text: 'version: 0.2\n' },
      purgeBuildspec: { path: 'purge.yaml', text: 'version: 0.2\n' },
    },
    metering: {
      activitiesDatastore: 'ActivitiesTable',
      activitiesTtlSeconds: 31_622_400,
      exceptionsDatastore: 'ExceptionsTable',
      exceptionsTtlSeconds: 15_811_200,
      shadowsDatastore: 'ShadowsTable',
      shadowsTtlSeconds: 15_811_200,
      transactionsDatastore: 'TransactionsTable',
      transactionsTtlSeconds: 10_800,
      metricsPerAccount: false,
    },
    reporting: {
      activitiesPrefix: 'SpaReports/Activities',
      costsPrefix: 'SpaReports/Costs',
      costsMarkdownTemplate: 'Please find attached the cost reports for {month}.',
      exceptionsPrefix: 'SpaReports/Exceptions',
      inventoriesPrefix: 'SpaReports/Inventories',
      resourcesPrefix: 'SpaReports/Resources',
      costSource: 'cost-explorer',
    },
    features: {
      withAcknowledgementDays: 14,
      withArmArchitecture: false,
      withCostEmailRecipients: [],
      withCostExtraCurrencies: [],
      withCsvFiles: [],
      withEmailSubscriptionsOnAlerts: [],
      withEndUserDocuments: [],
      withExpiryNoticeHours: 72,
      withHolderNotices: [],
      withHolderNoticeTemplates: {},
      withIncidents: true,
      withNotificationChannels: [],
      withTagPrefix: 'account-',
    },
    organizationalUnits: new Map(),
    accounts: new Map(),
  });
});

test('every key of every section is read', async () => {
  const text = `environment_identifier: SpaDemo
automation:
  account_id: "123456789012"
  region: eu-west-1
  cockpit_markdown_text: ''
  maintenance_window_expression: rate(7 days)
  sweep_expression: rate(30 minutes)
  role_arn_to_manage_accounts: arn:aws-cn:iam::222222222222:role/path/Manager
  role_name_to_manage_codebuild: Worker
  resource_prefix: Beta-
  build_role_policies: [arn:aws:iam::aws:policy/PowerUserAccess]
  build_image: aws/codebuild/standard:7.0
  tags: {cost-center: 1234, owner: the team}
  verbosity: DEBUG
worker: {preparation_buildspec_template_file: prepare.yaml, purge_buildspec_template_file: purge.yaml}
metering:
  activities_datastore: A
  activities_ttl_in_seconds: 1
  shadows_datastore: B
  shadows_ttl_in_seconds: 1_000
  transactions_datastore: C
  transactions_ttl_in_seconds: 900
  metrics_per_account: yes
  exceptions_datastore: D
  exceptions_ttl_in_seconds: 60
reporting:
  bucket_name: my-reports
  activities_prefix: a
  costs_prefix: b
  costs_markdown_template: "# {month}"
  exceptions_prefix: c
  inventories_prefix: d
  cost_export: {location: s3://billing/exports/costs, format: focus-1.2}
  cost_source: export
features:
  with_arm_architecture: on
  with_cost_email_recipients: [a@b.com]
  with_cost_extra_currencies: [EUR]
  with_cost_management_tag: cost-center
  with_csv_files: []
  with_email_subscriptions_on_alerts: [Team <team@b.com>]
  with_acknowledgement_days: 7
  with_acknowledgement_url: https://example.com/terms
  with_end_user_documents: {Terms: terms.md}
  with_expiry_notice_hours: 48
  with_holder_notice_templates: {release: release.md}
  with_holder_notices: [release, budget-alert, release]
  with_incidents: off
  with_microsoft_webhook_on_alerts: https://example.com/hook
  with_notification_channels:
    - {name: slack, type: slack, url_parameter: /Spa/Slack}
    - {name: hook, type: webhook, url_parameter: /Spa/Hook, secret_parameter: /Spa/HookSecret}
  with_origin_email_recipient: cloud@b.com
  with_response_plan_arn: ''
  with_tag_prefix: 'spa:'
`;

  const read = await readTexts({
    'settings.yaml': text,
    'terms.md': 'be kind',
    'release.md': 'Hello {holder}',
  });

  expect([problemsOf(read), warningsOf(read)]).toEqual([[], []]);
  expect('settings' in read && read.settings).toMatchObject({
    environmentIdentifier: 'SpaDemo',
    automation: {
      accountId: '123456789012',
      region: 'eu-west-1',
      cockpitMarkdownText: '',
      maintenanceWindowExpression: 'rate(7 days)',
      sweepExpression: 'rate(30 minutes)',
      roleArnToManageAccounts: 'arn:aws-cn:iam::222222222222:role/path/Manager',
      roleNameToManageCodebuild: 'Worker',
      resourcePrefix: 'Beta-',
      preparationRolePolicies: [],
      buildRolePolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
      buildImage: 'aws/codebuild/standard:7.0',
      tags: { 'cost-center': '1234', owner: 'the team' },
      verbosity: 'DEBUG',
    },
    metering: {
      activitiesDatastore: 'A',
      activitiesTtlSeconds: 1,
      shadowsDatastore: 'B',
      shadowsTtlSeconds: 1_000,
      transactionsDatastore: 'C',
      transactionsTtlSeconds: 900,
      metricsPerAccount: true,
      exceptionsDatastore: 'D',
      exceptionsTtlSeconds: 60,
    },
    reporting: {
      bucketName: 'my-reports',
      activitiesPrefix: 'a',
      costsPrefix: 'b',
      costsMarkdownTemplate: '# {month}',
      exceptionsPrefix: 'c',
      inventoriesPrefix: 'd',
      resourcesPrefix: 'SpaReports/Resources',
      costExport: { location: 's3://billing/exports/costs', format: 'focus-1.2' },
      costSource: 'export',
    },
    features: {
      withAcknowledgementDays: 7,
      withAcknowledgementUrl: 'https://example.com/terms',
      withArmArchitecture: true,
      withCostEmailRecipients: ['a@b.com'],
      withCostExtraCurrencies: ['EUR'],
      withCostManagementTag: 'cost-center',
      withCsvFiles: [],
      withEmailSubscriptionsOnAlerts: ['Team <team@b.com>'],
      withEndUserDocuments: [
        {
          label: 'Terms',
          path: 'terms.md',
          title: 'Terms',
          text: 'be kind',
          digest: '959c5805d5c257bf3270f6fddfaaf04a72e02b5871d950154c42148369ee5378',
        },
      ],
      withExpiryNoticeHours: 48,
      withHolderNotices: ['release', 'budget-alert'],
      withHolderNoticeTemplates: { release: 'Hello {holder}' },
      withIncidents: false,
      withMicrosoftWebhookOnAlerts: 'https://example.com/hook',
      withNotificationChannels: [
        { name: 'slack', type: 'slack', urlParameter: '/Spa/Slack' },
        {
          name: 'hook',
          type: 'webhook',
          urlParameter: '/Spa/Hook',
          secretParameter: '/Spa/HookSecret',
        },
      ],
      withOriginEmailRecipient: 'cloud@b.com',
      withTagPrefix: 'spa:',
    },
  });
});

test('keys may be flattened at the top, and environment is a mapping like others', async () => {
  const { automation, environmentIdentifier } = await goodSettings(
    'environment: {identifier: SpaDemo}\nautomation_region: eu-west-1\n',
  );

  expect([environmentIdentifier, automation.region]).toEqual(['SpaDemo', 'eu-west-1']);
});

test('an entry merges tags and variables key by key, and uses everything else whole from itself or from defaults', async () => {
  const { accounts, organizationalUnits } = await goodSettings(`organizational_units:
  - identifier: ou-ab12-11111111
    account_tags: {b: item}
    preparation: {variables: {BUDGET_AMOUNT: 10}}
    purge: {feature: disabled}
  - identifier: ou-ab12-22222222
    unset_tags: []
    note: own
accounts:
  - identifier: "111111111111"
defaults:
  note: of defaults
  account_tags: {a: defaults, b: defaults}
  preparation: {feature: enabled, variables: {BUDGET_AMOUNT: 500.0, LABEL: yes}}
  purge: {feature: enabled, variables: {MAXIMUM_AGE: 9M}}
  unset_tags: [old]
  nested: true
`);

  const inherited = {
    ...bare,
    note: 'of defaults',
    accountTags: { a: 'defaults', b: 'defaults' },
    unsetTags: ['old'],
    preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '500.0', LABEL: 'True' } },
    purge: { feature: 'enabled', variables: { MAXIMUM_AGE: '9M' } },
  };
  const unit = { ...inherited, nested: true };
  expect(organizationalUnits).toEqual(
    new Map([
      [
        'ou-ab12-11111111',
        {
          ...unit,
          identifier: 'ou-ab12-11111111',
          accountTags: { a: 'defaults', b: 'item' },
          preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '10', LABEL: 'True' } },
          purge: { feature: 'disabled', variables: { MAXIMUM_AGE: '9M' } },
        },
      ],
      ['ou-ab12-22222222', { ...unit, identifier: 'ou-ab12-22222222', unsetTags: [], note: 'own' }],
    ]),
  );
  expect(accounts).toEqual(
    new Map([['111111111111', { ...inherited, identifier: '111111111111' }]]),
  );
});

test('even an identifier is inherited from defaults', async () => {
  const { accounts } = await goodSettings(`defaults: {identifier: "111111111111"}
accounts:
  - note: one
  - identifier: "222222222222"
`);

  expect([...accounts.keys()]).toEqual(['111111111111', '222222222222']);
});

test('an entry may have its own schedule, policies, deadlines and regions', async () => {
  const { accounts } = await goodSettings(`metering: {transactions_ttl_in_seconds: 900}
accounts:
  - identifier: "111111111111"
    schedule: {time_zone: Europe/Paris, blackout_dates: [{from: 2026-12-24, to: 2027-01-02}]}
    policies: {released: [p-12345678], expired: []}
    deadlines: {maintenance_seconds: 3600}
    regions: [eu-west-1, us-gov-west-1]
`);

  expect(accounts.get('111111111111')).toEqual({
    ...bare,
    identifier: '111111111111',
    schedule: {
      maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
      timeZone: 'Europe/Paris',
      blackoutDates: [{ from: '2026-12-24', to: '2027-01-02' }],
    },
    policies: { released: ['p-12345678'], expired: [] },
    deadlines: { onBoardingSeconds: 900, maintenanceSeconds: 3600 },
    regions: ['eu-west-1', 'us-gov-west-1'],
  });
});

test('CSV files win over the file, in their order, and add accounts with all of the defaults', async () => {
  const { accounts } = await goodSettings(
    `features: {with_csv_files: [one.csv, two.csv]}
defaults:
  note: of defaults
  account_tags: {a: defaults}
  purge: {feature: enabled}
accounts:
  - identifier: "111111111111"
    account_tags: {team: item}
    preparation: {feature: enabled, variables: {BUDGET_AMOUNT: 500.0}}
`,
    {
      'one.csv':
        'Account, Note, Tag: team, Preparation: BUDGET_AMOUNT\n111111111111, ,, 20\n222222222222, second, x, 30\n',
      'two.csv': '\uFEFFAccount;Tag: a:b;Purge: MAXIMUM_AGE\r\n222222222222;y;6M\r\n',
    },
  );

  const added = { note: 'of defaults', purge: { feature: 'enabled', variables: {} } };
  expect([...accounts.values()]).toEqual([
    {
      ...bare,
      ...added,
      identifier: '111111111111',
      accountTags: { a: 'defaults', team: '' },
      preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '20' } },
    },
    {
      ...bare,
      identifier: '222222222222',
      note: 'second',
      accountTags: { a: 'defaults', team: 'x', 'a:b': 'y' },
      preparation: { feature: 'disabled', variables: { BUDGET_AMOUNT: '30' } },
      purge: { feature: 'enabled', variables: { MAXIMUM_AGE: '6M' } },
    },
  ]);
});

test('an empty cell overrides with an empty text, and an empty note does not override', async () => {
  const { accounts } = await goodSettings(
    `features: {with_csv_files: [one.csv]}
accounts:
  - identifier: "111111111111"
    note: kept
    account_tags: {team: item}
`,
    { 'one.csv': 'Account,Note,Tag: team\n111111111111,,\n' },
  );

  expect(accounts.get('111111111111')).toMatchObject({ note: 'kept', accountTags: { team: '' } });
});

test('numbers and booleans of builds are the text that is written, and dates are text', async () => {
  const { accounts } = await goodSettings(`accounts:
  - identifier: "111111111111"
    note: 2026-01-01
    account_tags: {cost: 1234, price: 1.10}
    preparation: {variables: {A: 500.0, B: 80, C: true, D: no, E: 2026-01-01, F: "012", G: ''}}
`);

  expect(accounts.get('111111111111')).toMatchObject({
    note: '2026-01-01',
    accountTags: { cost: '1234', price: '1.10' },
    preparation: {
      variables: { A: '500.0', B: '80', C: 'True', D: 'False', E: '2026-01-01', F: '012', G: '' },
    },
  });
});

test('a number that YAML 1.1 reads as another one is used as that, with a warning', async () => {
  const read = await readBelow(`accounts:
  - identifier: "111111111111"
    preparation: {variables: {A: 012, B: 12:30}}
`);

  expect('settings' in read && read.settings.accounts.get('111111111111')).toMatchObject({
    preparation: { variables: { A: '10', B: '750' } },
  });
  expect(warningsOf(read)).toEqual([
    'settings.yaml:9:34: 012 without quotes is the number 10 in YAML 1.1, and is used as that; write "012" if you mean the text',
    'settings.yaml:9:42: 12:30 without quotes is the number 750 in YAML 1.1, and is used as that; write "12:30" if you mean the text',
  ]);
});

test('an empty value is the same as an absent one', async () => {
  const settings = await goodSettings(`defaults:
accounts:
organizational_units: {}
reporting:
features: {with_csv_files: , with_cost_management_tag: '', with_end_user_documents: ''}
`);

  expect(settings).toEqual(await goodSettings(''));
});

test('anchors and merges are resolved', async () => {
  const { accounts } = await goodSettings(`accounts:
  - &base {identifier: "111111111111", note: one, account_tags: &tags {a: b}}
  - {<<: *base, identifier: "222222222222", note: two}
  - {identifier: "333333333333", account_tags: {<<: *tags, a: c}}
`);

  expect([...accounts.values()].map(({ note, accountTags }) => [note, accountTags])).toEqual([
    ['one', { a: 'b' }],
    ['two', { a: 'b' }],
    [undefined, { a: 'c' }],
  ]);
});

test('files are searched next to the settings, then in the current folder; documents in the opposite order', async () => {
  const text = `${smallestSettings}features: {with_end_user_documents: {Terms: terms.md}, with_csv_files: [a.csv]}\n`;
  const files: Readonly<Record<string, string>> = {
    'live/settings.yaml': text,
    'live/prepare.yaml': 'beside',
    'prepare.yaml': 'here',
    'purge.yaml': 'here',
    'live/terms.md': 'beside',
    'terms.md': 'here',
    'live/a.csv': 'Account\n111111111111\n',
  };
  const readText = async (path: string) => {
    const found = files[path];
    if (found === undefined) throw new Error('no such file');
    return found;
  };

  const settings = await loadSettings({ path: 'live/settings.yaml', readText });

  expect(settings.worker).toEqual({
    preparationBuildspec: { path: 'prepare.yaml', text: 'beside' },
    purgeBuildspec: { path: 'purge.yaml', text: 'here' },
  });
  expect(settings.features.withEndUserDocuments).toMatchObject([
    { label: 'Terms', path: 'terms.md', text: 'here' },
  ]);
  expect([...settings.accounts.keys()]).toEqual(['111111111111']);
});

test.for([
  ['# Be kind\n\nPlease.\n', 'Be kind', '# Be kind\n\nPlease.'],
  ['---\ntitle: "Terms of use"\nowner: us\n---\n# Be kind\n', 'Terms of use', '# Be kind'],
  ['---\r\nowner: us\r\n---\r\n# Be kind\r\n', 'Be kind', '# Be kind'],
  ['Please\n\n---\n\n## be kind\n', 'terms', 'Please\n\n---\n\n## be kind'],
] as const)(
  'the title of the document %j is "%s": of its front matter, its first heading or its label',
  async ([content, title, text]) => {
    const read = await readTexts({
      'settings.yaml': `${smallestSettings}features: {with_end_user_documents: {terms: terms.md}}\n`,
      'terms.md': content,
    });

    const [document] = 'settings' in read ? read.settings.features.withEndUserDocuments : [];
    expect(document).toMatchObject({ title, text });
  },
);

test('scenario 100: documents are in alphabetical order of their labels', async () => {
  const documents = '{rules: a.md, GDPR: b.md, costs: c.md}';
  const read = await readTexts({
    'settings.yaml': `${smallestSettings}features: {with_end_user_documents: ${documents}}\n`,
    'a.md': 'a',
    'b.md': 'b',
    'c.md': 'c',
  });

  const found = 'settings' in read ? read.settings.features.withEndUserDocuments : [];
  expect(found.map(({ label, text }) => [label, text])).toEqual([
    ['GDPR', 'b'],
    ['costs', 'c'],
    ['rules', 'a'],
  ]);
});

test('the environment overrides account and region, and names an installation that the file does not name', async () => {
  const read = await readTexts(
    { 'settings.yaml': `${smallestSettings}automation_region: eu-west-1\n` },
    {
      ENVIRONMENT: 'Prod',
      STACK_PREFIX: 'My',
      AWS_ACCOUNT: '333333333333',
      AWS_REGION: 'eu-west-3',
    },
  );

  expect('settings' in read && read.settings).toMatchObject({
    environmentIdentifier: 'MyProd',
    automation: { accountId: '333333333333', region: 'eu-west-3' },
  });
  expect(warningsOf(read)).toEqual([
    'settings.yaml:7:20: automation.region is "eu-west-1", and AWS_REGION=eu-west-3 of the environment overrides it',
  ]);
});

test('every value has an origin', async () => {
  const read = await readBelow(
    `features: {with_csv_files: [one.csv]}
defaults: {account_tags: {a: x}, preparation: {feature: enabled}}
accounts:
  - identifier: "111111111111"
    account_tags: {b: y}
`,
    { 'one.csv': 'Account, Tag: c\n111111111111, z\n' },
  );
  const at = (line: number, column: number, file = 'settings.yaml') => ({ file, line, column });
  const origins = 'origins' in read ? read.origins : new Map();
  const originOf = (path: string) => origins.get(`accounts.111111111111.${path}`);

  expect({
    a: originOf('account_tags.a'),
    b: originOf('account_tags.b'),
    c: originOf('account_tags.c'),
    feature: originOf('preparation.feature'),
    purge: originOf('purge.feature'),
    region: origins.get('automation.region'),
    csv: origins.get('features.with_csv_files'),
  }).toEqual({
    a: { kind: 'defaults', at: at(8, 30) },
    b: { kind: 'item', at: at(11, 23) },
    c: { kind: 'csv', at: at(2, 14, 'one.csv'), header: 'Tag: c' },
    feature: { kind: 'defaults', at: at(8, 57) },
    purge: { kind: 'built-in' },
    region: { kind: 'built-in' },
    csv: { kind: 'section', at: at(7, 28) },
  });
});

test('loading throws one error with all problems', async () => {
  const readText = async () => 'automation: {foo: 1}\nworker: {}\n';

  const loading = loadSettings({ path: 'settings.yaml', readText });

  await expect(loading).rejects.toThrow(FlotillaError);
  await expect(loading).rejects.toThrow(
    /^settings\.yaml:1:1: .*role_arn.*\n.*foo.*\n.*preparation.*\n.*purge.*$/,
  );
});
