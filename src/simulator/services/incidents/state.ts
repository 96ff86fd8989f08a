/** Incident Manager of one account: it is the same in all regions of its replication set. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { perAccount } from '../../world/service-state.ts';

interface ReplicationSet {
  readonly arn: string;
  readonly regions: readonly string[];
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface IncidentTemplate {
  readonly title: string;
  readonly impact: number;
  readonly summary?: string;
  readonly dedupeString?: string;
  readonly incidentTags?: Readonly<Record<string, string>>;
  readonly notificationTargets?: readonly object[];
}

export interface ResponsePlan {
  readonly arn: string;
  readonly name: string;
  readonly displayName: string | undefined;
  readonly template: IncidentTemplate;
}

export interface ItemIdentifier {
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface RelatedItem {
  readonly identifier: ItemIdentifier;
  readonly title?: string;
  readonly generatedId?: string;
}

export interface Incident {
  readonly arn: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly dedupeString: string;
  readonly related: RelatedItem[];
  title: string;
  summary: string;
  impact: number;
  status: 'OPEN' | 'RESOLVED';
  resolvedAt?: number;
  modifiedAt: number;
  modifiedBy: string;
}

interface IncidentsState {
  replicationSet: ReplicationSet | undefined;
  readonly plans: Map<string, ResponsePlan>;
  readonly incidents: Map<string, Incident>;
  /** ARNs of the incidents that a client token has started. */
  readonly tokens: Map<string, string>;
  readonly tags: Map<string, Map<string, string>>;
}

const incidentsOf = perAccount(
  (): IncidentsState => ({
    replicationSet: undefined,
    plans: new Map(),
    incidents: new Map(),
    tokens: new Map(),
    tags: new Map(),
  }),
);

export function callerIncidents(context: CallContext): IncidentsState {
  return incidentsOf.ofCall(context);
}

/** ARNs of Incident Manager have no region. */
export function incidentsArn({ world, caller }: CallContext, resource: string): string {
  return `arn:${world.partition.name}:ssm-incidents::${caller.accountId}:${resource}`;
}

export type ResourceType = 'INCIDENT_RECORD' | 'REPLICATION_SET' | 'RESPONSE_PLAN';

export function requireResource<T>(found: T | undefined, type: ResourceType, arn: string): T {
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', `Resource not found: ${arn}`, {
    status: 404,
    members: { resourceIdentifier: arn, resourceType: type },
  });
}

export function conflict(type: ResourceType, arn: string): AwsError {
  return new AwsError('ConflictException', `The resource already exists: ${arn}`, {
    status: 409,
    members: { resourceIdentifier: arn, resourceType: type },
  });
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
