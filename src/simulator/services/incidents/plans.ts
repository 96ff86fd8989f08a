/** Replication sets and response plans: what must exist before an incident can start. */

import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { checkIncident } from './check-incident.ts';
import { page } from './page.ts';
import {
  callerIncidents,
  conflict,
  type IncidentTemplate,
  incidentsArn,
  invalid,
  requireResource,
} from './state.ts';

interface ArnInput {
  readonly arn: string;
}

interface PagedInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

interface PlanInput {
  readonly name: string;
  readonly displayName?: string;
  readonly incidentTemplate: IncidentTemplate;
  readonly tags?: Readonly<Record<string, string>>;
}

export const planHandlers = {
  CreateReplicationSet: (
    { regions }: { readonly regions: Readonly<Record<string, object>> },
    context: CallContext,
  ) => {
    const state = callerIncidents(context);
    if (state.replicationSet) throw conflict('REPLICATION_SET', state.replicationSet.arn);
    const names = Object.keys(regions);
    if (names.length < 1 || names.length > 3)
      throw invalid('A replication set has 1 to 3 regions.');
    const arn = incidentsArn(context, `replication-set/${uuid(context.world.random)}`);
    const { now, caller } = context;
    state.replicationSet = { arn, regions: names, createdAt: now, createdBy: caller.arn };
    return { arn };
  },

  GetReplicationSet: ({ arn }: ArnInput, context: CallContext) => {
    const { replicationSet } = callerIncidents(context);
    const known = replicationSet?.arn === arn ? replicationSet : undefined;
    const { regions, createdAt, createdBy } = requireResource(known, 'REPLICATION_SET', arn);
    const since = new Date(createdAt);
    const active = { status: 'ACTIVE', statusUpdateDateTime: since };
    return {
      replicationSet: {
        arn,
        status: 'ACTIVE',
        deletionProtected: false,
        createdTime: since,
        createdBy,
        lastModifiedTime: since,
        lastModifiedBy: createdBy,
        regionMap: Object.fromEntries(regions.map((region) => [region, active])),
      },
    };
  },

  ListReplicationSets: (_: PagedInput, context: CallContext) => {
    const { replicationSet } = callerIncidents(context);
    return { replicationSetArns: replicationSet ? [replicationSet.arn] : [] };
  },

  CreateResponsePlan: (input: PlanInput, context: CallContext) => {
    const { name, displayName, incidentTemplate: template, tags = {} } = input;
    const state = callerIncidents(context);
    requireResource(state.replicationSet, 'REPLICATION_SET', 'replication-set');
    if (!/^[a-zA-Z0-9_-]{1,200}$/.test(name)) throw invalid(`The name ${name} is not valid.`);
    checkIncident(template);
    const arn = incidentsArn(context, `response-plan/${name}`);
    if (state.plans.has(arn)) throw conflict('RESPONSE_PLAN', arn);
    state.plans.set(arn, { arn, name, displayName, template });
    state.tags.set(arn, new Map(Object.entries(tags)));
    return { arn };
  },

  GetResponsePlan: ({ arn }: ArnInput, context: CallContext) => {
    const plan = requireResource(callerIncidents(context).plans.get(arn), 'RESPONSE_PLAN', arn);
    const { name, displayName, template } = plan;
    return { arn, name, displayName, incidentTemplate: template };
  },

  ListResponsePlans: (input: PagedInput, context: CallContext) => {
    const plans = [...callerIncidents(context).plans.values()];
    const { items, token } = page(context, input, { scope: 'plans', items: plans });
    const responsePlanSummaries = items.map(({ arn, name, displayName }) => ({
      arn,
      name,
      displayName,
    }));
    return { responsePlanSummaries, ...token };
  },

  // Idempotent: deleting an unknown plan succeeds.
  DeleteResponsePlan: ({ arn }: ArnInput, context: CallContext) => {
    callerIncidents(context).plans.delete(arn);
    return {};
  },
};
