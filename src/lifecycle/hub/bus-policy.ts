/**
 * The policy of the default event bus: accounts of this organization may put events. Any other account
 * could forge those of the life cycle.
 */

import { type ResourceChange, sameDocument } from '../../converge/change.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { hubArn } from './names.ts';

const busPolicy = 'policy of the default event bus';

const statementId = 'AllowOrganizationToPutEvents';

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Returns the change that is needed, or undefined. Throws `Conflict` when anybody at all may put events. */
export async function compareBusPolicy(
  lifecycle: Lifecycle,
  organizationId: string,
): Promise<ResourceChange | undefined> {
  const bus = await lifecycle.inHub('events').call('DescribeEventBus', { Name: 'default' });
  const statements = statementsOf(bus.Policy as string | undefined);
  refuseOpen(statements);
  const { Sid: _, ...desired } = busStatement(lifecycle, organizationId);
  // An installation that was set up by hand has the same statement under another name.
  const isThere = statements.some(({ Sid, ...found }) =>
    sameDocument(JSON.stringify(found), desired),
  );
  if (isThere) return undefined;
  return { resource: busPolicy, action: 'update', differences: ['who may put events'] };
}

/** A statement of the same name is replaced; others are kept. */
export async function putBusPolicy({ inHub }: Lifecycle, organizationId: string): Promise<void> {
  await inHub('events').call('PutPermission', {
    StatementId: statementId,
    Principal: '*',
    Action: 'events:PutEvents',
    Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: organizationId },
  });
}

/** As EventBridge stores what `putBusPolicy` sends. */
export function busStatement(installation: Pick<Lifecycle, 'hub'>, organizationId: string) {
  return {
    Sid: statementId,
    Effect: 'Allow',
    Principal: '*',
    Action: 'events:PutEvents',
    Resource: hubArn(installation, 'events', 'event-bus/default'),
    Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
  };
}

function statementsOf(policy: string | undefined): readonly Statement[] {
  if (!policy) return [];
  const { Statement } = JSON.parse(policy) as { readonly Statement?: Statement | Statement[] };
  return Statement === undefined ? [] : [Statement].flat();
}

function refuseOpen(statements: readonly Statement[]): void {
  const open = statements.find(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      ['"*"', '{"AWS":"*"}', '{"AWS":["*"]}'].includes(JSON.stringify(Principal)) &&
      Condition === undefined,
  );
  if (!open) return;
  throw new FlotillaError(
    'Conflict',
    `statement "${open.Sid}" of the ${busPolicy} allows every AWS account to put events; remove it (aws events remove-permission --statement-id ${open.Sid}), then install again`,
  );
}
