/** AWS::Events::EventBusPolicy: one statement of a bus's policy. */

import { findBus } from '../../events/find.ts';
import { membersOf } from '../template/value.ts';
import { type ResourceProvider, type ResourceRequest, required } from './provider.ts';

export const eventBusPolicy: ResourceProvider = {
  properties: ['Action', 'Condition', 'EventBusName', 'Principal', 'Statement', 'StatementId'],
  replacedBy: ['EventBusName', 'StatementId'],
  create: (request) => {
    const { EventBusName = 'default', StatementId } = request.properties;
    put(request);
    return { physicalId: `${EventBusName}|${StatementId}`, attributes: {} };
  },
  update: (request, { physicalId }) => {
    put(request);
    return { physicalId, attributes: {} };
  },
  remove: (access, { properties: { EventBusName, StatementId } }) => {
    access.call('events', 'RemovePermission', { EventBusName, StatementId });
  },
};

/** The statement is added to those of others. */
function put(request: ResourceRequest): void {
  const { access, properties } = request;
  const StatementId = String(required(request, 'StatementId'));
  const { EventBusName, Statement, Principal, Action, Condition } = properties;
  if (Statement === undefined) {
    const statement = { StatementId, Principal, Action, Condition };
    access.call('events', 'PutPermission', { EventBusName, ...statement });
    return;
  }
  const name = EventBusName === undefined ? undefined : String(EventBusName);
  const others = [...findBus(access.context, name).policy]
    .filter(([id]) => id !== StatementId)
    .map(([, one]) => one);
  const all = [...others, { Sid: StatementId, ...membersOf(Statement) }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: all });
  access.call('events', 'PutPermission', { EventBusName, Policy });
}
