/** Which role is assumed in every account, and how. */

import { readText } from '../read-text.ts';
import type { RunOption } from './option.ts';
import { milliseconds, pairs, repeated } from './values.ts';

export const roleHeading = 'The role in each account:';

const readDuration = milliseconds('--duration');

export const roleOptions: readonly RunOption[] = [
  {
    field: 'roleName',
    flags: '--role-name <name>',
    help: 'role to assume in each account, with its path if it has one',
    byDefault: 'OrganizationAccountAccessRole',
  },
  {
    field: 'roleSessionName',
    flags: '--role-session-name <name>',
    help: 'name of the session, which CloudTrail shows',
    byDefault: "the role's name",
  },
  { field: 'externalId', flags: '--external-id <id>', help: 'what the role asks strangers for' },
  {
    field: 'policy',
    flags: '--policy <file>',
    help: 'session policy (JSON): the session may do no more than it allows',
    read: (path: string) => readText('--policy', path),
  },
  {
    field: 'policyArns',
    flags: '--policy-arn <arn>',
    help: 'managed policy that limits the session; repeat it for more',
    read: repeated('--policy-arn', 'limit nothing'),
  },
  {
    field: 'sessionTags',
    flags: '--session-tag <key=value>',
    help: 'tags of the session; repeat it for more',
    read: pairs('--session-tag'),
  },
  {
    field: 'sourceIdentity',
    flags: '--source-identity <name>',
    help: 'who is behind the session; it stays through chains of roles',
  },
  {
    field: 'durationSeconds',
    flags: '--duration <time>',
    help: 'how long the credentials last: 3600, 30m, 1h',
    byDefault: '1h',
    read: (text: string) => Math.round(readDuration(text) / 1000),
  },
  {
    field: 'via',
    flags: '--via <role-arn>',
    help: 'role to assume first; repeat it for a chain',
    read: repeated('--via', 'assume the role directly'),
  },
];
