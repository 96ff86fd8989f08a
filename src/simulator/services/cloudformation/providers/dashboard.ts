/** AWS::CloudWatch::Dashboard */

import { hasDashboard } from '../../cloudwatch/dashboards.ts';
import {
  alreadyExists,
  documentText,
  type ResourceProvider,
  type ResourceRequest,
  required,
} from './provider.ts';

export const dashboard: ResourceProvider = {
  properties: ['DashboardBody', 'DashboardName'],
  replacedBy: ['DashboardName'],
  create: (request) => {
    const { access, properties, type } = request;
    const name = String(properties.DashboardName ?? request.generateName(255));
    if (hasDashboard(access.context, name)) throw alreadyExists(type, name);
    put(request, name);
    return { physicalId: name, attributes: {} };
  },
  update: (request, { physicalId }) => {
    put(request, physicalId);
    return { physicalId, attributes: {} };
  },
  remove: (access, { physicalId }) => {
    access.call('cloudwatch', 'DeleteDashboards', { DashboardNames: [physicalId] });
  },
};

function put(request: ResourceRequest, DashboardName: string): void {
  const DashboardBody = documentText(required(request, 'DashboardBody'));
  request.access.call('cloudwatch', 'PutDashboard', { DashboardName, DashboardBody });
}
