/** Functions for queries about policies, which are JSON with two spellings of everything: one value, or a list of them. */

import type { Database } from './open-database.ts';
import { supportDateMacros } from './support-dates.ts';

export async function createMacros(database: Database): Promise<void> {
  await database.run([...macros, ...supportDateMacros].join(';\n'));
}

/** Keys of conditions that only permit known callers. */
const limitingKeys = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  'lambda:functionurlauthtype',
  's3:dataaccesspointaccount',
];

// With functions instead of arrows: in an argument of a function, DuckDB reads an arrow as that of a lambda.
const macros = [
  `CREATE MACRO text_list(value) AS CASE json_type(value)
    WHEN 'ARRAY' THEN from_json(value, '["VARCHAR"]')
    WHEN 'VARCHAR' THEN [json_extract_string(value, '$')]
    ELSE []::VARCHAR[] END`,
  `CREATE MACRO policy_statements(policy) AS CASE json_type(policy, '$.Statement')
    WHEN 'ARRAY' THEN from_json(json_extract(policy, '$.Statement'), '["JSON"]')
    WHEN 'OBJECT' THEN [json_extract(policy, '$.Statement')]
    ELSE []::JSON[] END`,
  // Of AWS: ARNs, account ids and '*'.
  `CREATE MACRO policy_principals(statement) AS CASE json_type(statement, '$.Principal')
    WHEN 'VARCHAR' THEN [json_extract_string(statement, '$.Principal')]
    ELSE text_list(json_extract(statement, '$.Principal.AWS')) END`,
  `CREATE MACRO policy_actions(statement) AS text_list(json_extract(statement, '$.Action'))`,
  `CREATE MACRO policy_resources(statement) AS text_list(json_extract(statement, '$.Resource'))`,
  // Whether a condition only permits known callers.
  `CREATE MACRO policy_is_limited(statement) AS
    regexp_matches(lower(coalesce(json_extract_string(statement, '$.Condition'), '')), '"(${limitingKeys.join('|')})"')`,
  `CREATE MACRO policy_allows_everyone(statement) AS
    json_extract_string(statement, '$.Effect') = 'Allow'
    AND list_contains(policy_principals(statement), '*') AND NOT policy_is_limited(statement)`,
  // Of a record's column unread: whether the details of this operation were read.
  `CREATE MACRO is_read(unread, operation) AS
    NOT coalesce(list_contains(list_transform(unread, lambda u: u.operation), operation), false)`,
  // Of a principal: the account that an ARN or an id names, or NULL.
  `CREATE MACRO account_of(principal) AS nullif(regexp_extract(principal, '(?:^|:)([0-9]{12})(?::|$)', 1), '')`,
];
