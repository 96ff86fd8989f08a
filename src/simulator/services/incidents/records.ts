/**
 * Incidents: started once per client token, and once per de-duplication string of their plan while one is open.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_StartIncident.html
 */

import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { checkIncident } from './check-incident.ts';
import { page } from './page.ts';
import {
  callerIncidents,
  type Incident,
  type ItemIdentifier,
  incidentsArn,
  invalid,
  type RelatedItem,
  type ResponsePlan,
  requireResource,
} from './state.ts';

interface ArnInput {
  readonly arn: string;
}

interface StartInput {
  readonly responsePlanArn: string;
  readonly clientToken?: string;
  readonly title?: string;
  readonly impact?: number;
  readonly relatedItems?: readonly RelatedItem[];
}

interface UpdateInput extends ArnInput {
  readonly title?: string;
  readonly summary?: string;
  readonly impact?: number;
  readonly status?: 'OPEN' | 'RESOLVED';
}

interface ListInput {
  readonly filters?: readonly IncidentFilter[];
  readonly maxResults?: number;
  readonly nextToken?: string;
}

interface IncidentFilter {
  readonly key: string;
  readonly condition: {
    readonly equals?: {
      readonly stringValues?: readonly string[];
      readonly integerValues?: readonly number[];
    };
    readonly before?: Date;
    readonly after?: Date;
  };
}

interface RelatedInput {
  readonly incidentRecordArn: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

interface UpdateRelatedInput {
  readonly incidentRecordArn: string;
  readonly relatedItemsUpdate: {
    readonly itemToAdd?: RelatedItem;
    readonly itemToRemove?: ItemIdentifier;
  };
}

const maxRelated = 100;

export const recordHandlers = {
  StartIncident: (input: StartInput, context: CallContext) => {
    const { responsePlanArn, clientToken } = input;
    const { plans, incidents, tokens, tags } = callerIncidents(context);
    const started = clientToken === undefined ? undefined : tokens.get(clientToken);
    if (started !== undefined) return { incidentRecordArn: started };
    const plan = requireResource(plans.get(responsePlanArn), 'RESPONSE_PLAN', responsePlanArn);
    checkIncident(input);
    const incident = openDuplicate(incidents, plan) ?? newIncident(input, plan, context);
    if (!incidents.has(incident.arn)) {
      incidents.set(incident.arn, incident);
      tags.set(incident.arn, new Map(Object.entries(plan.template.incidentTags ?? {})));
    }
    if (clientToken !== undefined) tokens.set(clientToken, incident.arn);
    return { incidentRecordArn: incident.arn };
  },

  GetIncidentRecord: ({ arn }: ArnInput, context: CallContext) => ({
    incidentRecord: toRecord(requireIncident(context, arn)),
  }),

  UpdateIncidentRecord: (input: UpdateInput, context: CallContext) => {
    const { arn, title, summary, impact, status } = input;
    const incident = requireIncident(context, arn);
    checkIncident(input);
    if (status !== undefined && !['OPEN', 'RESOLVED'].includes(status)) {
      throw invalid(`The status ${status} is not valid.`);
    }
    incident.title = title ?? incident.title;
    incident.summary = summary ?? incident.summary;
    incident.impact = impact ?? incident.impact;
    if (status === 'RESOLVED' && incident.status === 'OPEN') incident.resolvedAt = context.now;
    if (status === 'OPEN') delete incident.resolvedAt;
    incident.status = status ?? incident.status;
    incident.modifiedAt = context.now;
    incident.modifiedBy = context.caller.arn;
    return {};
  },

  ListIncidentRecords: (input: ListInput, context: CallContext) => {
    const { filters = [] } = input;
    const tests = filters.map(testOf);
    const matching = [...callerIncidents(context).incidents.values()].reverse();
    const items = matching.filter((one) => tests.every((test) => test(one)));
    const scope = `records ${JSON.stringify(filters)}`;
    const found = page(context, input, { scope, items });
    return { incidentRecordSummaries: found.items.map(toSummary), ...found.token };
  },

  DeleteIncidentRecord: ({ arn }: ArnInput, context: CallContext) => {
    callerIncidents(context).incidents.delete(arn);
    return {};
  },

  UpdateRelatedItems: (input: UpdateRelatedInput, context: CallContext) => {
    const { itemToAdd, itemToRemove } = input.relatedItemsUpdate;
    const { related } = requireIncident(context, input.incidentRecordArn);
    if (itemToAdd) {
      if (related.length >= maxRelated)
        throw invalid(`An incident has at most ${maxRelated} items.`);
      related.push({ ...itemToAdd, generatedId: uuid(context.world.random) });
    }
    if (itemToRemove) {
      const removed = JSON.stringify(itemToRemove.value);
      const at = related.findIndex(
        ({ identifier }) => JSON.stringify(identifier.value) === removed,
      );
      if (at >= 0) related.splice(at, 1);
    }
    return {};
  },

  ListRelatedItems: (input: RelatedInput, context: CallContext) => {
    const { related } = requireIncident(context, input.incidentRecordArn);
    const items = related.map((item, index) => ({ arn: String(index), item }));
    const found = page(context, input, { scope: `related ${input.incidentRecordArn}`, items });
    return { relatedItems: found.items.map(({ item }) => item), ...found.token };
  },
};

function requireIncident(context: CallContext, arn: string): Incident {
  return requireResource(callerIncidents(context).incidents.get(arn), 'INCIDENT_RECORD', arn);
}

function openDuplicate(
  incidents: ReadonlyMap<string, Incident>,
  { template }: ResponsePlan,
): Incident | undefined {
  const { dedupeString } = template;
  if (!dedupeString) return undefined;
  return [...incidents.values()].find(
    (one) => one.status === 'OPEN' && one.dedupeString === dedupeString,
  );
}

function newIncident(input: StartInput, plan: ResponsePlan, context: CallContext): Incident {
  const { world, caller, now } = context;
  const { template, name } = plan;
  const id = uuid(world.random);
  return {
    arn: incidentsArn(context, `incident-record/${name}/${id}`),
    createdAt: now,
    createdBy: caller.arn,
    dedupeString: template.dedupeString || id,
    related: [...(input.relatedItems ?? [])],
    title: input.title ?? template.title,
    summary: template.summary ?? '',
    impact: input.impact ?? template.impact,
    status: 'OPEN',
    modifiedAt: now,
    modifiedBy: caller.arn,
  };
}

function toSummary(incident: Incident) {
  const { arn, title, status, impact, createdAt, createdBy, resolvedAt } = incident;
  return {
    arn,
    title,
    status,
    impact,
    creationTime: new Date(createdAt),
    incidentRecordSource: { createdBy, source: 'manual' },
    ...(resolvedAt !== undefined && { resolvedTime: new Date(resolvedAt) }),
  };
}

function toRecord(incident: Incident) {
  const { summary, dedupeString, modifiedAt, modifiedBy } = incident;
  return {
    ...toSummary(incident),
    summary,
    dedupeString,
    lastModifiedTime: new Date(modifiedAt),
    lastModifiedBy: modifiedBy,
  };
}

function testOf({ key, condition }: IncidentFilter): (incident: Incident) => boolean {
  const { equals, before, after } = condition;
  if (key === 'status') return ({ status }) => equals?.stringValues?.includes(status) ?? false;
  if (key === 'impact') return ({ impact }) => equals?.integerValues?.includes(impact) ?? false;
  if (key === 'createdBy') {
    return ({ createdBy }) => equals?.stringValues?.includes(createdBy) ?? false;
  }
  if (key === 'creationTime') {
    return ({ createdAt }) =>
      (!before || createdAt < before.getTime()) && (!after || createdAt > after.getTime());
  }
  throw invalid(`The filter key ${key} is not valid.`);
}
