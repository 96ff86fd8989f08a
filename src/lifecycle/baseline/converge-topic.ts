/** The topic for alerts of an account's budgets, and its policy. */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { type ConvergeContext, type ResourceChange, sameDocument } from '../../converge/change.ts';
import type { DesiredTopic } from './baseline.ts';
import { originTag } from './baseline-names.ts';

interface Statement {
  readonly Sid?: string;
}

export async function convergeTopic(
  sns: GenericCalls,
  desired: DesiredTopic,
  { dry }: ConvergeContext,
): Promise<readonly ResourceChange[]> {
  const resource = `topic ${desired.name}`;
  const policy = await readPolicy(sns, desired.arn);
  if (policy === undefined) {
    if (!dry) {
      const Tags = [{ Key: originTag.key, Value: originTag.value }];
      await sns.call('CreateTopic', { Name: desired.name, Tags });
      const created = await readPolicy(sns, desired.arn);
      await setPolicy(sns, desired, statementsOf(created ?? '{}'));
    }
    return [{ resource, action: 'create', differences: [] }];
  }
  const statements = statementsOf(policy);
  const differing = desired.statements.filter((statement) => {
    const found = statements.find(({ Sid }) => Sid === statement.Sid);
    return !sameDocument(JSON.stringify(found), statement);
  });
  if (differing.length === 0) return [];
  if (!dry) await setPolicy(sns, desired, statements);
  return [{ resource, action: 'update', differences: differing.map(({ Sid }) => Sid) }];
}

/** Returns undefined when the topic does not exist. */
async function readPolicy(sns: GenericCalls, TopicArn: string): Promise<string | undefined> {
  try {
    const { Attributes } = await sns.call('GetTopicAttributes', { TopicArn });
    return (Attributes as Readonly<Record<string, string>> | undefined)?.Policy ?? '{}';
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}

function statementsOf(policy: string): readonly Statement[] {
  const { Statement } = JSON.parse(policy) as { readonly Statement?: Statement | Statement[] };
  return Statement === undefined ? [] : [Statement].flat();
}

/** Replaces our statements; those of others are kept. */
async function setPolicy(
  sns: GenericCalls,
  { arn, statements: ours }: DesiredTopic,
  found: readonly Statement[],
): Promise<void> {
  const sids = new Set<string | undefined>(ours.map(({ Sid }) => Sid));
  const Statement = [...ours, ...found.filter(({ Sid }) => !sids.has(Sid))];
  await sns.call('SetTopicAttributes', {
    TopicArn: arn,
    AttributeName: 'Policy',
    AttributeValue: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
}
