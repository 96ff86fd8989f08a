/** Every error of a settings file is reported with its position, its value and what is allowed. */

import { expect, test } from 'vitest';
import {
  problemsOf,
  readBelow,
  readTexts,
  smallestSettings,
  warningsOf,
} from '../testing/settings-texts.ts';

const item = (text: string) => `accounts:\n  - identifier: "111111111111"\n    ${text}\n`;
const unit = (text: string) => `organizational_units:\n  - ${text}\n`;

/** Text to append to the smallest file, whose last line is 6, and the reported problems. */
const mistakes: readonly (readonly [string, ...string[]])[] = [
  [
    'metering: {shadows_ttl_in_seconds: 5}\nmetering_shadows_ttl_in_seconds: 6\n',
    '8:1: "metering_shadows_ttl_in_seconds" is given twice: first on line 7; keep one of them',
  ],
  [
    'foo: 1\n',
    '7:1: "foo" is not a key of the settings; allowed keys are environment_identifier, automation, worker, metering, reporting, features, defaults, organizational_units, accounts',
  ],
  [
    'foo: false\n',
    '7:1: "foo" is not a key of the settings; allowed keys are environment_identifier, automation, worker, metering, reporting, features, defaults, organizational_units, accounts',
  ],
  ['acounts: []\n', '7:1: "acounts" is not a key of the settings; did you mean accounts?'],
  [
    'featurs: {with_csv_files: []}\n',
    '7:11: "featurs.with_csv_files" is not a key of the settings; did you mean features.with_csv_files?',
  ],
  [
    'metering: {transaction_ttl_in_seconds: 0}\n',
    '7:12: "metering.transaction_ttl_in_seconds" is not a key of the settings; did you mean metering.transactions_ttl_in_seconds?',
  ],
  [
    'accounts: {a: 1}\n',
    '7:11: accounts is a mapping: must be a list: one line with a dash for each',
  ],
  ['metering: 3\n', '7:11: metering must be a mapping: put its keys below it, indented'],
  [
    'metering: {}\nmetering: {}\n',
    '8:1: "metering" is given twice: first on line 7; keep one of them',
  ],
  [
    'automation_verbosity: INFO\nautomation_verbosity: INFO\n',
    '8:1: "automation_verbosity" is given twice: first on line 7; keep one of them',
  ],
  [
    'automation_verbosity: Loud\n',
    '7:23: automation.verbosity is "Loud": must be DEBUG, INFO, WARNING, ERROR or CRITICAL',
  ],
  [
    'automation_verbosity: info\n',
    '7:23: automation.verbosity is "info": must be DEBUG, INFO, WARNING, ERROR or CRITICAL; did you mean INFO?',
  ],
  [
    'automation_account_id: 123456789012\n',
    '7:24: automation.account_id is the number 123456789012: put it in quotes, "123456789012"',
  ],
  [
    'automation_account_id: "1234"\n',
    '7:24: automation.account_id is "1234": must be twelve digits in quotes, like "123456789012"',
  ],
  [
    'automation_region: eu-west\n',
    '7:20: automation.region is "eu-west": must be an AWS region, like eu-west-1',
  ],
  [
    'automation_sweep_expression: rate(1 hours)\n',
    '7:30: automation.sweep_expression: rate(1 hours): EventBridge requires hour',
  ],
  [
    'automation_resource_prefix: a b\n',
    '7:29: automation.resource_prefix is "a b": must be up to 32 letters, digits, - and _, with a letter in front',
  ],
  [
    'automation_build_role_policies: [Admin]\n',
    '7:34: automation.build_role_policies[0] is "Admin": must be the ARN of a managed policy, like arn:aws:iam::aws:policy/AdministratorAccess',
  ],
  [
    'environment_identifier: 1\n',
    '7:25: environment_identifier is the number 1: put it in quotes, "1"',
  ],
  [
    'environment_identifier: no\n',
    '7:25: environment_identifier is the boolean no: put it in quotes, "no"',
  ],
  [
    'metering: {shadows_ttl_in_seconds: "9"}\n',
    '7:36: metering.shadows_ttl_in_seconds is "9": must be a number, without quotes',
  ],
  [
    'metering: {shadows_ttl_in_seconds: 9.5}\n',
    '7:36: metering.shadows_ttl_in_seconds is the number 9.5: must be a whole number, without quotes',
  ],
  [
    'metering: {shadows_ttl_in_seconds: true}\n',
    '7:36: metering.shadows_ttl_in_seconds is the boolean true: must be a number, without quotes',
  ],
  [
    'metering: {shadows_ttl_in_seconds: 0}\n',
    '7:36: metering.shadows_ttl_in_seconds is the number 0: must be a whole number of seconds, 1 or more',
  ],
  [
    'reporting: {bucket_name: My_Reports}\n',
    '7:26: reporting.bucket_name is "My_Reports": must be the name of a bucket: 3 to 63 lower-case letters, digits and -',
  ],
  [
    'reporting: {costs_markdown_template: "{year}"}\n',
    '7:38: reporting.costs_markdown_template is "{year}": must have no braces except {month}',
  ],
  [
    'reporting: {cost_export: {location: s3://billing, format: cur}}\n',
    '7:37: reporting.cost_export.location is "s3://billing": must be the folder of an export, like s3://bucket/prefix/name-of-the-export',
    '7:59: reporting.cost_export.format is "cur": must be cur-2.0 or focus-1.2',
  ],
  [
    'reporting: {cost_source: export}\n',
    '7:26: reporting.cost_source is "export": give reporting.cost_export with location and format',
  ],
  [
    'features: {with_arm_architecture: maybe}\n',
    '7:35: features.with_arm_architecture is "maybe": must be true or false',
  ],
  [
    'features: {with_cost_email_recipients: a@b.com}\n',
    '7:40: features.with_cost_email_recipients is "a@b.com": must be a list: one line with a dash for each',
  ],
  [
    'features: {with_cost_email_recipients: [alice]}\n',
    '7:41: features.with_cost_email_recipients[0] is "alice": must be an e-mail address, like cloud@example.com',
  ],
  [
    'features: {with_cost_extra_currencies: [euro]}\n',
    '7:41: features.with_cost_extra_currencies[0] is "euro": must be the three capital letters of a currency, like EUR',
  ],
  [
    'features: {with_microsoft_webhook_on_alerts: example.com}\n',
    '7:46: features.with_microsoft_webhook_on_alerts is "example.com": must be an address that begins with https://',
  ],
  [
    'features: {with_notification_channels: [{name: a, type: slack, url_parameter: hook}]}\n',
    '7:79: features.with_notification_channels[0].url_parameter is "hook": must be the name of a parameter with its path, like /Spa/TeamsWebhook',
  ],
  [
    'features: {with_notification_channels: [{name: a, type: webhook, url_parameter: /a}]}\n',
    '7:41: features.with_notification_channels[0].secret_parameter is missing',
  ],
  [
    'features: {with_notification_channels: [{name: a, type: slack, url_parameter: /a}, {name: a, type: teams, url_parameter: /b}]}\n',
    '7:40: features.with_notification_channels is a list: must have a different name for each channel',
  ],
  [
    'features: {with_notification_channels: [{name: a, type: pager, url_parameter: /a}]}\n',
    '7:57: features.with_notification_channels[0].type is "pager": must be teams, teams-connector, slack or webhook',
  ],
  [
    'features: {with_end_user_documents: {Terms: terms.md}}\n',
    '7:45: features.with_end_user_documents.Terms is "terms.md", which cannot be read: tried terms.md (there is no such file)',
  ],
  [
    'features: {with_holder_notices: [release]}\n',
    '7:33: features.with_holder_notices needs features.with_origin_email_recipient, the sender of these mails',
  ],
  [
    'features: {with_holder_notices: [releases], with_origin_email_recipient: a@b.com}\n',
    '7:34: features.with_holder_notices[0] is "releases": must be release, expiry, purge, budget-alert or terms; did you mean release?',
  ],
  [
    'features: {with_holder_notices: [expiry], with_origin_email_recipient: a@b.com}\n',
    '7:33: features.with_holder_notices has "expiry", which starts the purge with PURGE_MODE=--dry-run, but purge.yaml does not read PURGE_MODE and would delete',
  ],
  [
    'features: {with_holder_notices: [terms]}\n',
    '7:33: features.with_holder_notices needs features.with_origin_email_recipient, the sender of these mails',
    '7:33: features.with_holder_notices has "terms", but features.with_end_user_documents names no document',
    '7:33: features.with_holder_notices has "terms", which needs features.with_acknowledgement_url, the address of the function OnAcknowledgement',
  ],
  [
    'features: {with_acknowledgement_url: http://a.b}\n',
    '7:38: features.with_acknowledgement_url is "http://a.b": must be an address that begins with https://',
  ],
  [
    'features: {with_acknowledgement_url: "https://["}\n',
    '7:38: features.with_acknowledgement_url is "https://[": must be an address that browsers can open',
  ],
  [
    'features: {with_acknowledgement_days: 0}\n',
    '7:39: features.with_acknowledgement_days is the number 0: must be a whole number of days, 1 or more',
  ],
  [
    'features: {with_expiry_notice_hours: 12}\n',
    '7:38: features.with_expiry_notice_hours is the number 12: must be a whole number of hours, 24 or more',
  ],
  [
    'features: {with_holder_notice_templates: {release: r.md}}\n',
    '7:52: features.with_holder_notice_templates.release is "r.md", which cannot be read: tried r.md (there is no such file)',
  ],
  [
    'features: {with_csv_files: [a.csv]}\n',
    '7:29: features.with_csv_files[0] is "a.csv", which cannot be read: tried a.csv (there is no such file)',
  ],
  [
    'defaults: {foo: }\n',
    '7:12: "foo" is not a key of defaults; allowed keys are identifier, note, account_tags, unset_tags, preparation, purge, schedule, policies, deadlines, regions, nested',
  ],
  [
    'defaults: {preperation: {}}\n',
    '7:12: "preperation" is not a key of defaults; did you mean preparation?',
  ],
  ['accounts:\n  - note: x\n', '8:5: accounts[0].identifier is missing'],
  [
    'accounts:\n  - identifier: 111111111111\n',
    '8:17: accounts[0].identifier is the number 111111111111: put it in quotes, "111111111111"',
  ],
  [
    'accounts:\n  - identifier: 011111111111\n',
    '8:17: accounts[0].identifier is the number 011111111111: put it in quotes, "011111111111"',
  ],
  [
    'accounts:\n  - identifier: "11111111111"\n',
    '8:17: accounts[0].identifier is "11111111111": must be twelve digits in quotes, like "123456789012"',
  ],
  [
    'accounts:\n  - identifier: default\n',
    '8:17: accounts[0].identifier is "default"; values for all entries belong under defaults, at the top of the file',
  ],
  [
    'accounts:\n  - "111111111111"\n',
    '8:5: accounts[0] is "111111111111": must be a mapping: its keys below it, indented',
  ],
  [
    'accounts:\n  - identifier: "111111111111"\n  - identifier: "111111111111"\n',
    '9:17: accounts[1].identifier is "111111111111", the same as on line 8; keep one of them',
  ],
  [
    unit('identifier: r-ab12'),
    '8:17: organizational_units[0].identifier is "r-ab12": must be the id of an organizational unit, like ou-ab12-11111111',
  ],
  [unit('note: x'), '8:5: organizational_units[0].identifier is missing'],
  [
    item('nested: true'),
    '9:5: "nested" is for organizational units, and accounts[0] is an account; remove it',
  ],
  [
    item('purge: {feature: banana}'),
    '9:22: accounts[0].purge.feature is "banana": must be enabled or disabled',
  ],
  [
    item('purge: {feature: enable}'),
    '9:22: accounts[0].purge.feature is "enable": must be enabled or disabled; did you mean enabled?',
  ],
  [
    item('purge: {feature: true}'),
    '9:22: accounts[0].purge.feature is the boolean true: must be enabled or disabled',
  ],
  [
    item('purge: {feature: }'),
    '9:22: accounts[0].purge.feature is empty: must be enabled or disabled',
  ],
  [
    item('purge: {variable: {}}'),
    '9:13: "variable" is not a key of accounts[0].purge; did you mean variables?',
  ],
  [
    item('purge: {variables: {A: [1]}}'),
    '9:28: accounts[0].purge.variables.A is a list: must be a text',
  ],
  [
    item('purge: {variables: {A: ~}}'),
    '9:28: accounts[0].purge.variables.A is empty: must be a text',
  ],
  [
    item('purge: {variables: {"A B": 1}}'),
    '9:25: "A B" must be the name of a variable, without blanks and =',
  ],
  [item('note: 5'), '9:11: accounts[0].note is the number 5: put it in quotes, "5"'],
  [
    item('account_tags: {a: yes}'),
    '9:23: accounts[0].account_tags.a is the boolean yes: put it in quotes, "yes"',
  ],
  [
    item('account_tags: {a: "x;y"}'),
    '9:23: accounts[0].account_tags.a is "x;y": must be a tag that AWS accepts: up to 256 letters, digits, blanks and _ . : / = + - @',
  ],
  [
    item('account_tags: {"aws:a": b}'),
    '9:20: "aws:a" must be a tag key that AWS accepts: up to 128 letters, digits, blanks and _ . : / = + - @, and not aws: in front',
  ],
  [
    item('account_tags: {account-state: released}'),
    '9:20: accounts[0].account_tags has "account-state", the tag in which the life cycle keeps the state of an account; remove it',
  ],
  [
    item('unset_tags: [account-holder]'),
    '9:18: accounts[0].unset_tags[0] is "account-holder", which the life cycle needs; remove it',
  ],
  [
    item('unset_tags: account-holder'),
    '9:17: accounts[0].unset_tags is "account-holder": must be a list: one line with a dash for each',
  ],
  [
    item('schedule: {maintenance_window_expression: daily}'),
    '9:47: accounts[0].schedule.maintenance_window_expression: "daily" is neither cron(…) nor rate(…); for instance cron(0 18 ? * SAT *) or rate(1 hour)',
  ],
  [
    item('schedule: {time_zone: CEST}'),
    '9:27: accounts[0].schedule.time_zone is "CEST": must be the IANA name of a time zone, like Europe/Paris',
  ],
  [
    item('schedule: {blackout_dates: [{from: 2026-02-30, to: 2026-03-01}]}'),
    '9:40: accounts[0].schedule.blackout_dates[0].from is "2026-02-30": must be a day that the calendar has',
  ],
  [
    item('schedule: {blackout_dates: [{from: 2026-02-03, to: 2026-02-01}]}'),
    '9:33: accounts[0].schedule.blackout_dates[0]: the first day (from) is after the last one (to)',
  ],
  [
    item('policies: {relased: []}'),
    '9:16: "relased" is not a key of accounts[0].policies; did you mean released?',
  ],
  [
    item('policies: {released: [deny]}'),
    '9:27: accounts[0].policies.released[0] is "deny": must be the id of a policy, like p-1a2b3c4d',
  ],
  [
    item('deadlines: {maintenance_seconds: 0}'),
    '9:38: accounts[0].deadlines.maintenance_seconds is the number 0: must be a whole number of seconds, 1 or more',
  ],
  [
    item('regions: [ireland]'),
    '9:15: accounts[0].regions[0] is "ireland": must be an AWS region, like eu-west-1',
  ],
  [
    'features: {with_tag_prefix: "my:"}\ndefaults: {unset_tags: ["my:state", account-state]}\n',
    '8:25: defaults.unset_tags[0] is "my:state", which the life cycle needs; remove it',
  ],
  ['a: b: c\n', '7:4: invalid YAML: Nested mappings are not allowed in compact mappings'],
  [
    'a: *b\n',
    '7:1: "a" is not a key of the settings; allowed keys are environment_identifier, automation, worker, metering, reporting, features, defaults, organizational_units, accounts',
    '7:4: no anchor &b above, so *b is undefined',
  ],
  [
    '---\nb: 1\n',
    '7:1: a second document begins here; a file has one document, so remove the line ---',
  ],
  [
    'accounts: &a [*a]\n',
    '7:15: accounts[0] is empty: must be a mapping: its keys below it, indented',
    '7:15: the alias *a is inside of the value that it names',
  ],
  [
    'automation_region: !env REGION\n',
    '7:25: "!env REGION": the tag !env is not supported; remove it',
    '7:25: automation.region is "REGION": must be an AWS region, like eu-west-1',
  ],
  ['? [a]\n: b\n', '7:3: a key must be one word; if this is a template, put it in quotes'],
];

test.for(mistakes)('%j is reported', async ([text, ...problems]) => {
  const found = problemsOf(await readBelow(text));

  expect([...found].sort()).toEqual(problems.map((problem) => `settings.yaml:${problem}`).sort());
});

test('missing keys are reported, with their description', async () => {
  const read = await readTexts({ 'settings.yaml': 'automation: {}\n' });

  expect(problemsOf(read)).toEqual([
    'settings.yaml:1:1: automation.role_arn_to_manage_accounts is missing (Role in the management account)',
    'settings.yaml:1:1: worker.preparation_buildspec_template_file is missing (Buildspec of the preparation; searched next to this file, then in the current folder)',
    'settings.yaml:1:1: worker.purge_buildspec_template_file is missing (Buildspec of the purge; searched next to this file, then in the current folder)',
  ]);
});

test.for(['', '# nothing\n', 'text\n', '- a list\n'])('%j is not a settings file', async (text) => {
  expect(problemsOf(await readTexts({ 'settings.yaml': text }))).toEqual([
    expect.stringContaining('the file must be a mapping'),
  ]);
});

test('all problems are reported at once: of the file, of the files it names, of CSV files and of the environment', async () => {
  const text = `${smallestSettings.replace('purge.yaml', 'none.yaml')}foo: 1
features: {with_csv_files: [a.csv]}
accounts: [{identifier: 1}, {nete: x}]
`;

  const read = await readTexts(
    { 'settings.yaml': text, 'a.csv': 'account\n1\n' },
    { AWS_REGION: 'home' },
  );

  expect(problemsOf(read).map((line) => line.split(':').slice(0, 3).join(':'))).toEqual([
    'settings.yaml:1:1',
    'settings.yaml:6:34',
    'settings.yaml:7:1',
    'settings.yaml:9:25',
    'settings.yaml:9:29',
    'settings.yaml:9:30',
    'a.csv:1:1',
  ]);
});

test.for([
  [
    'organizational_units:\n  - identifier: ou-1234\n',
    '8:17: organizational_units[0].identifier is "ou-1234", which is not a valid OU id; OU ids look like ou-ab12-11111111; no account will be found under it',
  ],
  [
    'defaults:\n  account_tags: {account-holder: a@b.com}\n',
    '8:18: defaults.account_tags has "account-holder": an existing holder tag of an account overrides it when the account is assigned',
  ],
  [
    'features: {with_cost_email_recipients: [a@b.com]}\n',
    '7:40: features.with_cost_email_recipients has no effect without features.with_origin_email_recipient, the sender',
  ],
] as const)('%j is accepted with a warning', async ([text, warning]) => {
  const read = await readBelow(text);

  expect([problemsOf(read), warningsOf(read)]).toEqual([[], [`settings.yaml:${warning}`]]);
});

test.for(['release', 'expiry', 'purge', 'budget-alert', 'terms'])(
  'scenario 99: notices to holders without a sender address are refused',
  async (notice) => {
    const read = await readBelow(`features: {with_holder_notices: [${notice}]}\n`);

    expect(problemsOf(read)).toContain(
      'settings.yaml:7:33: features.with_holder_notices needs features.with_origin_email_recipient, the sender of these mails',
    );
  },
);

test.for([
  ['\n \n', '1:1: the document Terms is empty'],
  ['---\ntitle: x\n---\n\n', '4:1: the document Terms is empty'],
  [
    '---\ntitle: x\n',
    '1:1: the front matter of the document Terms has no end: add a line with ---',
  ],
] as const)('the document %j is refused with its line', async ([content, problem]) => {
  const read = await readTexts({
    'settings.yaml': `${smallestSettings}features: {with_end_user_documents: {Terms: terms.md}}\n`,
    'terms.md': content,
  });

  expect(problemsOf(read)).toEqual([`terms.md:${problem}`]);
});

test('a template may only have the variables of its notice, and each other one is named with its line', async () => {
  const read = await readBelow(
    'features: {with_holder_notice_templates: {release: r.md, budget-alert: b.md}}\n',
    { 'r.md': '# {account}\n\n{{kept}} {alert} {Holder}\n', 'b.md': '{alert} {' },
  );

  const release = 'use {account}, {account_id}, {holder}, {cost_center}, or {{ and }} for braces';
  expect(problemsOf(read)).toEqual([
    `r.md:3:10: "{alert}" is not a variable of the notice release: ${release}`,
    `r.md:3:18: "{Holder}" is not a variable of the notice release: ${release}`,
    'b.md:1:9: "{" is not a variable of the notice budget-alert: use {account}, {account_id}, {holder}, {cost_center}, {alert}, or {{ and }} for braces',
  ]);
});

test('a CSV file may not set the state, and a holder in it is a warning', async () => {
  const read = await readBelow('features: {with_csv_files: [a.csv], with_tag_prefix: "my:"}\n', {
    'a.csv': 'Account,Tag: my:state,Tag: my:holder\n111111111111,released,a@b.com\n',
  });

  expect([problemsOf(read), warningsOf(read)]).toEqual([
    [
      'a.csv:2:14: "Tag: my:state" is the tag in which the life cycle keeps the state of an account; remove the column',
    ],
    [
      'a.csv:2:23: "Tag: my:holder": an existing holder tag of an account overrides it when the account is assigned',
    ],
  ]);
});
